"""The bot's own tokens, for what it sends."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.settings import Settings

log = logging.getLogger(__name__)

SCOPE = "https://api.botframework.com/.default"
MULTI_TENANT = "botframework.com"
"""The tenant that gives tokens to a bot which is at home in all of them."""

REFRESH_BEFORE = 300.0
"""Seconds before its end at which a token is replaced."""


class TokenError(Exception):
    """No token was given; says the login server's error code, never a secret."""


class TokenSource(Protocol):
    """Where the bot's tokens come from."""

    async def token(self) -> str:
        """A token that is valid now.

        Raises:
            TokenError: there is none.
        """
        ...

    def forget(self) -> None:
        """The last token was refused: fetch another one."""
        ...


Acquire = Callable[[bool], Mapping[str, Any]]
"""The login server's answer, as MSAL gives it; with `True` not out of MSAL's cache. Blocks."""


class MsalTokens:
    """Tokens by MSAL, which blocks: it runs in a thread, once at a time, and before the former token ends."""

    def __init__(self, acquire: Acquire, clock: Callable[[], float] = time.monotonic) -> None:
        self._acquire = acquire
        self._clock = clock
        self._token = ""
        self._expires = 0.0
        self._refused = False
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """See `TokenSource`."""
        if self._left() > REFRESH_BEFORE:
            return self._token
        async with self._lock:
            if self._left() <= REFRESH_BEFORE:
                await self._refresh()
        return self._token

    def forget(self) -> None:
        """See `TokenSource`."""
        self._expires, self._refused = 0.0, True

    def _left(self) -> float:
        return self._expires - self._clock()

    async def _refresh(self) -> None:
        """A new token; when there is none, the former one serves to its end."""
        answer = await asyncio.to_thread(self._acquire, self._refused)
        if "access_token" in answer:
            self._token, self._refused = answer["access_token"], False
            self._expires = self._clock() + float(answer.get("expires_in", 3600))
            return
        error = str(answer.get("error", "no answer"))
        if self._left() <= 0:
            raise TokenError(error)
        log.warning("teams: the token could not be renewed: %s", error)


def authority(settings: Settings) -> str:
    """Who gives the tokens: the bot's own tenant, or for a multi-tenant bot the one for all."""
    return f"{settings.teams_login_url.rstrip('/')}/{settings.teams_tenant_id or MULTI_TENANT}"


def msal_tokens(settings: Settings) -> MsalTokens:
    """Tokens for the bot of these settings. The network is first used when a token is asked for."""
    application: list[Any] = []

    def acquire(fresh: bool) -> Mapping[str, Any]:
        import msal  # noqa: PLC0415 - 150 ms that tests and the manifest do without

        try:
            if not application:
                secret = settings.teams_app_password.get_secret_value()
                application.append(
                    msal.ConfidentialClientApplication(
                        settings.teams_app_id, client_credential=secret, authority=authority(settings)
                    )
                )
            if fresh:
                application[0].remove_tokens_for_client()
            answer: Mapping[str, Any] = application[0].acquire_token_for_client(scopes=[SCOPE])
        except Exception as error:  # of many kinds: requests, urllib3, ValueError
            log.warning("teams: the login server cannot be asked: %s", type(error).__name__)
            return {"error": type(error).__name__}
        return answer

    return MsalTokens(acquire)
