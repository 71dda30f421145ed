"""Replies go out in order, are tried again when that may help, and are given up when it cannot."""

import asyncio
from datetime import timedelta

import pytest

from bot.channels import RetryLaterError, UndeliverableError
from bot.delivery import LEASE, TRIES, Delivery, Sweeper
from bot.router import Router
from bot.store import Store, Transaction, open_store
from bot.turns import Turns
from dialogs.gap import Gap
from dialogs.learner import Learner
from dialogs.reply import say
from tests.delivery.fakes import ANN, BOB, Clock, EchoDialog, RecordingChannel, message

A_DAY = timedelta(days=1).total_seconds()


class RefusedError(Exception):
    """A fault that may pass, such as a connection that broke."""


async def sweep(delivery: Delivery) -> int:
    """Sweep, and let what was taken up be sent; how many replies that were."""
    found = await delivery.sweep()
    await delivery.drain()
    return found


async def left(store: Store) -> int:
    """Replies to Ann that are neither sent nor given up."""
    return len(await store.run(lambda t: t.waiting(ANN)))


async def test_what_was_sent_is_not_swept_up(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel
) -> None:
    """A reply that arrived is never sent again."""
    await turns.receive(message("one", "hello"))
    await delivery.drain()
    clock.forward(A_DAY)
    assert await sweep(delivery) == 0
    assert channel.sent == ["hello (0)"]


async def test_a_platform_that_asks_to_wait_is_waited_for(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel
) -> None:
    """For the time that it asked for nothing is sent to it; then the reply is, and once."""
    channel.faults.append(RetryLaterError(120))
    await turns.receive(message("one", "hello"))
    await delivery.drain()
    clock.forward(119)
    assert await sweep(delivery) == 0
    clock.forward(1)
    assert await sweep(delivery) == 1
    assert channel.sent == ["hello (0)"]
    clock.forward(A_DAY)
    assert await sweep(delivery) == 0


async def test_a_conversation_that_has_to_wait_holds_up_no_other(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel
) -> None:
    """Where a platform asks for a pause in one conversation, that alone is waited for, and a little longer."""
    channel.faults.append(RetryLaterError(120, everywhere=False))
    await turns.receive(message("one", "hello"))
    await delivery.drain()
    await turns.receive(message("two", "Bob's", BOB))
    await delivery.drain()
    assert channel.sent == ["Bob's (0)"]
    clock.forward(119)
    assert await sweep(delivery) == 0
    clock.forward(26)
    assert await sweep(delivery) == 1
    assert channel.sent == ["Bob's (0)", "hello (0)"]


async def test_a_passing_fault_is_tried_again_ever_more_slowly(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel, store: Store
) -> None:
    """Each pause is about twice the one before, and in the end the reply is given up."""
    channel.faults.extend([RefusedError()] * TRIES)
    await turns.receive(message("one", "hello"))
    await delivery.drain()
    for attempt in range(1, TRIES):
        clock.forward(2**attempt * 0.5 - 0.01)
        assert await sweep(delivery) == 0
        clock.forward(2**attempt * 1.0 + 0.02)
        assert await sweep(delivery) == 1
    assert not channel.faults
    assert await left(store) == 0
    clock.forward(A_DAY)
    assert await sweep(delivery) == 0
    assert channel.sent == []


async def test_a_passing_fault_passes(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel
) -> None:
    """After two failures the reply arrives, once."""
    channel.faults.extend([RefusedError(), TimeoutError()])
    await turns.receive(message("one", "hello"))
    await delivery.drain()
    for _ in range(3):
        clock.forward(60)
        await sweep(delivery)
    assert channel.sent == ["hello (0)"]


async def test_what_can_never_arrive_is_given_up(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel, store: Store
) -> None:
    """A reply to a place that is gone is not tried again, and does not hold back the others."""
    channel.faults.append(UndeliverableError("the channel was archived"))
    await turns.receive(message("one", "gone\nhere"))
    await delivery.drain()
    assert channel.sent == ["here (0)"]
    assert await left(store) == 0
    clock.forward(A_DAY)
    assert await sweep(delivery) == 0


@pytest.mark.parametrize("fault", [RetryLaterError(60), RefusedError()], ids=repr)
async def test_replies_to_a_turn_stay_in_order(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel, fault: Exception
) -> None:
    """A reply that has to wait holds back those after it."""
    channel.faults.extend([fault, fault])
    await turns.receive(message("one", "right\nnext question\nhint"))
    await delivery.drain()
    for _ in range(2):
        assert channel.sent == []
        clock.forward(60)
        assert await sweep(delivery) == 3
    assert channel.sent == ["right (0)", "next question (0)", "hint (0)"]


async def test_a_slow_place_holds_up_itself_only(turns: Turns, delivery: Delivery, channel: RecordingChannel) -> None:
    """While a reply to Ann is on its way, her next one waits, and Bob's does not."""
    channel.slow_for = "ann"
    await turns.receive(message("one", "first"))
    await channel.entered.wait()
    await turns.receive(message("two", "second"))
    await turns.receive(message("three", "Bob's", BOB))
    await channel.said_something.wait()
    assert channel.sent == ["Bob's (0)"]
    channel.open.set()
    await delivery.drain()
    assert channel.sent == ["Bob's (0)", "first (0)", "second (1)"]


async def test_a_send_that_hangs_ends_with_its_lease(
    store: Store, delivery: Delivery, clock: Clock, channel: RecordingChannel
) -> None:
    """It does not go out after somebody else may have sent it, and is tried again like any other fault."""
    short = timedelta(milliseconds=20)
    channel.slow_for = "ann"
    delivery.dispatch(await store.run(lambda t: t.queue("one", ANN, [say("hello")], clock(), short)))
    async with asyncio.timeout(5):
        await delivery.drain()
    channel.open.set()
    clock.forward(60)
    assert await sweep(delivery) == 1
    assert channel.sent == ["hello"]


async def test_whoever_wakes_after_the_lease_does_not_send(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel
) -> None:
    """A reply whose turn to be sent comes too late is left to whoever claims it."""
    channel.slow_for = "ann"
    await turns.receive(message("one", "first"))
    await channel.entered.wait()
    await turns.receive(message("two", "second"))
    clock.forward(LEASE.total_seconds() + 1)
    channel.open.set()
    await delivery.drain()
    assert channel.sent == ["first (0)"]
    assert await sweep(delivery) == 1
    assert channel.sent == ["first (0)", "second (1)"]


async def test_a_sweep_takes_up_whole_turns_in_order(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel
) -> None:
    """What a dead process left is sent in the order in which it was said."""
    channel.faults.append(RefusedError())
    for seconds, turn in enumerate(("z", "m", "a")):
        clock.forward(seconds)
        await turns.receive(message(turn, f"{turn}1\n{turn}2"))
        await delivery.drain()
    clock.forward(60)
    assert await sweep(delivery) == 6
    assert [line[:2] for line in channel.sent] == ["z1", "z2", "m1", "m2", "a1", "a2"]


async def test_a_collecting_channel_is_not_swept(store: Store, clock: Clock) -> None:
    """Its other side asks for what waits, and confirms what it was shown; nobody confirms another's."""
    channel = RecordingChannel(collects=True)
    delivery = Delivery(store, {channel.name: channel}, clock)
    turns = Turns(Router([EchoDialog()]), store, delivery)
    await turns.receive(message("one", "ping\npong"))
    await turns.receive(message("two", "again"))
    await delivery.drain()
    clock.forward(A_DAY)
    assert await sweep(delivery) == 0
    waiting = [item.id for item in await delivery.waiting(ANN)]
    assert waiting == ["one#0", "one#1", "two#0"]
    await delivery.confirm(BOB, waiting)
    await delivery.confirm(ANN, ["two#0", "one#0", "no such reply", "one#0"])
    assert [item.id for item in await delivery.waiting(ANN)] == ["one#1"]


async def test_a_channel_that_is_off_keeps_its_replies(
    store: Store, turns: Turns, clock: Clock, channel: RecordingChannel
) -> None:
    """A process without the channel sends nothing for it; one that has it does."""
    without = Delivery(store, {}, clock)
    without.dispatch(await store.run(lambda t: t.queue("one", ANN, [say("hello")], clock(), LEASE)))
    clock.forward(60)
    assert await sweep(without) == 0
    assert await sweep(Delivery(store, {channel.name: channel}, clock)) == 1
    assert channel.sent == ["hello"]


async def test_a_store_that_goes_away_after_the_send(
    clock: Clock, channel: RecordingChannel, caplog: pytest.LogCaptureFixture
) -> None:
    """That the reply was sent is not known then; the log says that it may be sent again."""
    store = open_store("sqlite:///:memory:")
    delivery = Delivery(store, {channel.name: channel}, clock)
    outgoing = await store.run(lambda t: t.queue("one", ANN, [say("hello")], clock(), LEASE))
    await store.close()
    delivery.dispatch(outgoing)
    await delivery.drain()
    assert channel.sent == ["hello"]
    assert "may be sent again" in caplog.text


async def test_the_sweeper_survives_a_store_that_is_away(
    store: Store, clock: Clock, channel: RecordingChannel, caplog: pytest.LogCaptureFixture
) -> None:
    """It says so and goes on."""
    away = open_store("sqlite:///:memory:")
    await away.close()
    delivery = Delivery(away, {channel.name: channel}, clock)
    sweeper = asyncio.create_task(Sweeper(away, delivery).run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not sweeper.done()
    assert "sweep: the store is closed" in caplog.text
    sweeper.cancel()
    await asyncio.wait([sweeper])


async def test_an_hour_in_which_nothing_happened_is_not_told(
    turns: Turns, store: Store, delivery: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    """With nothing to purge the log has no line of it; where replies were sent, it says how that went."""
    caplog.set_level("INFO", "bot.delivery")
    for told in (0, 1):
        sweeper = asyncio.create_task(Sweeper(store, delivery).run())
        for _ in range(20):  # the store takes works in turn, so that by then the sweeper's few are done
            await store.run(Transaction.ready)
        sweeper.cancel()
        await asyncio.wait([sweeper])
        assert caplog.text.count("sends so far") == told
        await turns.receive(message("one", "hello"))
        await delivery.drain()


async def test_what_is_kept_no_longer_is_purged(store: Store, clock: Clock, channel: RecordingChannel) -> None:
    """Ids of turns go after a week, what the course could not answer after thirty days."""
    ann = Learner(ANN.channel, ANN.tenant, ANN.user)
    await store.run(lambda t: t.accept("one", clock()))
    await store.run(lambda t: t.append(ann, [Gap("refuse", 0.1, (), "", "which gpu?", clock().date())]))
    sweeper = Sweeper(store, Delivery(store, {channel.name: channel}, clock))
    purged = []
    for days in (7, 1, 22, 1):
        clock.forward(days * A_DAY)
        purged.append(await sweeper.purge())
    assert purged == [0, 1, 0, 1]


async def test_draining_does_not_wait_for_ever(
    turns: Turns, delivery: Delivery, clock: Clock, channel: RecordingChannel
) -> None:
    """At the end a send that does not finish is dropped; the next process sends that reply."""
    channel.slow_for = "ann"
    await turns.receive(message("one", "hello"))
    await channel.entered.wait()
    async with asyncio.timeout(5):
        await delivery.drain(0)
    channel.open.set()
    assert channel.sent == []
    clock.forward(60)
    assert await sweep(delivery) == 1
    assert channel.sent == ["hello (0)"]
