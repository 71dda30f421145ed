"""A workspace has taken the tutor out: all that was kept of it and its people is deleted."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels import GoneError
from bot.channels.slack.api import TOKENLESS, Api, RefusedError
from bot.channels.slack.departure import Departure
from bot.channels.slack.reading import NAME
from bot.channels.slack.workspaces import Workspaces
from bot.store import Store, Transaction
from bot.store.installations import Installations

AGAIN = timedelta(minutes=1)
"""After this time no process takes anything from a workspace that left: longer than any remembers it."""

log = logging.getLogger(__name__)


class Leaving:
    """Deletes in one transaction, as often as it is told to; what came before a new installation deletes nothing."""

    def __init__(self, store: Store, api: Api, workspaces: Workspaces, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._api = api
        self._workspaces = workspaces
        self._clock = clock

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
        """What was taken from there in the same moment, by a process that did not know yet, goes a minute later."""
        installations, now = Installations(transaction), self._clock()
        gone = self._gone(installations, departure, now)
        if self._workspaces.dated:
            installations.remember(NAME, gone, now + AGAIN)
        return gone

    def _gone(self, installations: Installations, departure: Departure, now: datetime) -> list[str]:
        origin, times = departure.origin, (departure.at, now)
        if departure.teams:
            return installations.shut_out(NAME, departure.teams, *times)
        if origin.org_wide:
            return installations.leave_organisation(NAME, origin.enterprise, *times)
        return installations.leave(NAME, origin.team, *times)
