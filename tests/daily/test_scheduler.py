"""The daily quiz by the clock: once each, at its hour, to those who asked, whatever fails on the way."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import pytest

from bot.delivery import Delivery, Scheduler, Timetable
from bot.delivery.scheduler import BATCH
from bot.observing import TURN
from bot.router import Router
from bot.store import ConflictError, Outgoing, Schedule, Store, Transaction, open_store
from bot.store.rights import Rights, Whose
from dialogs.learner import Learner
from dialogs.reply import say
from dialogs.turn import Command, Message, Turn
from tests.daily.house import NINE, WINDOW, House, address, house_on, somebody
from tests.delivery.fakes import Clock, RecordingChannel
from tests.talk import router

T = TypeVar("T")


async def test_it_comes_at_its_hour_once(house: House) -> None:
    """Not before its hour, within the window after it, and on that day no more."""
    await house.join(somebody())
    house.clock.now = NINE - timedelta(seconds=1)
    assert await house.tick() == 0
    assert await house.tick(WINDOW.total_seconds()) == 1
    assert len(house.channel.sent) == 1
    assert "Here is your daily quiz" in house.channel.sent[0]
    assert "later than" not in house.channel.sent[0]
    for _ in range(23):
        assert await house.tick(3600) == 0
    assert await house.tick(3600) == 1
    assert len(house.channel.sent) == 2


async def test_joined_by_a_turn(house: House) -> None:
    """Who says so gets one the next day, without anything else; who says stop gets none."""
    for who in (somebody("ann"), somebody("bob")):
        turn = Turn(f"join {who.user}", address(who), Command("daily", "on 09:00 every day"), house.clock())
        await house.turns.receive(turn)
    leave = Turn("leave bob", address(somebody("bob")), Message("daily off"), house.clock())
    await house.turns.receive(leave)
    await house.delivery.drain()
    house.channel.sent.clear()
    assert await house.tick(13 * 3600) == 1
    assert len(house.channel.sent) == 1


async def test_a_late_start_catches_up_within_the_day(house: House) -> None:
    """At two in the afternoon it comes and says so; the days before are not made up for."""
    await house.join(replace(somebody(), offered_on=date(2026, 11, 19)))
    house.clock.now = NINE + timedelta(hours=5)
    assert await house.tick() == 1
    assert len(house.channel.sent) == 1
    assert "later than 09:00 today" in house.channel.sent[0]


async def test_a_late_start_leaves_the_night_alone(house: House) -> None:
    """In quiet hours nothing is sent, and the next one comes at its hour."""
    await house.join(somebody())
    house.clock.now = NINE + timedelta(hours=13)
    assert await house.tick() == 1
    assert house.channel.sent == []
    assert await house.tick(11 * 3600 + WINDOW.total_seconds()) == 1
    assert len(house.channel.sent) == 1


async def test_two_processes_share(house: House, database_url: str) -> None:
    """Both look at once, until nobody is due: everybody gets one."""
    people = [somebody(f"user {n:03}", f"tenant {n % 7}") for n in range(3 * BATCH)]
    await house.join(*people)
    other = house_on(await asyncio.to_thread(open_store, database_url), house.clock)
    house.clock.now = NINE + WINDOW
    while any(await asyncio.gather(house.scheduler.step(), other.scheduler.step(), house.scheduler.step())):
        pass
    for one in (house, other):
        await one.delivery.drain()
    assert len(house.channel.sent) + len(other.channel.sent) == len(people)
    assert await house.store.run(lambda t: t.count("outgoing")) == len(people)
    await other.store.close()


async def test_a_dialog_that_fails_harms_no_other(database_url: str) -> None:
    """The others of the batch get theirs, and whoever it was gets the next day's."""

    class Faulty(Router):
        def route(self, turn, learner, conversation):  # type: ignore[no-untyped-def]
            if learner.user == "bob":
                raise ZeroDivisionError
            return router().route(turn, learner, conversation)

    store, clock = open_store(database_url), Clock()
    house = house_on(store, clock, Faulty([]))
    await house.join(somebody("ann"), somebody("bob"), somebody("cem"))
    clock.now = NINE + WINDOW
    assert await house.tick() == 3
    assert len(house.channel.sent) == 2
    assert await house.tick() == 0
    assert await house.tick(24 * 3600) == 3
    await store.close()


async def test_a_row_that_cannot_be_read_holds_up_nobody(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever it is of waits a day, and is named once in it, without what the row holds; everybody else gets theirs."""
    await house.join(*(somebody(f"user {n}") for n in range(9)))
    await house.store.run(lambda t: t.execute("update learner set data = 'torn' where user_id = 'user 4'", ()))
    house.clock.now = NINE + WINDOW
    await house.tick()
    assert len(house.channel.sent) == 8
    assert [await house.tick(3600) for _ in range(23)] == [0] * 23
    (told,) = [record.getMessage() for record in caplog.records if "user 4" in record.getMessage()]
    assert "chat/local/user 4" in told
    assert "torn" not in told
    assert await house.tick(3600 + WINDOW.total_seconds()) == 9


async def test_one_that_cannot_be_kept_costs_the_others_little(database_url: str) -> None:
    """A reply that no database takes is found by halves, not by trying the whole batch again for each learner."""
    runs = 0

    class Garbling(Router):
        def route(self, turn, learner, conversation):  # type: ignore[no-untyped-def]
            nonlocal runs
            runs += 1
            outcome = router().route(turn, learner, conversation)
            return replace(outcome, replies=(say("half a pair: \ud83e"),)) if learner.user == "bob" else outcome

    store, clock = open_store(database_url), Clock()
    house = house_on(store, clock, Garbling([]))
    await house.join(*(somebody(f"user {n:02}") for n in range(BATCH - 1)), somebody("bob"))
    clock.now = NINE + WINDOW
    assert await house.tick() == BATCH
    assert len(house.channel.sent) == BATCH - 1
    assert runs < 12 * BATCH
    await store.close()


class Overtaken:
    """A store on which, once so much work has failed, somebody else becomes due before whoever it was about."""

    def __init__(self, store: Store, first: str, failures: int) -> None:
        self.engine, self.close = store.engine, store.close
        self._store = store
        self._first = first
        self._failures = failures

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store.run`."""
        try:
            return await self._store.run(work)
        except Exception:
            self._failures -= 1
            if self._failures == 0:
                await self._store.run(lambda t: t.execute(self._first, ()))
            raise


async def test_who_is_put_off_is_who_failed(database_url: str) -> None:
    """A learner whose turn cannot be kept waits a day, and not another one who is due first by then."""

    class Garbling(Router):
        def route(self, turn, learner, conversation):  # type: ignore[no-untyped-def]
            outcome = router().route(turn, learner, conversation)
            return replace(outcome, replies=(say("half a pair: \ud83e"),)) if learner.user == "bob" else outcome

    store = open_store(database_url)
    first = "update learner set next_due = 1 where user_id = 'cem' returning version"
    halves = BATCH.bit_length()  # it has failed for all, for half of them, and so on, down to one
    house = house_on(Overtaken(store, first, halves), Clock(), Garbling([]))
    await house.join(somebody("bob"))
    await house.join(somebody("cem", at=time(23)))
    house.clock.now = NINE + WINDOW
    await house.tick()
    house.clock.now = NINE + timedelta(hours=14) + WINDOW
    assert await house.tick() == 1
    assert len(house.channel.sent) == 1
    await store.close()


async def test_workspaces_share_the_window() -> None:
    """In each tenth of the window each workspace gets about its tenth, a small one as well as a large one."""
    timetable = Timetable(WINDOW)
    sizes = {"large": 5000, "small": 500}
    for tenant, size in sizes.items():
        tenths = [0] * 10
        for n in range(size):
            due = timetable.due(somebody(f"user {n}", tenant))
            assert due is not None
            tenths[int((due - NINE) / WINDOW * 10)] += 1
        assert all(abs(count - size / 10) < 4 * (size / 10) ** 0.5 for count in tenths)


async def test_who_was_forgotten_meanwhile_does_not_come_back(house: House) -> None:
    """A learner and a conversation that were loaded, and deleted since, are not written again, nor are their like."""
    await house.join(somebody("ann"), somebody("bob"))
    learners = [await house.learner(somebody(name)) for name in ("ann", "bob")]
    for who in learners:
        await house.turns.receive(Turn(f"hi {who.user}", address(who), Message("quiz"), house.clock()))
    learners = [await house.learner(somebody(name)) for name in ("ann", "bob")]
    spoken = await house.store.run(lambda t: Schedule(t).conversations([address(who) for who in learners]))
    await house.store.run(lambda t: Rights(t).forget(Whose.learner(learners[0]), house.clock()))
    for work in (
        lambda t: Schedule(t).save_learners([(replace(who, name="back"), NINE) for who in learners]),
        lambda t: Schedule(t).save_conversations([replace(one, topic="back") for one in spoken], NINE.date()),
    ):
        with pytest.raises(ConflictError):
            await house.store.run(work)
    assert await house.store.run(lambda t: (t.count("learner"), t.count("conversation"))) == (1, 1)
    assert (await house.learner(somebody("bob"))).name != "back"


async def test_its_turns_are_named_in_the_log(house: House) -> None:
    """What is logged of a daily turn, or of the sending of its reply, has the turn's id beside it."""
    seen: list[str] = []

    class Listening(RecordingChannel):
        async def send(self, outgoing: Outgoing) -> str | None:
            seen.append(TURN.get())
            return await super().send(outgoing)

    class Named(Router):
        def route(self, turn, learner, conversation):  # type: ignore[no-untyped-def]
            seen.append(TURN.get())
            return router().route(turn, learner, conversation)

    channels = {"chat": Listening()}
    delivery = Delivery(house.store, channels, house.clock)
    await house.join(somebody())
    house.clock.now = NINE + WINDOW
    await Scheduler(house.store, Named([]), delivery, Timetable(WINDOW)).step()
    await delivery.drain()
    assert seen == ["daily:2026-11-24:chat:local:ann"] * 2
    assert TURN.get() == ""


async def test_what_is_due_is_listed_in_pages(house: House) -> None:
    """A dry run sees everybody who would be due, and writes nothing."""
    people = [somebody(f"user {n}") for n in range(25)]
    await house.join(*people)

    def pages(transaction: Transaction) -> list[str]:
        found: list[tuple[Learner, datetime]] = []
        while page := Schedule(transaction).listed(NINE + WINDOW, found[-1] if found else None, 10):
            found += page
        return [who.user for who, _ in found]

    assert sorted(await house.store.run(pages)) == sorted(who.user for who in people)
    house.clock.now = NINE + WINDOW
    assert await house.tick() == 25


async def test_the_loop_survives_a_store_that_is_away(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """It says so and goes on."""
    await house.store.close()
    running = asyncio.create_task(house.scheduler.run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not running.done()
    assert "daily: the store is closed" in caplog.text
    running.cancel()
    await asyncio.wait([running])
