"""How a daily quiz arrives, or does not: people who are gone, platforms that fail or ask to wait."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.channels import GoneError, RetryLaterError, UndeliverableError
from bot.delivery import Delivery, Scheduler, Timetable
from bot.store import ConflictError, Schedule, Store, Transaction, open_store
from bot.store.retrying import RETRIES
from dialogs.turn import Address, Message, Turn
from tests.daily.house import NINE, WINDOW, House, address, house_on, somebody
from tests.delivery.fakes import RecordingChannel
from tests.talk import router

T = TypeVar("T")


async def test_yesterdays_unseen_quiz_is_withdrawn(house: House) -> None:
    """What could not be shown by then is not piled onto the next day's."""
    house.channel.collects = True
    await house.join(somebody())
    for days in range(3):
        house.clock.now = NINE + WINDOW + timedelta(days=days)
        assert await house.tick() == 1
    waiting = await house.delivery.waiting(address(somebody()))
    assert [item.turn for item in waiting] == ["daily:2026-11-26:chat:local:ann"]


async def test_a_gone_learner_ends(house: House) -> None:
    """Blocked or uninstalled: nothing more is sent, why is kept, and it is counted."""
    await house.join(somebody("ann"), somebody("bob", "other"))
    house.channel.faults.append(GoneError("user_disabled"))
    house.clock.now = NINE + WINDOW
    await house.tick()
    assert (house.delivery.counts["ended"], house.delivery.counts["sent"]) == (1, 1)
    ended = [await house.learner(who) for who in (somebody("ann"), somebody("bob", "other"))]
    (gone,) = (who for who in ended if who.daily is None)
    assert "user_disabled" in gone.daily_ended
    assert await house.tick(24 * 3600) == 1
    assert await house.store.run(lambda t: Schedule(t).given_up()) == {"user_disabled": 1}


class Contested:
    """A store in which somebody else is first to save a learner, so many times."""

    def __init__(self, store: Store, times: int) -> None:
        self.engine, self.close = store.engine, store.close
        self._store = store
        self._times = times

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store.run`."""

        def contested(transaction: Transaction) -> T:
            before = transaction.execute("select max(version) from learner", ())
            result = work(transaction)
            saved = transaction.execute("select max(version) from learner", ()) != before
            if saved and self._times > 0:
                raise ConflictError
            return result

        try:
            return await self._store.run(contested)
        except ConflictError:
            self._times -= 1
            raise


@pytest.mark.parametrize(("times", "ends"), [(RETRIES - 1, True), (RETRIES, False)])
async def test_a_gone_learner_whom_others_save(
    times: int, ends: bool, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """The quiz is ended all the same; where that is in vain the log says so, and the next day's ends it."""
    await house.join(somebody())
    house.clock.now = NINE + WINDOW
    house.channel.faults.extend([GoneError("user_disabled")] * 2)
    delivery = Delivery(Contested(house.store, times), {"chat": house.channel}, house.clock)
    scheduler = Scheduler(house.store, router(), delivery, Timetable(WINDOW))
    await scheduler.step()
    await delivery.drain()
    assert (delivery.counts["failed"], delivery.counts["ended"]) == (1, int(ends))
    assert ("others saved first" in caplog.text) == (not ends)
    house.clock.forward(24 * 3600)
    assert await scheduler.step() == int(not ends)
    await delivery.drain()
    assert (await house.learner(somebody())).daily is None


async def test_a_message_that_cannot_be_sent_ends_nothing(house: House) -> None:
    """A reply that a platform does not take is no reason to think that somebody is gone."""
    await house.join(somebody())
    house.channel.faults.append(UndeliverableError("msg_too_long"))
    house.clock.now = NINE + WINDOW
    await house.tick()
    assert (await house.learner(somebody())).daily is not None
    assert await house.tick(24 * 3600) == 1


async def test_a_long_outage_loses_nothing(house: House) -> None:
    """The platform fails for hours; when it is back, the quiz arrives, once."""
    await house.join(somebody())
    house.channel.faults.extend([ConnectionError()] * 25)
    house.clock.now = NINE + WINDOW
    await house.tick()
    for _ in range(60):
        await house.tick(450)
    assert len(house.channel.sent) == 1
    assert not house.channel.faults


async def test_an_outage_of_a_day_sends_nothing_at_night(house: House) -> None:
    """When the platform is back in the quiet hours, that day's quiz is given up, and counted."""
    await house.join(somebody())
    house.channel.faults.extend([ConnectionError()] * 1000)
    house.clock.now = NINE + WINDOW
    await house.tick()
    for _ in range(110):
        await house.tick(450)
    house.channel.faults.clear()
    await house.tick(450)
    assert house.channel.sent == []
    assert house.delivery.counts["failed"] == 1


async def test_a_pause_holds_for_every_process(house: House, database_url: str) -> None:
    """A 429 to one process stops the others too, for that workspace and nobody else."""
    await house.join(somebody("ann", "busy"))
    house.channel.faults.append(RetryLaterError(600))
    house.clock.now = NINE + WINDOW
    await house.tick()
    other = house_on(await asyncio.to_thread(open_store, database_url), house.clock)
    await other.delivery.sweep()
    for tenant in ("busy", "idle"):
        say = Turn(f"hi {tenant}", Address("chat", tenant, "bob", "bob"), Message("hello"), house.clock())
        await other.turns.receive(say)
    await other.delivery.drain()
    assert len(other.channel.sent) == 1
    house.clock.forward(1000)
    for _ in range(2):
        await other.delivery.sweep()
        await other.delivery.drain()
    assert len(other.channel.sent) == 3
    await other.store.close()


async def test_a_workspace_is_written_to_at_its_pace(house: House) -> None:
    """Of a hundred in one workspace those beyond its burst wait for their turns; all arrive, each once."""
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    channel = RecordingChannel("slack")
    delivery = Delivery(house.store, {"slack": channel}, house.clock, pause)
    scheduler = Scheduler(house.store, router(), delivery, Timetable(WINDOW))
    people = [somebody(f"user {n}") for n in range(100)]
    await house.join(*(replace(p, channel="slack", home=replace(address(p), channel="slack")) for p in people))
    house.clock.now = NINE + WINDOW
    while await scheduler.step():
        pass
    await delivery.drain()
    soon = len(channel.sent)
    assert 20 <= soon < 100
    assert waits == sorted(waits)
    for _ in range(5):
        house.clock.forward(2)
        await delivery.sweep()
        await delivery.drain()
    assert len(channel.sent) == 100
