"""Replies on their way: sent in order within a conversation, tried again, swept up after a crash."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.channels import Channel, RetryLaterError, UndeliverableError
from bot.store import Outgoing, State, Store, StoreUnavailableError, Transaction, split_id
from dialogs.turn import Address

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(seconds=5)
PURGE_EVERY = timedelta(hours=1)
RETENTION = timedelta(days=7)
LEASE = timedelta(seconds=30)
BATCH = 100
TRIES = 8
"""Sends of one reply before it is given up; with the back-off, about five minutes."""

Place = tuple[str, ...]


class Delivery:
    """Sends what was committed. Knows each channel by its name."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._tails: dict[Place, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def dispatch(self, outgoing: Sequence[Outgoing]) -> None:
        """Send these replies in their order, after what is already on its way to the same place."""
        if not outgoing:
            return
        address = outgoing[0].address
        place = (address.channel, address.tenant, address.conversation, address.thread, address.user)
        task = asyncio.create_task(self._send_after(self._tails.get(place), outgoing))
        self._tails[place] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._forget(place, done))

    def _forget(self, place: Place, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if self._tails.get(place) is task:
            del self._tails[place]

    async def _send_after(self, former: "asyncio.Task[None] | None", outgoing: Sequence[Outgoing]) -> None:
        if former is not None:
            await asyncio.wait([former])
        for item in outgoing:
            try:
                await self._send(item)
            except StoreUnavailableError:
                log.warning("reply %s: its state could not be kept; it may be sent again", item.id)

    async def _send(self, item: Outgoing) -> None:
        channel = self._channels.get(item.address.channel)
        if channel is None:
            return
        if self._clock() > item.lease_until:
            log.warning("reply %s: woke after its lease, left to the sweeper", item.id)
            return
        try:
            sent_ref = await channel.send(item)
        except RetryLaterError as error:
            await self._postpone(item, error.seconds)
        except UndeliverableError as error:
            log.warning("reply %s cannot be delivered: %s", item.id, error)
            await self._settle(item, State.FAILED)
        except Exception:
            log.exception("reply %s failed, attempt %d", item.id, item.attempts)
            if item.attempts >= TRIES:
                await self._settle(item, State.FAILED)
            else:
                await self._postpone(item, _back_off(item.attempts))
        else:
            if sent_ref is not None:
                await self._settle(item, State.SENT, sent_ref)

    async def _settle(self, item: Outgoing, state: State, sent_ref: str = "") -> None:
        await self._store.run(lambda t: t.settle(item.turn, item.n, state, sent_ref, item.attempts))

    async def _postpone(self, item: Outgoing, seconds: float) -> None:
        until = self._clock() + timedelta(seconds=seconds)
        await self._store.run(lambda t: t.postpone(item, until))

    async def waiting(self, address: Address) -> list[Outgoing]:
        """What the other side of a collecting channel has not confirmed yet, oldest first."""
        return await self._store.run(lambda t: t.waiting(address))

    async def confirm(self, address: Address, ids: Sequence[str]) -> None:
        """The other side has these replies; ids that are not of its conversation are left alone."""

        def settle(transaction: Transaction) -> None:
            mine = {item.id for item in transaction.waiting(address)}
            for turn, n in (split_id(name) for name in ids if name in mine):
                transaction.settle(turn, n, State.SENT)

        await self._store.run(settle)

    async def sweep(self) -> int:
        """Send again what a crash or a fault left behind; how many replies were taken up."""
        found = 0
        now = self._clock()
        for channel in self._channels.values():
            if channel.collects:
                continue
            name = channel.name
            rows = await self._store.run(lambda t, name=name: t.claim(name, now, LEASE, BATCH))  # type: ignore[misc]
            for row in rows:
                self.dispatch([row])
            found += len(rows)
        return found

    async def run(self) -> None:
        """Sweep and purge for ever; a store that is away is tried again."""
        purged = None
        while True:
            try:
                await self.sweep()
                now = self._clock()
                if purged is None or now - purged >= PURGE_EVERY:
                    purged = now
                    gone = await self._store.run(lambda t, now=now: t.purge(now - RETENTION))  # type: ignore[misc]
                    log.info("purged %d rows", gone)
            except StoreUnavailableError as error:
                log.warning("sweep: %s", error)
            await asyncio.sleep(SWEEP_EVERY.total_seconds())

    async def drain(self, seconds: float = 10) -> None:
        """Let what is being sent finish; what does not in time is sent by the next sweeper."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))


def _back_off(attempts: int) -> float:
    """Seconds before the next try: doubling, with jitter so that a crowd does not come back as one."""
    return float(2**attempts * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
