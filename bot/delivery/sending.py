"""Replies on their way: sent in order within a conversation, tried again, swept up after a crash."""

import asyncio
import contextlib
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Protocol

from bot.channels import Channel, GoneError, RetryLaterError, UndeliverableError
from bot.delivery.pace import RATES, Pace
from bot.delivery.pauses import Pauses
from bot.delivery.settling import Settler
from bot.store import ConflictError, Outgoing, Schedule, State, Store, StoreUnavailableError, Transaction, place
from bot.store.schedule import DAILY
from dialogs.reply import Reply
from dialogs.turn import Address

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(seconds=1)
PURGE_EVERY = timedelta(hours=1)
RETENTION = timedelta(days=7)
GAPS_KEPT = timedelta(days=30)
BATCH = 100
TRIES = 8
"""Sends of one reply before it is given up; with the back-off, about five minutes."""

SLOWEST = 300.0
"""Seconds between tries of a reply that has until a time of its own to arrive."""

SHORT = 2.0
"""Seconds that a reply waits for its turn at a place; for longer it is put off."""

MOST_ON_THE_WAY = 1_000
"""Replies that are being sent before a sweep takes up no more."""

CONFLICTS = 8

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
    """Sends what was committed. Knows each channel by its name; `clock` also says how long leases last.

    `counts` is how sends went: `sent`, `again`, `failed`, and `ended` for daily quizzes that nobody can get any more.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        wording: Wording | None = None,
    ) -> None:
        self.clock = clock
        self.counts: Counter[str] = Counter()
        self._wording = wording
        self._pause = pause
        self._pace = Pace()
        self._pauses = Pauses(store)
        self._settler = Settler(store)
        self._store = store
        self._channels = channels
        self._tails: dict[Place, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._wanted: list[tuple[int, asyncio.Future[None]]] = []

    @property
    def on_the_way(self) -> int:
        """Turns whose replies are being sent."""
        return len(self._tasks)

    async def room(self, most: int) -> None:
        """Wait until there are no more of them than so many."""
        while len(self._tasks) > most:
            room = asyncio.get_running_loop().create_future()
            self._wanted.append((most, room))
            await room

    def dispatch(self, outgoing: Sequence[Outgoing], *, paced: bool = True) -> None:
        """Send the replies to one turn in their order, after what is already on its way to the same place.

        `paced`: they wait for their turn at the workspace; those that were put off have had theirs.
        """
        if not outgoing:
            return
        where = place(outgoing[0].address)
        task = asyncio.create_task(self._send_after(self._tails.get(where), outgoing, paced))
        self._tails[where] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._forget(where, done))

    def _forget(self, where: Place, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if self._wanted and len(self._tasks) <= min(most for most, _ in self._wanted):
            for _, room in self._wanted:
                if not room.done():
                    room.set_result(None)
            self._wanted = []
        if self._tails.get(where) is task:
            del self._tails[where]

    async def _send_after(self, former: "asyncio.Task[None] | None", outgoing: Sequence[Outgoing], paced: bool) -> None:
        if former is not None:
            await asyncio.wait([former])
        try:
            await self._send_all(outgoing, paced)
        except StoreUnavailableError as error:
            log.warning("turn %s: a reply may be sent again, its state was not kept: %s", outgoing[0].turn, error)

    async def _send_all(self, outgoing: Sequence[Outgoing], paced: bool) -> None:
        """Send in order; a reply that has to wait holds back those after it."""
        for n, item in enumerate(outgoing):
            channel = self._channels.get(item.address.channel)
            if channel is None:
                return
            wait = self._wait(item, paced)
            if wait > SHORT:
                await self._postpone(outgoing[n:], wait)
                return
            if wait:
                await self._pause(wait)
            left = (item.lease_until - self.clock()).total_seconds()
            if left <= 0:
                log.warning("reply %s: its lease ran out before its turn came; the sweeper sends it", item.id)
                return
            pause = await self._send(channel, item, left)
            if pause is not None:
                await self._postpone(outgoing[n:], pause)
                return

    def _wait(self, item: Outgoing, paced: bool) -> float:
        """Seconds until a reply may go: a workspace's pause, then the pace of its conversation and its workspace.

        What is shown to one person alone is no message in the conversation, and holds up nobody else there.
        """
        now, address = self.clock(), item.address
        if left := self._pauses.left(address, now):
            return SHORT + left * random.uniform(1.0, 1.2)  # noqa: S311 - no secret
        rates = RATES.get(address.channel)
        if rates is None:
            return 0.0
        alone = address.private or item.reply.surface == "private"
        wait = self._pace.reserve(place(address) if alone else place(address)[:4], rates.conversation, now)
        if paced and item.turn.startswith(DAILY):
            wait = max(wait, self._pace.reserve((address.channel, address.tenant), rates.workspace, now))
        return wait

    async def _send(self, channel: Channel, item: Outgoing, seconds: float) -> float | None:
        """Send one reply within these seconds; how long to wait, when it has to be tried again."""
        if item.expires is not None and item.expires <= self.clock():
            log.warning("reply %s: its day is over, and it was not sent", item.id)
            await self._fail(item, "too late")
            return None
        try:
            async with asyncio.timeout(seconds):  # when the lease is over, somebody else may send it
                sent_ref = await channel.send(await self._worded(channel, item))
        except RetryLaterError as error:
            self.counts["again"] += 1
            if error.everywhere:
                await self._pauses.add(item.address, error.seconds, self.clock())
                return error.seconds
            return error.seconds * random.uniform(1.0, 1.2)  # noqa: S311 - no secret
        except UndeliverableError as error:
            log.warning("reply %s cannot be delivered: %s", item.id, error)
            await self._fail(item, str(error))
            if isinstance(error, GoneError) and item.turn.startswith(DAILY):
                await self._end(item.address, str(error))
        except Exception:
            log.exception("reply %s failed, attempt %d", item.id, item.attempts)
            if item.expires is not None or item.attempts < TRIES:
                self.counts["again"] += 1
                return _back_off(item.attempts)
            await self._fail(item, "tried too often")
        else:
            self.counts["sent"] += 1
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

    async def _fail(self, item: Outgoing, why: str) -> None:
        self.counts["failed"] += 1
        await self._settle(item, State.FAILED, why)

    async def _end(self, address: Address, why: str) -> None:
        """End the daily quiz of somebody whom nothing reaches any more, and keep why."""

        def end(transaction: Transaction) -> bool:
            learner = transaction.learner(address)
            if learner.daily is None:
                return False
            told = f"my messages did not reach you any more ({why})"
            transaction.save_learner(replace(learner, daily=None, daily_ended=told), None)
            return True

        for _ in range(CONFLICTS):
            with contextlib.suppress(ConflictError):
                self.counts["ended"] += await self._store.run(end)
                return

    async def _settle(self, item: Outgoing, state: State, sent_ref: str = "") -> None:
        await self._settler.settle(item, state, sent_ref)

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
        await self._pauses.refresh(self.clock())
        for channel in self._channels.values():
            if channel.collects:
                continue
            claim = partial(Transaction.claim, channel=channel.name, now=self.clock(), lease=LEASE, limit=BATCH)
            rows = await self._store.run(claim)
            for _, replies in groupby(rows, key=lambda row: row.turn):
                self.dispatch(list(replies), paced=False)
            found += len(rows)
        return found

    async def purge(self) -> int:
        """Forget what is kept no longer; how many rows that were."""
        now = self.clock()
        gone = await self._store.run(partial(_purge, before=now - RETENTION))
        oldest = (now - GAPS_KEPT).date()
        return gone + await self._store.run(partial(Transaction.purge_gaps, before=oldest))

    async def run(self) -> None:
        """Sweep and purge for ever, whatever fails."""
        purge_at = self.clock()
        while True:
            found = 0
            try:
                if self.on_the_way < MOST_ON_THE_WAY:
                    found = await self.sweep()
                if (now := self.clock()) >= purge_at:
                    purge_at = now + PURGE_EVERY
                    gone = await self.purge()
                    log.info("purged %d rows; sends so far: %s", gone, dict(self.counts))
            except StoreUnavailableError as error:
                log.warning("sweep: %s", error)
            except Exception:
                log.exception("sweep failed")
            if found < BATCH:
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


def _purge(transaction: Transaction, before: datetime) -> int:
    Schedule(transaction).purge(before)
    return transaction.purge(before)


def _back_off(attempts: int) -> float:
    """Seconds before the next try: doubling, with jitter so that a crowd does not come back as one."""
    return float(min(2.0 ** min(attempts, 20), SLOWEST) * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
