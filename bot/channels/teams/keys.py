"""The keys that sign what Teams sends: fetched, kept, and fetched again when they change."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt

from bot.sessions import Sessions

log = logging.getLogger(__name__)

REFRESH_EVERY = 24 * 3600.0
REFRESH_AT_MOST_EVERY = 30.0
"""Seconds between two fetches, however many tokens name a key that is not known."""


class KeysUnavailableError(Exception):
    """The keys could not be fetched, so nothing can be said of a token."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels that it may speak for."""

    key: Any
    endorsements: frozenset[str]


class KeySet:
    """Keys by their id, from an OpenID configuration."""

    def __init__(self, sessions: Sessions, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._sessions = sessions
        self._url = url
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched: float | None = None
        self._tried: float | None = None
        self._lock = asyncio.Lock()

    def known(self, kid: str) -> SigningKey | None:
        """The key of this id, as far as it is known and fresh."""
        fresh = self._fetched is not None and self._clock() - self._fetched < REFRESH_EVERY
        return self._keys.get(kid) if fresh else None

    async def get(self, kid: str) -> SigningKey | None:
        """The key of this id; one that is not known is looked for, now and then.

        Raises:
            KeysUnavailableError: no key was ever fetched.
        """
        if (key := self.known(kid)) is not None:
            return key
        async with self._lock:
            if self.known(kid) is None and self._may_try():
                await self._refresh()
        if self._fetched is None:
            raise KeysUnavailableError
        return self._keys.get(kid)

    def _may_try(self) -> bool:
        return self._tried is None or self._clock() - self._tried >= REFRESH_AT_MOST_EVERY

    async def _refresh(self) -> None:
        """Fetch; when that fails, the former keys stay in force."""
        self._tried = self._clock()
        try:
            async with self._sessions.use() as session:
                configuration = await _json(session, self._url)
                jwks = await _json(session, _like(self._url, str(configuration["jwks_uri"])))
            keys = dict(filter(None, map(_signing_key, jwks["keys"])))
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("teams: the signing keys could not be fetched: %s", type(error).__name__)
            return
        self._keys, self._fetched = keys, self._clock()
        log.info("teams: fetched %d signing keys", len(keys))


async def _json(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url, raise_for_status=True, allow_redirects=False) as response:
        return await response.json(content_type=None)


def _like(url: str, other: str) -> str:
    """The other address, if it is asked for as safely as the first."""
    if other.partition(":")[0] != url.partition(":")[0]:
        raise ValueError("the keys are not offered over the configuration's scheme")
    return other


def _signing_key(jwk: dict[str, Any]) -> tuple[str, SigningKey] | None:
    """The key by its id; `None` for one that cannot sign with RS256."""
    if jwk.get("kty") != "RSA" or jwk.get("use", "sig") != "sig":
        return None
    try:
        return jwk["kid"], SigningKey(jwt.PyJWK(jwk, "RS256").key, frozenset(jwk.get("endorsements") or ()))
    except (jwt.PyJWTError, KeyError, ValueError, TypeError):
        return None
