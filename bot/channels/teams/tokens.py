"""The bot's own tokens, for what it sends."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.settings import Settings

log = logging.getLogger(__name__)

RESOURCE = "https://api.botframework.com"
"""What the bot's tokens are for."""

IDENTITY_WITHIN = 10.0
"""Seconds that the service for managed identities has."""

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


def bot_tokens(settings: Settings) -> MsalTokens:
    """Tokens for the bot of these settings. The network is first used when a token is asked for."""
    return MsalTokens(_Managed(settings) if settings.teams_managed_identity else _Registered(settings))


class _Registered:
    """Tokens for an application with a secret, from the login server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._application: Any = None

    def __call__(self, fresh: bool) -> Mapping[str, Any]:
        import msal  # noqa: PLC0415 - 150 ms that tests and the manifest do without

        settings = self._settings
        try:
            if self._application is None:
                secret = settings.teams_app_password.get_secret_value()
                self._application = msal.ConfidentialClientApplication(
                    settings.teams_app_id, client_credential=secret, authority=authority(settings)
                )
            if fresh:
                self._application.remove_tokens_for_client()
            answer: Mapping[str, Any] = self._application.acquire_token_for_client(scopes=[f"{RESOURCE}/.default"])
        except Exception as error:  # of many kinds: requests, urllib3, ValueError
            return _unanswered(error)
        return answer


class _Managed:
    """Tokens for a user-assigned managed identity, from the machine in Azure that it is assigned to."""

    def __init__(self, settings: Settings) -> None:
        self._client_id = settings.teams_app_id
        self._client: Any = None

    def __call__(self, fresh: bool) -> Mapping[str, Any]:
        import msal  # noqa: PLC0415 - as above
        import requests  # noqa: PLC0415

        class Session(requests.Session):
            """Waits for seconds: elsewhere than in Azure nobody answers at that address."""

            def request(self, *given: Any, **named: Any) -> Any:
                return super().request(*given, **{"timeout": IDENTITY_WITHIN} | named)

        try:
            if self._client is None or fresh:
                identity = msal.UserAssignedManagedIdentity(client_id=self._client_id)
                self._client = msal.ManagedIdentityClient(identity, http_client=Session())
            answer: Mapping[str, Any] = self._client.acquire_token_for_client(resource=RESOURCE)
        except Exception as error:  # of many kinds: requests, JSON, msal's own
            return _unanswered(error)
        return answer


def _unanswered(error: Exception) -> Mapping[str, Any]:
    log.warning("teams: who gives the bot's tokens cannot be asked: %s", type(error).__name__)
    return {"error": type(error).__name__}
