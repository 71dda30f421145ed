"""A conversation has its replies in their order, whichever process sends them, and waits for nobody for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from bot.delivery import LEASE, Delivery
from bot.delivery.sending import HELD, LOOKS
from bot.store import Schedule, Store, Transaction
from dialogs.reply import say
from tests.delivery.fakes import ANN, BOB, START, Clock, RecordingChannel

T = TypeVar("T")


class Looking:
    """What a delivery does between two looks: notes it, and after so many lets a send go on."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.open_after = 0
        self.channel = RecordingChannel()

    async def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if len(self.pauses) == self.open_after:
            self.channel.open.set()
            await self.channel.said_something.wait()


@pytest.fixture
def looking() -> Looking:
    """What the second process does between its looks."""
    return Looking()


@pytest.fixture
def other(store: Store, clock: Clock, channel: RecordingChannel, looking: Looking) -> Delivery:
    """A second process, on the same database and the same platform."""
    looking.channel = channel
    there = RecordingChannel()
    there.sent = channel.sent
    return Delivery(store, {there.name: there}, clock, looking)


async def queue(store: Store, turn: str, at: datetime, lease: timedelta = LEASE) -> None:
    """Commit a turn's reply, which somebody else is to send, and did not yet."""
    await store.run(lambda t: t.queue(turn, ANN, [say(turn)], at, lease))


async def dispatch(store: Store, delivery: Delivery, turn: str, at: datetime) -> None:
    """Commit a turn's reply, and send it from here."""
    delivery.dispatch(await store.run(lambda t: t.queue(turn, ANN, [say(turn)], at, LEASE)))


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


async def test_what_another_process_is_sending_goes_first(
    store: Store, delivery: Delivery, other: Delivery, channel: RecordingChannel, looking: Looking
) -> None:
    """While the first is on its way from elsewhere, the second looks again and again, and follows it at once."""
    channel.slow_for, looking.open_after = ANN.user, 3
    await dispatch(store, delivery, "first", START)
    await channel.entered.wait()
    await dispatch(store, other, "second", after(1))
    await other.drain()
    await delivery.drain()
    assert channel.sent == ["first", "second"]
    assert looking.pauses == list(LOOKS[: len(looking.pauses)])


class CountingStore:
    """A store that counts what it is asked to do."""

    def __init__(self, store: Store) -> None:
        self.runs = 0
        self.engine = store.engine
        self.close = store.close
        self._store = store

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store`."""
        self.runs += 1
        return await self._store.run(work)


async def test_what_this_process_has_sent_is_not_looked_up(
    store: Store, channel: RecordingChannel, clock: Clock
) -> None:
    """Behind one reply that is on its way from here, the next one follows, and all that is kept is that they went."""
    counting = CountingStore(store)
    delivery = Delivery(counting, {channel.name: channel}, clock)
    channel.slow_for = ANN.user
    await dispatch(store, delivery, "first", START)
    await dispatch(store, delivery, "second", after(1))
    channel.open.set()
    await delivery.drain()
    assert channel.sent == ["first", "second"]
    assert counting.runs == 2


async def test_what_a_dead_process_left_goes_first(
    store: Store, other: Delivery, channel: RecordingChannel, clock: Clock
) -> None:
    """The second is put off behind it, until its lease is over and both are taken up."""
    await queue(store, "first", START)
    await dispatch(store, other, "second", after(1))
    await other.drain()
    assert channel.sent == []
    clock.forward(LEASE.total_seconds())
    assert await other.sweep() == 2
    await other.drain()
    assert channel.sent == ["first", "second"]


async def test_nobody_waits_for_ever(store: Store, other: Delivery, channel: RecordingChannel, clock: Clock) -> None:
    """Behind one that nobody sends, a reply is put off some times, longer each time, and then goes."""
    await queue(store, "never", START, timedelta(seconds=1))
    await store.run(lambda t: t.execute("update outgoing set reply = '?' returning n", ()))  # of another version
    await dispatch(store, other, "second", after(1))
    await other.drain()
    waited = 0.0
    while not channel.sent:
        clock.forward(1)
        waited += 1
        await other.sweep()
        await other.drain()
    assert channel.sent == ["second"]
    assert sum(2.0**n for n in range(1, HELD + 1)) - 1 <= waited <= 2 * LEASE.total_seconds()


async def test_a_daily_quiz_holds_up_nobody(store: Store, other: Delivery, channel: RecordingChannel) -> None:
    """Somebody who asks while their daily quiz waits for its turn has their answer at once."""
    daily = {"daily:2026-11-23:ann": (ANN, [say("quiz")], after(3600))}
    await store.run(lambda t: Schedule(t).queue(daily, START, LEASE))
    await dispatch(store, other, "answer", after(1))
    await other.drain()
    assert channel.sent == ["answer"]


async def test_others_are_not_held_up(
    store: Store, other: Delivery, channel: RecordingChannel, looking: Looking
) -> None:
    """What waits in one conversation is nothing to another: it goes without a look."""
    await queue(store, "first", START)
    other.dispatch(await store.run(lambda t: t.queue("Bob's", BOB, [say("Bob's")], after(1), LEASE)))
    await other.drain()
    assert (channel.sent, looking.pauses) == (["Bob's"], [])


async def test_a_collecting_channel_keeps_its_own_order(store: Store, clock: Clock) -> None:
    """What its other side has not confirmed holds up nothing: it is handed over in order, and collected in order."""
    page = RecordingChannel(collects=True)
    delivery = Delivery(store, {page.name: page}, clock)
    for n, turn in enumerate(("first", "second")):
        await dispatch(store, delivery, turn, after(n))
        await delivery.drain()
    assert page.sent == ["first", "second"]
