"""Replies on their way: sent in order within a conversation, tried again, swept up after a crash."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Protocol

from bot.channels import Channel, RetryLaterError, UndeliverableError
from bot.store import Outgoing, State, Store, StoreUnavailableError, Transaction, place
from dialogs.reply import Reply
from dialogs.turn import Address

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(seconds=5)
PURGE_EVERY = timedelta(hours=1)
RETENTION = timedelta(days=7)
GAPS_KEPT = timedelta(days=30)
BATCH = 100
TRIES = 8
"""Sends of one reply before it is given up; with the back-off, about five minutes."""

LEASE = timedelta(seconds=30)
"""How long a reply belongs to the process that committed or claimed it, before a sweeper may send it."""

Place = tuple[str, ...]


class Wording(Protocol):
    """Who puts answers into words."""

    async def word(self, outgoing: Outgoing) -> Reply:
        """The reply with its draft put into words, or as it was. Never raises; within seconds."""
        ...

    async def close(self) -> None:
        """Let go of what it holds."""
        ...


class Delivery:
    """Sends what was committed. Knows each channel by its name; `clock` also says how long leases last."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        wording: Wording | None = None,
    ) -> None:
        self.clock = clock
        self._wording = wording
        self._store = store
        self._channels = channels
        self._tails: dict[Place, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def dispatch(self, outgoing: Sequence[Outgoing]) -> None:
        """Send the replies to one turn in their order, after what is already on its way to the same place."""
        if not outgoing:
            return
        where = place(outgoing[0].address)
        task = asyncio.create_task(self._send_after(self._tails.get(where), outgoing))
        self._tails[where] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._forget(where, done))

    def _forget(self, where: Place, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if self._tails.get(where) is task:
            del self._tails[where]

    async def _send_after(self, former: "asyncio.Task[None] | None", outgoing: Sequence[Outgoing]) -> None:
        if former is not None:
            await asyncio.wait([former])
        try:
            await self._send_all(outgoing)
        except StoreUnavailableError as error:
            log.warning("turn %s: a reply may be sent again, its state was not kept: %s", outgoing[0].turn, error)

    async def _send_all(self, outgoing: Sequence[Outgoing]) -> None:
        """Send in order; a reply that has to wait holds back those after it."""
        for n, item in enumerate(outgoing):
            channel = self._channels.get(item.address.channel)
            if channel is None:
                return
            left = (item.lease_until - self.clock()).total_seconds()
            if left <= 0:
                log.warning("reply %s: its lease ran out before its turn came; the sweeper sends it", item.id)
                return
            pause = await self._send(channel, item, left)
            if pause is not None:
                await self._postpone(outgoing[n:], pause)
                return

    async def _send(self, channel: Channel, item: Outgoing, seconds: float) -> float | None:
        """Send one reply within these seconds; how long to wait, when it has to be tried again."""
        try:
            async with asyncio.timeout(seconds):  # when the lease is over, somebody else may send it
                sent_ref = await channel.send(await self._worded(channel, item))
        except RetryLaterError as error:
            return error.seconds
        except UndeliverableError as error:
            log.warning("reply %s cannot be delivered: %s", item.id, error)
            await self._settle(item, State.FAILED)
        except Exception:
            log.exception("reply %s failed, attempt %d", item.id, item.attempts)
            if item.attempts < TRIES:
                return _back_off(item.attempts)
            await self._settle(item, State.FAILED)
        else:
            if sent_ref is not None:
                await self._settle(item, State.SENT, sent_ref)
        return None

    async def _worded(self, channel: Channel, item: Outgoing) -> Outgoing:
        """The reply in other words, where it has a draft; a second try takes those that it has."""
        if item.reply.draft is None or self._wording is None or item.attempts > 1:
            return item
        reply, shown = await asyncio.gather(self._wording.word(item), channel.working(item), return_exceptions=True)
        if isinstance(shown, Exception):
            log.info("reply %s: nobody sees that it is being worded: %s", item.id, type(shown).__name__)
        if isinstance(reply, BaseException):
            raise reply
        return replace(item, reply=reply)

    async def _settle(self, item: Outgoing, state: State, sent_ref: str = "") -> None:
        await self._store.run(lambda t: t.settle(item.turn, item.n, state, sent_ref, item.attempts))

    async def _postpone(self, items: Sequence[Outgoing], seconds: float) -> None:
        until = self.clock() + timedelta(seconds=seconds)

        def postpone(transaction: Transaction) -> None:
            for item in items:
                transaction.postpone(item, until)

        await self._store.run(postpone)

    async def waiting(self, address: Address) -> list[Outgoing]:
        """What the other side of a collecting channel has not confirmed yet, oldest first."""
        return await self._store.run(lambda t: t.waiting(address))

    async def confirm(self, address: Address, ids: Sequence[str]) -> None:
        """The other side has these replies; ids that are not of its conversation are left alone."""
        seen = set(ids)

        def settle(transaction: Transaction) -> None:
            for item in transaction.waiting(address):
                if item.id in seen:
                    transaction.settle(item.turn, item.n, State.SENT)

        await self._store.run(settle)

    async def arrived(self, address: Address) -> None:
        """See `Mailbox`."""
        tail = self._tails.get(place(address))
        if tail is not None:
            await asyncio.wait([tail])

    async def sweep(self) -> int:
        """Send again what a crash or a fault left behind; how many replies were taken up."""
        found = 0
        for channel in self._channels.values():
            if channel.collects:
                continue
            claim = partial(Transaction.claim, channel=channel.name, now=self.clock(), lease=LEASE, limit=BATCH)
            rows = await self._store.run(claim)
            for _, replies in groupby(rows, key=lambda row: row.turn):
                self.dispatch(list(replies))
            found += len(rows)
        return found

    async def purge(self) -> int:
        """Forget what is kept no longer; how many rows that were."""
        now = self.clock()
        gone = await self._store.run(partial(Transaction.purge, before=now - RETENTION))
        oldest = (now - GAPS_KEPT).date()
        return gone + await self._store.run(partial(Transaction.purge_gaps, before=oldest))

    async def run(self) -> None:
        """Sweep and purge for ever, whatever fails."""
        purge_at = self.clock()
        while True:
            try:
                await self.sweep()
                if (now := self.clock()) >= purge_at:
                    purge_at = now + PURGE_EVERY
                    log.info("purged %d rows", await self.purge())
            except StoreUnavailableError as error:
                log.warning("sweep: %s", error)
            except Exception:
                log.exception("sweep failed")
            await asyncio.sleep(SWEEP_EVERY.total_seconds())

    async def drain(self, seconds: float = 10) -> None:
        """Let what is being sent finish; what does not in time is dropped, and the next sweeper sends it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))
        for task in set(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._wording is not None:
            await self._wording.close()


def _back_off(attempts: int) -> float:
    """Seconds before the next try: doubling, with jitter so that a crowd does not come back as one."""
    return float(2**attempts * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
