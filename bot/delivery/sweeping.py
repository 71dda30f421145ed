"""Looks again and again for what a crash or a fault left behind, and for what is kept no longer."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.delivery.sending import BATCH, Delivery
from bot.store import Polls, Schedule, Store, Transaction
from bot.store.installations import Installations
from bot.store.polls import VOTES_KEPT
from bot.store.retrying import going_on
from bot.store.threads import Threads

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(seconds=1)
PURGE_EVERY = timedelta(hours=1)
LEFT_EVERY = timedelta(seconds=10)
RETENTION = timedelta(days=7)
GAPS_KEPT = timedelta(days=30)
POLLS_KEPT = timedelta(days=90)
"""How long it is known which questions a place was asked, so that none comes again soon."""

THREADS_KEPT = timedelta(days=30)
"""How long a thread is remembered that nobody has come back to."""

OPEN_THREADS_KEPT = timedelta(days=180)
"""The same of one in which a quiz, a case or the like is still open, so that it can be gone on with."""

AT_ONCE = 500
"""Threads that one transaction goes through, so that turns hardly wait for it."""

MOST_ON_THE_WAY = 1_000
"""Replies that are being sent before a sweep takes up no more."""


class Sweeper:
    """Has the delivery sweep every second, purges every hour, and in between deletes what came of who left."""

    def __init__(self, store: Store, delivery: Delivery) -> None:
        self._store = store
        self._delivery = delivery
        self._told: dict[str, int] = {}

    async def purge(self) -> int:
        """Forget what is kept no longer; how many rows that were."""
        now = self._delivery.clock()
        gone = await self._store.run(partial(_purge, before=now - RETENTION))
        today = now.date()
        gone += await self._store.run(partial(Transaction.purge_gaps, before=today - GAPS_KEPT))
        gone += await self._store.run(lambda t: Installations(t).purge(now))
        gone += await self._store.run(lambda t: Polls(t).purge(now - POLLS_KEPT, now - VOTES_KEPT))
        before, open_before = today - THREADS_KEPT, today - OPEN_THREADS_KEPT
        await self._in_parts(lambda t: Threads(t).count_from(today, AT_ONCE))
        return gone + await self._in_parts(lambda t: Threads(t).purge(before, open_before, AT_ONCE))

    async def _in_parts(self, work: Callable[[Transaction], int]) -> int:
        """Run work on `AT_ONCE` rows, as long as it finds so many; how many rows that were."""
        rows = found = await self._store.run(work)
        while found == AT_ONCE:
            found = await self._store.run(work)
            rows += found
        return rows

    async def forget_who_left(self) -> None:
        """Delete what was taken from workspaces in the moment in which they left, once nothing more can be."""
        now = self._delivery.clock()
        if gone := await self._store.run(lambda t: Installations(t).again(now)):
            log.info("deleted what came of %s when it left", ", ".join(gone))

    async def run(self) -> None:
        """Sweep and purge for ever, whatever fails."""
        purge_at = left_at = self._delivery.clock()
        while True:
            found = 0
            with going_on("sweep"):
                if self._delivery.on_the_way < MOST_ON_THE_WAY:
                    found = await self._delivery.sweep()
                now = self._delivery.clock()
                if now >= left_at:
                    left_at = now + LEFT_EVERY
                    await self.forget_who_left()
                if now >= purge_at:
                    purge_at = now + PURGE_EVERY
                    self._tell(await self.purge())
            if found < BATCH:
                await asyncio.sleep(SWEEP_EVERY.total_seconds())

    def _tell(self, gone: int) -> None:
        """Log how an hour went, if anything happened in it."""
        counts = dict(self._delivery.counts)
        if gone or counts != self._told:
            log.info("purged %d rows; sends so far: %s", gone, counts)
        self._told = counts


def _purge(transaction: Transaction, before: datetime) -> int:
    Schedule(transaction).purge(before)
    return transaction.purge(before)
