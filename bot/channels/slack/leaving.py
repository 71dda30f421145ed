"""A workspace has taken the tutor out: all that was kept of it and its people is deleted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.channels import GoneError
from bot.channels.slack.api import TOKENLESS, Api, RefusedError
from bot.channels.slack.departure import Departure
from bot.channels.slack.reading import NAME
from bot.channels.slack.tasks import Tasks
from bot.channels.slack.workspaces import Workspaces
from bot.store import Store, StoreUnavailableError, Transaction
from bot.store.installations import Installations

AGAIN = 60.0
"""Seconds after which no process takes anything from a workspace that left: longer than any remembers it."""

log = logging.getLogger(__name__)


class Leaving:
    """Deletes in one transaction, as often as it is told to; what came before a new installation deletes nothing."""

    def __init__(
        self,
        store: Store,
        api: Api,
        workspaces: Workspaces,
        clock: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`pause` waits before it is deleted once more."""
        self._store = store
        self._api = api
        self._workspaces = workspaces
        self._clock = clock
        self._pause = pause
        self._tasks = Tasks()

    async def take(self, departure: Departure) -> None:
        """Act on what Slack told; when this returns, it is done.

        Raises:
            StoreUnavailableError: nothing was deleted.
            Exception: Slack could not be asked; it is to tell again.
        """
        origin = departure.origin
        if not (departure.certain and self._workspaces.dated) and await self._works(origin.tenant):
            log.warning("slack: %s is said to have left, and its token works: nothing is deleted", origin.tenant)
            return
        gone = await self._store.run(lambda transaction: self._delete(transaction, departure))
        for tenant in {origin.tenant, *departure.teams, *gone}:
            self._workspaces.forget(tenant)
        log.info("slack: %s left; deleted what was kept of %s", origin.tenant, ", ".join(gone) or "nobody")
        if gone and self._workspaces.dated:
            self._tasks.start(self._once_more(departure))

    async def close(self) -> None:
        """Delete nothing more."""
        await self._tasks.finish(0)

    async def _once_more(self, departure: Departure) -> None:
        """What was taken from there in the same moment, here or by another process that did not know yet, goes too."""
        await self._pause(AGAIN)
        try:
            await self._store.run(lambda transaction: self._delete(transaction, departure))
        except StoreUnavailableError as error:
            log.warning("slack: %s was not looked at once more: %s", departure.origin.tenant, error)

    async def _works(self, tenant: str) -> bool:
        """Whether the token that the tutor has of a workspace is still taken."""
        try:
            await self._api.ask(tenant, "auth.test")
        except GoneError:
            return False
        except RefusedError as error:
            if error.error in TOKENLESS:
                return False
            raise
        return True

    def _delete(self, transaction: Transaction, departure: Departure) -> list[str]:
        installations, origin = Installations(transaction), departure.origin
        times = (departure.at, self._clock())
        if departure.teams:
            return installations.shut_out(NAME, departure.teams, *times)
        if origin.org_wide:
            return installations.leave_organisation(NAME, origin.enterprise, *times)
        return installations.leave(NAME, origin.team, *times)
