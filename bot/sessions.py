"""One HTTP session for all calls to a platform, open for as long as somebody uses it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=15)
"""Less than the lease of a reply that is being sent, so that nobody else sends it meanwhile."""

CONNECTIONS = 200


def open_session() -> aiohttp.ClientSession:
    """A session with as many connections as the tutor needs at once, which are kept, and without cookies."""
    return aiohttp.ClientSession(
        timeout=TIMEOUT,
        connector=aiohttp.TCPConnector(limit=CONNECTIONS),
        cookie_jar=aiohttp.DummyCookieJar(),
    )


class Sessions:
    """The shared session, opened when it is first needed."""

    def __init__(self, factory: Callable[[], aiohttp.ClientSession] = open_session) -> None:
        self._factory = factory
        self._session: aiohttp.ClientSession | None = None
        self._users = 0
        self._closed = False

    @asynccontextmanager
    async def use(self) -> AsyncIterator[aiohttp.ClientSession]:
        """The session; one that was asked for after `close` goes with its last user."""
        session = self._session = self._session or self._factory()
        self._users += 1
        try:
            yield session
        finally:
            self._users -= 1
            await self._let_go()

    async def close(self) -> None:
        """Keep no connection longer than it is used: what is being sent may still finish."""
        self._closed = True
        await self._let_go()

    async def _let_go(self) -> None:
        if self._closed and not self._users and self._session is not None:
            session, self._session = self._session, None
            await session.close()
