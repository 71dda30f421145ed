"""Whether an activity comes from Teams: its token, and whether that token is for this activity."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import jwt

from bot.channels.teams.activity import Activity
from bot.channels.teams.keys import KeySet, SigningKey
from bot.channels.teams.service_urls import ServiceUrls
from bot.recent import Recent

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY = 300.0
"""Seconds by which clocks may differ."""

LONGEST_TOKEN = 4096
REMEMBERED = 500
"""Tokens whose signature is not checked again: the platform sends many activities with one."""


class RefusedError(Exception):
    """The sender has not shown to be Teams. The message is for the log and never for the sender."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What a checked token says. It holds while its key is in force and its time is not over."""

    kid: str
    key: SigningKey
    service_url: str
    expires: float


class Gate:
    """Lets in what the Bot Connector signed for this bot."""

    def __init__(
        self,
        app_id: str,
        tenant: str,
        keys: KeySet,
        service_urls: ServiceUrls,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """With a `tenant`, activities of any other are refused."""
        self._app_id = app_id
        self._tenant = tenant
        self._keys = keys
        self._service_urls = service_urls
        self._clock = clock
        self._passes: Recent[str, Pass] = Recent(REMEMBERED)

    async def check(self, authorization: str) -> Pass:
        """What the token in this header says.

        Raises:
            RefusedError: it is none of Teams' for this bot.
            KeysUnavailableError: it cannot be checked now.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN:
            raise RefusedError("no bearer token")
        known = self._passes.get(token)
        if known is not None and self._keys.known(known.kid) is known.key and self._clock() < known.expires:
            return known
        made = await self._verify(token)
        self._passes[token] = made
        return made

    async def _verify(self, token: str) -> Pass:
        try:
            kid = str(jwt.get_unverified_header(token).get("kid", ""))
            key = await self._keys.get(kid)
            if key is None:
                raise RefusedError("unknown key")
            claims = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise RefusedError(type(error).__name__) from error
        return Pass(kid, key, str(claims.get("serviceurl", "")), float(claims["exp"]) + LEEWAY)

    def admit(self, shown: Pass, activity: Activity) -> None:
        """Accept this activity with that token.

        Raises:
            RefusedError: the token is not for it.
        """
        if activity.channel_id != CHANNEL or activity.channel_id not in shown.key.endorsements:
            raise RefusedError("the key does not speak for the channel")
        if not shown.service_url or activity.service_url != shown.service_url:
            raise RefusedError("the service URL is not the token's")
        if activity.service_url not in self._service_urls:
            raise RefusedError("the service URL is not allowed")
        if self._tenant and activity.tenant.lower() != self._tenant.lower():
            raise RefusedError("another tenant")
