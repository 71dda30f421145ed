"""Renews tokens that are good for twelve hours, where the app has token rotation on.

A refresh token is good for one renewal, and with it an installation would be lost. So of all processes one renews at a
time, which a lease in the database sees to; and the new tokens are kept before anything else is done, however long the
database takes. The SDK's rotator does the call alone, by the machine's clock, and takes every failure for the same.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from pydantic import BaseModel, Field

from bot.channels import GoneError, RetryLaterError
from bot.channels.slack.api import RefusedError
from bot.channels.slack.oauth.vault import Vault
from bot.store import Store, StoreUnavailableError, Transaction
from bot.store.installations import Installation, Installations

log = logging.getLogger(__name__)

METHOD = "oauth.v2.access"

AHEAD = timedelta(hours=2)
"""How long before its end a token is renewed, beside the replies that still go out with it."""

MARGIN = timedelta(minutes=1)
"""How long before its end a token is not begun with any more."""

LEASE = timedelta(seconds=90)
"""Longer than a call and what keeps its answer may take."""

REST = timedelta(minutes=1)
"""After a refusal; it ends when somebody installs the app again."""

SOON = timedelta(seconds=1)
"""While another process renews."""

AFTER_A_FAULT = timedelta(seconds=5)
KEEPING = 60
"""Tries to keep new tokens, a second apart, while the database is away."""


class Exchange(Protocol):
    """A call that the app makes for itself."""

    def __call__(self, method: str, credentials: str, **values: str) -> Awaitable[Mapping[str, Any]]:
        """See `Api.exchange`."""
        ...


class _Answer(BaseModel):
    """What Slack gives for a refresh token."""

    token_type: Literal["bot"]
    access_token: str = Field(min_length=1)
    refresh_token: str = Field(min_length=1)
    expires_in: int = Field(gt=0)


class Rotation:
    """Renews; `pause` waits between tries to keep what it got."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        exchange: Exchange,
        credentials: str,
        clock: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._vault = vault
        self._exchange = exchange
        self._credentials = credentials
        self._clock = clock
        self._pause = pause

    async def renew(self, old: Installation) -> Installation:
        """The installation with a token that is good, by this process or another.

        Raises:
            GoneError: it is not there any more.
            RetryLaterError: not now.
            Exception: Slack or the database was not reached.
        """
        now = self._clock()
        refresh = self._vault.open(old.refresh)
        if not await self._store.run(lambda t: Installations(t).claim(old, now, now + LEASE)):
            return await self._as_it_is(old)
        try:
            told = await self._exchange(METHOD, self._credentials, grant_type="refresh_token", refresh_token=refresh)
            answer = _Answer.model_validate(told)
        except RefusedError as error:
            where = old.team or old.enterprise
            log.error("slack: the token of %s is not renewed: %s; the app has to be installed again", where, error)
            await self._rest(old, REST)
            return await self._as_it_is(old, REST)
        except RetryLaterError as error:
            await self._rest(old, timedelta(seconds=error.seconds))
            raise
        except Exception:
            await self._rest(old, AFTER_A_FAULT)
            raise
        await self._keep(old, answer)
        return await self._as_it_is(old)

    async def _as_it_is(self, old: Installation, wait: timedelta = SOON) -> Installation:
        """What somebody else has made of it, or the old one while its token is good; else nothing for so long."""
        now = self._clock()
        found = await self._store.run(lambda t: Installations(t).find(old.channel, old.team or old.enterprise))
        if found is None:
            raise GoneError("the tutor is not installed in this workspace any more")
        if found.expires is not None and found.expires <= now + MARGIN:
            raise RetryLaterError(wait.total_seconds())
        return found

    async def _keep(self, old: Installation, answer: _Answer) -> None:
        token, refresh = self._vault.seal(answer.access_token), self._vault.seal(answer.refresh_token)
        expires = self._clock() + timedelta(seconds=answer.expires_in)

        def keep(transaction: Transaction) -> bool:
            return Installations(transaction).renew(old, token, refresh, expires)

        for tries in range(1, KEEPING + 1):
            try:
                kept = await self._store.run(keep)
            except StoreUnavailableError as error:
                if tries == KEEPING:
                    raise
                log.warning("slack: a renewed token waits for the database: %s", error)
                await self._pause(1)
            else:
                log.info(
                    "slack: the token of %s was renewed%s", old.team or old.enterprise, "" if kept else ", too late"
                )
                return

    async def _rest(self, old: Installation, time: timedelta) -> None:
        until = self._clock() + time
        await self._store.run(lambda t: Installations(t).rest(old, until))
