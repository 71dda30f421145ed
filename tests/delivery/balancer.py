"""A load balancer on loopback: round robin, nothing sticky, and past whoever takes no connection."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

OWN = frozenset({"host", "content-length", "connection", "transfer-encoding"})
"""Headers that belong to a connection."""


class Balancer:
    """Passes each request on to the next of its servers; `passed` is how many each answered."""

    def __init__(self, servers: Sequence[str], session: aiohttp.ClientSession) -> None:
        self.passed = dict.fromkeys(servers, 0)
        self.refused = 0
        self._servers = list(servers)
        self._session = session
        self._next = 0

    async def pass_on(self, request: web.Request) -> web.Response:
        """The answer of the first server that takes a connection; 502 where it broke, or none does."""
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name.lower() not in OWN}
        for _ in self._servers:
            server = self._servers[self._next % len(self._servers)]
            self._next += 1
            try:
                async with self._session.request(
                    request.method, server + request.path_qs, data=body, headers=headers
                ) as response:
                    self.passed[server] += 1
                    told = await response.read()
                    return web.Response(status=response.status, body=told, content_type=response.content_type)
            except aiohttp.ClientConnectorError:
                self.refused += 1
            except aiohttp.ClientError:
                break
        return web.Response(status=502)


@asynccontextmanager
async def balancer(servers: Sequence[str]) -> AsyncIterator[tuple[Balancer, str]]:
    """One that is up, and its address. Its connections are for one request each."""
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        balancing = Balancer(servers, session)
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", balancing.pass_on)
        async with TestServer(application) as up:
            yield balancing, str(up.make_url("")).rstrip("/")
