"""The workspaces and organisations that have installed the app, each with its token."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from aiohttp import encode_basic_auth, web

from bot.channels import GoneError, RetryLaterError
from bot.channels.slack.oauth.flow import Flow
from bot.channels.slack.oauth.rotation import AHEAD, MARGIN, Exchange, Rotation
from bot.channels.slack.oauth.vault import SealError, Vault
from bot.channels.slack.origin import Origin
from bot.channels.slack.reading import NAME
from bot.recent import Recent
from bot.settings import Settings
from bot.store import Store
from bot.store.installations import Installation, Installations

log = logging.getLogger(__name__)

FRESH = timedelta(seconds=30)
"""How long what is known of a workspace is taken for true; another process may have installed or deleted it."""

MOST = 10_000
"""Workspaces that are remembered; also of those of which the owner was told."""

ENDING = 30.0
"""Seconds that a renewal may take at the end: longer than its call, so that no refresh token is spent for nothing."""

SEALED = 60.0
"""Seconds until it is tried again to send where the token cannot be opened; the owner has to set the right key."""

TOLD_EVERY = timedelta(minutes=10)
"""How often the owner is told so of a workspace."""


class _Known(NamedTuple):
    """An installation, and its token: empty where none of the keys opens it."""

    installation: Installation
    token: str
    until: datetime


class Installed:
    """See `Workspaces`: any that installs the app at the routes of this."""

    dated = True

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], datetime], exchange: Exchange) -> None:
        self._store = store
        self._clock = clock
        self._vault = Vault(settings.slack_token_key.get_secret_value())
        credentials = encode_basic_auth(settings.slack_client_id, settings.slack_client_secret.get_secret_value())
        self._rotation = Rotation(store, self._vault, exchange, credentials, clock)
        self._flow = Flow(settings, store, clock, self._save)
        self._known: Recent[str, _Known] = Recent(MOST)
        self._renewing: dict[tuple[str, str, str], asyncio.Task[Installation]] = {}
        self._closing = False
        self._tell_at: Recent[str, datetime] = Recent(MOST)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Workspaces`."""
        return self._flow.routes()

    async def token(self, tenant: str) -> str:
        """See `Tokens`; renewed before it ends, beside what is being sent where there is time.

        Where none of the keys opens it, what is to be sent waits: another process may have the key, and soon this one.
        """
        known = await self._of(tenant)
        if known is None:
            raise GoneError("the tutor is not installed in this workspace")
        token = known.token and await self._in_time(tenant, known)
        if not token:
            raise RetryLaterError(SEALED, everywhere=False)
        return token

    async def _in_time(self, tenant: str, known: _Known) -> str:
        expires = known.installation.expires
        if expires is None or expires > self._clock() + AHEAD:
            return known.token
        good = expires > self._clock() + MARGIN
        if self._closing:
            if good:
                return known.token
            raise RetryLaterError(1)
        renewing = self._renew(known.installation)
        return known.token if good else self._opened(tenant, (await asyncio.shield(renewing)).token)

    async def renewed(self, tenant: str, token: str, error: str) -> bool:
        """See `Tokens`."""
        self.forget(tenant)
        known = await self._of(tenant)
        if known is None:
            return False
        if known.token == token and error == "token_expired" and known.installation.refresh and not self._closing:
            await asyncio.shield(self._renew(known.installation))
            return True
        return known.token != token

    async def admits(self, origin: Origin) -> bool:
        """See `Workspaces`: what an installation serves, its own workspace or one of its organisation.

        That a workspace is of an organisation is noted when something comes from it by the organisation's
        installation; so it has the tutor yet when its own one ends.
        """
        known = await self._of(origin.tenant)
        if known is not None and not (origin.org_wide and known.installation.team):
            return True
        if origin.team and origin.enterprise:
            now, team, enterprise = self._clock(), origin.team, origin.enterprise
            if await self._store.run(lambda t: Installations(t).belongs(NAME, team, enterprise, now)):
                self.forget(team)
                return True
        if known is not None:
            return True
        log.warning("slack: something came from %s, which has not installed the app", origin.tenant)
        return False

    def forget(self, tenant: str) -> None:
        """See `Workspaces`."""
        self._known.pop(tenant, None)

    async def close(self) -> None:
        """See `Workspaces`: a renewal that was begun is brought to its end."""
        self._closing = True
        if self._renewing:
            await asyncio.wait(set(self._renewing.values()), timeout=ENDING)

    async def _of(self, tenant: str) -> _Known | None:
        known, now = self._known.get(tenant), self._clock()
        if known is not None and known.until > now:
            return known
        self.forget(tenant)
        found = await self._store.run(lambda t: Installations(t).find(NAME, tenant))
        if found is None:
            return None
        self._known[tenant] = known = _Known(found, self._opened(tenant, found.token), now + FRESH)
        return known

    def _opened(self, tenant: str, sealed: str) -> str:
        """A token, empty where none of the keys opens it; then the owner is told, but not at each message."""
        try:
            return self._vault.open(sealed)
        except SealError as error:
            now = self._clock()
            if self._tell_at.get(tenant, now) <= now:
                self._tell_at[tenant] = now + TOLD_EVERY
                log.error("slack: nothing can be sent to %s: %s", tenant, error)
            return ""

    async def _save(self, new: Installation) -> None:
        """Keep what somebody has installed.

        Raises:
            StoreUnavailableError: it was not kept.
        """
        sealed = self._sealed(new)
        await self._store.run(lambda t: Installations(t).save(sealed))
        self._known.clear()
        log.info("slack: installed in %s, for %s", new.team or new.enterprise, "it alone" if new.team else "all of it")

    def _renew(self, installation: Installation) -> "asyncio.Task[Installation]":
        """The one renewal of this installation in this process."""
        renewing = self._renewing.get(installation.key)
        if renewing is None:
            renewing = asyncio.create_task(self._rotation.renew(installation))
            self._renewing[installation.key] = renewing
            renewing.add_done_callback(lambda task: self._after(installation, task))
        return renewing

    def _after(self, installation: Installation, task: "asyncio.Task[Installation]") -> None:
        del self._renewing[installation.key]
        for tenant in [name for name, known in self._known.items() if known.installation.key == installation.key]:
            self.forget(tenant)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            where = installation.team or installation.enterprise
            log.warning("slack: the token of %s is not renewed yet: %s", where, type(error).__name__)

    def _sealed(self, new: Installation) -> Installation:
        return replace(new, token=self._vault.seal(new.token), refresh=self._vault.seal(new.refresh))
