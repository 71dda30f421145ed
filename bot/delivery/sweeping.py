"""Looks again and again for what a crash or a fault left behind, and for what is kept no longer."""

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from bot.delivery.sending import BATCH, Delivery
from bot.store import Polls, Schedule, Store, Transaction
from bot.store.polls import VOTES_KEPT
from bot.store.retrying import going_on

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(seconds=1)
PURGE_EVERY = timedelta(hours=1)
RETENTION = timedelta(days=7)
GAPS_KEPT = timedelta(days=30)
POLLS_KEPT = timedelta(days=90)
"""How long it is known which questions a place was asked, so that none comes again soon."""

MOST_ON_THE_WAY = 1_000
"""Replies that are being sent before a sweep takes up no more."""


class Sweeper:
    """Has the delivery sweep every second, and purges every hour."""

    def __init__(self, store: Store, delivery: Delivery) -> None:
        self._store = store
        self._delivery = delivery
        self._told: dict[str, int] = {}

    async def purge(self) -> int:
        """Forget what is kept no longer; how many rows that were."""
        now = self._delivery.clock()
        gone = await self._store.run(partial(_purge, before=now - RETENTION))
        oldest = (now - GAPS_KEPT).date()
        gone += await self._store.run(partial(Transaction.purge_gaps, before=oldest))
        return gone + await self._store.run(lambda t: Polls(t).purge(now - POLLS_KEPT, now - VOTES_KEPT))

    async def run(self) -> None:
        """Sweep and purge for ever, whatever fails."""
        purge_at = self._delivery.clock()
        while True:
            found = 0
            with going_on("sweep"):
                if self._delivery.on_the_way < MOST_ON_THE_WAY:
                    found = await self._delivery.sweep()
                if (now := self._delivery.clock()) >= purge_at:
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
