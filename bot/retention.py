"""Forgets learners who have not come for so long, once a day, where an owner wants that."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.store import Store, Transaction
from bot.store.retrying import going_on
from bot.store.rights import Rights

log = logging.getLogger(__name__)

EVERY = timedelta(hours=24)
BATCH = 50
"""Learners that are forgotten in one transaction, so that it is short."""


class Retention:
    """Forgets after `days` without a visit, counted from the day on which it was turned on at the earliest."""

    def __init__(self, store: Store, days: int, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._days = timedelta(days=days)
        self._clock = clock

    async def purge(self) -> int:
        """Forget whoever has been away too long; how many that were.

        Raises:
            StoreUnavailableError: the database is away; those who are left go another time.
        """
        now, gone = self._clock(), 0
        today = now.date()
        since = today - self._days

        def forget(transaction: Transaction) -> int:
            rights = Rights(transaction)
            away = rights.away_since(since, BATCH)
            return sum(rights.forget_away(learner, since, now) for learner in away)

        await self._store.run(lambda transaction: Rights(transaction).count_from(today))
        while count := await self._store.run(forget):
            gone += count
        return gone

    async def run(self) -> None:
        """Purge every day for ever, whatever fails."""
        while True:
            with going_on("retention"):
                if gone := await self.purge():
                    log.info("forgot %d learners who had been away for %d days", gone, self._days.days)
            await asyncio.sleep(EVERY.total_seconds())
