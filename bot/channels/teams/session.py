"""One HTTP session for all calls to the platform, and the hosts that may be called."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=15)
"""Well within the lease of a reply that is being sent."""

CONNECTIONS = 200


def open_session() -> aiohttp.ClientSession:
    """A session whose connections are kept, without cookies."""
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


class ServiceUrls:
    """Where the bot's own token may go: `https://host` and `https://*.domain`, with its port if not 443."""

    def __init__(self, allowed: str) -> None:
        """`allowed`: patterns with spaces or commas between them."""
        self._allowed = [urlsplit(pattern) for pattern in allowed.replace(",", " ").split()]
        self._admits = lru_cache(maxsize=100)(self._admitted)  # there is one a region

    def __contains__(self, url: object) -> bool:
        return self._admits(str(url))

    def _admitted(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            return any(_matches(parts, pattern) for pattern in self._allowed)
        except ValueError:
            return False


def _matches(url: SplitResult, pattern: SplitResult) -> bool:
    host, wanted = url.hostname or "", pattern.hostname or ""
    named = host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted
    plain = url.username is None and not url.query and not url.fragment
    return plain and bool(host) and named and (url.scheme, url.port) == (pattern.scheme, pattern.port)
