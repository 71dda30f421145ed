"""Replies on their way: sent in order within a conversation, tried again, swept up after a crash."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby

from bot.channels import Channel
from bot.delivery.pauses import Pauses
from bot.delivery.sender import SHORT, Sender, Wording
from bot.observing import TURN, UNOBSERVED, Observer
from bot.recent import Recent
from bot.store import Outgoing, State, Store, StoreUnavailableError, Transaction, place
from dialogs.turn import Address

log = logging.getLogger(__name__)

BATCH = 100
"""Replies of a channel that a sweep takes up at once."""

LEASE = timedelta(seconds=30)
"""How long a reply belongs to the process that committed or claimed it, before a sweeper may send it."""

LOOKS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between looks whether what goes before is sent."""

HELD = 4
"""Times that replies are put off behind others: together a little more than a lease."""

FOREIGN = 500
"""Replies of another version that are remembered, to be left to it; more are looked at again, and given back again."""

Place = tuple[str, ...]
Sending = asyncio.Task[bool]


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
        observer: Observer = UNOBSERVED,
    ) -> None:
        self.clock = clock
        self.counts: Counter[str] = Counter()
        self._pause = pause
        self._pauses = Pauses(store)
        self._sender = Sender(store, self._pauses, clock, self.counts, wording, observer, pause)
        self._store = store
        self._channels = channels
        self._tails: dict[Place, Sending] = {}
        self._senders: dict[str, Sending] = {}
        self._foreign: Recent[tuple[str, int], None] = Recent(FOREIGN)
        self._tasks: set[Sending] = set()
        self._wanted: list[tuple[int, asyncio.Future[None]]] = []

    @property
    def channels(self) -> Mapping[str, Channel]:
        """Those that are sent to, by name."""
        return self._channels

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
        ahead = self._senders.get(outgoing[0].behind or "")
        task = asyncio.create_task(self._send_after(self._tails.get(where), ahead, outgoing, paced))
        self._tails[where] = task
        self._tasks.add(task)
        ids = [item.id for item in outgoing]
        self._senders.update(dict.fromkeys(ids, task))
        task.add_done_callback(lambda done: self._forget(where, ids, done))

    def _forget(self, where: Place, ids: Sequence[str], task: Sending) -> None:
        self._tasks.discard(task)
        for one in ids:
            if self._senders.get(one) is task:
                del self._senders[one]
        if self._wanted and len(self._tasks) <= min(most for most, _ in self._wanted):
            for _, room in self._wanted:
                if not room.done():
                    room.set_result(None)
            self._wanted = []
        if self._tails.get(where) is task:
            del self._tails[where]

    async def _send_after(
        self, former: Sending | None, ahead: Sending | None, outgoing: Sequence[Outgoing], paced: bool
    ) -> bool:
        """Send them; False, when some were put off. `ahead` sends the one reply that they are behind."""
        TURN.set(outgoing[0].turn)
        looks: Sequence[float] = LOOKS
        if former is not None:
            await asyncio.wait([former])
            if not _has_sent(former):
                looks = LOOKS[:1]
        free = outgoing[0].behind is None or (ahead is not None and _has_sent(ahead))
        try:
            return await self._in_line(outgoing, looks, free=free) and await self._send_all(outgoing, paced)
        except StoreUnavailableError as error:
            log.warning("turn %s: a reply may be sent again, its state was not kept: %s", outgoing[0].turn, error)
        except Exception:
            log.exception("turn %s: a reply may be sent again, its state was not kept", outgoing[0].turn)
        return False

    async def _in_line(self, outgoing: Sequence[Outgoing], looks: Sequence[float], *, free: bool) -> bool:
        """Wait until earlier replies to the same place are sent; False, when these were put off behind them.

        `free`: nothing waits that did when these were committed; who takes them up later has to look.
        In this process the former task sees to it. Another process may still be sending, or have died, or a fault
        may have put the earlier ones off: then these wait, longer each time, but not for ever.
        """
        first = outgoing[0]
        channel = self._channels.get(first.address.channel)
        if (free and first.attempts == 1) or channel is None or channel.collects or first.expires is not None:
            return True
        if first.attempts > HELD:
            return True
        for pause in looks:
            if not await self._store.run(lambda t: t.ahead(first, self.clock() + LEASE)):
                return True
            await self._pause(pause)
        await self._postpone(outgoing, 2.0**first.attempts)
        return False

    async def _send_all(self, outgoing: Sequence[Outgoing], paced: bool) -> bool:
        """Send in order; False, when a reply that has to wait holds back those after it."""
        for n, item in enumerate(outgoing):
            channel = self._channels.get(item.address.channel)
            if channel is None:
                return False
            wait = self._sender.wait(item, paced=paced)
            if wait > SHORT:
                await self._postpone(outgoing[n:], wait)
                return False
            if wait:
                await self._pause(wait)
            left = (item.lease_until - self.clock()).total_seconds()
            if left <= 0:
                log.warning("reply %s: its lease ran out before its turn came; the sweeper sends it", item.id)
                return False
            pause = await self._sender.send(channel, item, left)
            if pause is not None:
                await self._postpone(outgoing[n:], pause)
                return False
        return True

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
            rows = await self._store.run(partial(claim, foreign=self._foreign))
            for _, replies in groupby(rows, key=lambda row: row.turn):
                self.dispatch(list(replies), paced=False)
            found += len(rows)
        return found

    async def drain(self, seconds: float = 10) -> None:
        """Let what is being sent finish; what does not in time is dropped, and the next sweeper sends it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))
        for task in set(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Drain, and let go of what words answers."""
        await self.drain()
        await self._sender.close()


def _has_sent(sending: Sending) -> bool:
    """Whether it has ended, and nothing of it was put off."""
    return sending.done() and not sending.cancelled() and sending.result()
