"""Two versions on one database: the older one drops nothing that the newer one keeps, and leaves its work to it."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from bot.delivery import Delivery, PollKeeper, Scheduler
from bot.store import Polls, Schedule, State, Store, StoreUnavailableError, Transaction
from bot.store.migrate import migrations
from bot.turns import Turns
from dialogs.dialog import Outcome
from dialogs.room import Poll, Room
from dialogs.turn import Action, Message, Turn
from tests.delivery.fakes import Clock, RecordingChannel
from tests.store.database import query
from tests.store.samples import ADDRESS, CONVERSATION, HELLO, LEARNER, LEASE, NOW
from tests.talk import router

T = TypeVar("T")

NEWER: dict[str, Any] = {
    "mood": {"today": "curious 🦜", "since": [1, None]},
    "streak": {"shields": 3},
    "daily": {"skips_holidays": True},
    "reviews": {"q1": {"lapses": 2}},
}
"""What a version that is not written yet keeps in a learner, deep and at the top."""

POLL = Poll("p1", replace(ADDRESS, user="", shared=True), "q", 4, NOW, NOW + timedelta(minutes=10), by="0a1b2c3d")
PRESSED = Turn("pressed", ADDRESS, Action("poll", "vote", ("p1", "a")), NOW)

ADDITIVE = re.compile(
    r"create table \w+|create (unique )?index \w+|drop index \w+|update \w+ set"
    r"|alter table \w+ add column \w+ (bigint|smallint|text|double precision)( not null default \S+)?$"
)
"""What a migration may do: an older process goes on reading and writing what it knows."""


def with_newer(url: str, table: str, more: dict[str, Any]) -> None:
    """Let a newer version have saved the only row of a table."""
    ((data,),) = query(url, f"select data from {table}")  # noqa: S608 - a name of a table
    given = merged(json.loads(data), more)
    quoted = json.dumps(given, ensure_ascii=False).replace("'", "''")
    query(url, f"update {table} set data = '{quoted}'")  # noqa: S608


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Both, objects within objects included."""
    deeper = {
        k: merged(one[k], v) if isinstance(v, dict) and isinstance(one.get(k), dict) else v for k, v in other.items()
    }
    return one | deeper


def data(url: str, table: str) -> dict[str, Any]:
    """The only row of a table."""
    ((found,),) = query(url, f"select data from {table}")  # noqa: S608
    whole: dict[str, Any] = json.loads(found)
    return whole


def contains(whole: Any, part: Any) -> bool:
    """Whether all of a part stands in the whole, where it stands in the part."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(name in whole and contains(whole[name], part[name]) for name in part)
    return bool(whole == part)


@pytest.fixture
async def saved(store: Store) -> Store:
    """A store with a learner and a conversation."""

    def save(transaction: Transaction) -> None:
        learner = replace(LEARNER, version=0, reviews={"q1": next(iter(LEARNER.reviews.values()))})
        transaction.save_learner(learner, NOW)
        transaction.save_conversation(replace(CONVERSATION, version=0), NOW.date())

    await store.run(save)
    return store


async def test_what_a_newer_version_keeps_survives(saved: Store, database_url: str) -> None:
    """A learner and a conversation that an older version reads, changes and saves have what it cannot read."""
    with_newer(database_url, "learner", NEWER)
    with_newer(database_url, "conversation", {"mode": "voice"})

    def change(transaction: Transaction) -> None:
        transaction.save_learner(replace(transaction.learner(ADDRESS), name="Ann"), NOW)
        transaction.save_conversation(replace(transaction.conversation(ADDRESS), topic="rag"), NOW.date())

    for _ in range(2):
        await saved.run(change)
    learner, conversation = data(database_url, "learner"), data(database_url, "conversation")
    assert contains(learner, NEWER | {"name": "Ann"})
    assert contains(conversation, {"mode": "voice", "topic": "rag"})
    assert (await saved.run(lambda t: t.learner(ADDRESS))).streak == LEARNER.streak


async def test_a_poll_keeps_it_too(store: Store, database_url: str) -> None:
    """A question for everybody that an older version closes has what a newer one kept of it."""
    opened = Outcome((), poll=POLL, posts=(HELLO,))
    await store.run(lambda t: Polls(t).keep(opened, Room(), NOW, LEASE))
    await store.run(lambda t: t.settle(f"poll:open:{POLL.id}", 0, State.SENT, "m1"))
    with_newer(database_url, "poll", {"anonymous": False, "address": {"region": "eu"}})

    def close(transaction: Transaction) -> None:
        room = Polls(transaction).room(PRESSED)
        assert room.poll is not None
        closed = replace(room.poll, closed_at=NOW, by="", counts={"a": 3})
        Polls(transaction).keep(Outcome((), poll=closed), room, NOW, LEASE)

    await store.run(close)
    kept = data(database_url, "poll")
    assert contains(kept, {"anonymous": False, "address": {"region": "eu"}, "counts": {"a": 3}})
    assert "by" not in kept


async def test_a_poll_that_cannot_be_read_is_left_to_the_newer(store: Store, database_url: str) -> None:
    """A click on it is not taken, and comes again to a process that can; by the clock it is put off."""
    await store.run(lambda t: Polls(t).keep(Outcome((), poll=POLL), Room(), NOW, LEASE))
    with_newer(database_url, "poll", {"closes_at": {"sun": "set"}})
    turns = Turns(router(), store, Delivery(store, {}))
    with pytest.raises(StoreUnavailableError, match="another version"):
        await turns.receive(PRESSED)
    with pytest.raises(StoreUnavailableError, match="another version"):
        await turns.glance(PRESSED)
    assert await store.run(lambda t: t.count("turn")) == 1, "that of the opening"
    clock = Clock()
    clock.now = NOW + timedelta(hours=1)
    keeper = PollKeeper(store, router(), Delivery(store, {"slack": RecordingChannel("slack")}, clock))
    assert await keeper.step() == 0
    await turns.receive(Turn("two", ADDRESS, Message("define RAG"), NOW))
    assert await store.run(lambda t: t.count("conversation")) == 1


async def test_what_was_taken_away_takes_its_parts_along(saved: Store, database_url: str) -> None:
    """Who ends the daily quiz, or has a question no more, has neither because a newer version kept more of it."""
    with_newer(database_url, "learner", NEWER)
    await saved.run(lambda t: t.save_learner(replace(t.learner(ADDRESS), daily=None, reviews={}), None))
    learner = await saved.run(lambda t: t.learner(ADDRESS))
    assert (learner.daily, learner.reviews) == (None, {})
    assert data(database_url, "learner")["mood"] == NEWER["mood"]


async def test_a_batch_of_many_keeps_it_too(saved: Store, database_url: str) -> None:
    """What the scheduler saves, many at once, has it as well."""
    with_newer(database_url, "learner", NEWER)
    await saved.run(lambda t: Schedule(t).save_learners([(who, NOW) for who in Schedule(t).due("slack", NOW, 9)[0]]))
    assert contains(data(database_url, "learner"), NEWER)


async def test_a_turn_that_cannot_be_read_is_left_to_the_newer(saved: Store, database_url: str) -> None:
    """It is not taken, so that its platform brings it again, and nothing of it is kept."""
    with_newer(database_url, "learner", {"daily": {"at": {"sun": "rise"}}})
    delivery = Delivery(saved, {})
    with pytest.raises(StoreUnavailableError, match="another version"):
        await Turns(router(), saved, delivery).receive(Turn("one", ADDRESS, Message("hello"), NOW))
    assert await saved.run(lambda t: t.count("turn")) == 0


async def test_a_daily_quiz_that_cannot_be_read_is_left_to_the_newer(saved: Store, database_url: str) -> None:
    """The learner waits a minute, not a day, for a process that can."""
    clock = Clock()
    clock.now = NOW + timedelta(hours=1)
    with_newer(database_url, "learner", {"daily": {"at": {"sun": "rise"}}})
    scheduler = Scheduler(saved, router(), Delivery(saved, {"slack": RecordingChannel("slack")}, clock))
    assert await scheduler.step() == 1
    assert await scheduler.step() == 0
    clock.forward(61)
    assert await scheduler.step() == 1


async def test_a_reply_that_cannot_be_read_is_left_to_the_newer(store: Store, database_url: str) -> None:
    """The older gives it back at once, and looks at it no more; a newer one has it at its next sweep, whole."""
    for turn in ("ours", "theirs"):
        await store.run(lambda t: t.queue(turn, ADDRESS, [HELLO], NOW, LEASE))  # noqa: B023 - awaited
    kept = query(database_url, "select reply from outgoing where turn = 'theirs'")[0][0]
    query(database_url, """update outgoing set reply = '{"elements": [{"kind": "hologram"}]}' where turn = 'theirs'""")
    foreign: dict[tuple[str, int], None] = {}
    found = await store.run(lambda t: t.claim("slack", NOW + LEASE, LEASE, 9, foreign))
    assert ([item.turn for item in found], list(foreign)) == (["ours"], [("theirs", 0)])
    assert await store.run(lambda t: t.claim("slack", NOW + LEASE, LEASE, 9, foreign)) == []
    query(database_url, f"update outgoing set reply = '{kept}' where turn = 'theirs'")  # noqa: S608
    (newer,) = await store.run(lambda t: t.claim("slack", NOW + LEASE, LEASE, 9))
    assert (newer.turn, newer.attempts, newer.reply) == ("theirs", 2, HELLO)


def test_migrations_only_add() -> None:
    """No migration takes away or renames what an older process, which runs beside the newer one, reads or writes."""
    for number, text in migrations():
        for statement in filter(str.strip, text.split(";\n")):
            assert ADDITIVE.match(" ".join(statement.split()).rstrip(";")), f"migration {number}: {statement}"
