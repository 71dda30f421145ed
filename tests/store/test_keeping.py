"""Turns, learners, conversations and attempts are kept as they were given, once, and never half."""

import asyncio
import traceback
from dataclasses import MISSING, Field, fields, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.store import ConflictError, Store, Transaction
from bot.store.rows import UnreadableError
from dialogs.learner import Attempt, Conversation, Learner, Streak
from dialogs.room import Room
from tests.store.database import query
from tests.store.samples import ADDRESS, ATTEMPT, CONVERSATION, LEARNER, LEASE, NOW, PLAIN_ADDRESS, REPLY


async def accept(store: Store, turn: str) -> bool:
    """Whether a turn of this id is new."""
    return await store.run(lambda t: t.accept(turn, NOW))


async def save(store: Store, what: Learner | Conversation) -> None:
    """Save a version of a learner or of a conversation."""
    if isinstance(what, Learner):
        await store.run(lambda t: t.save_learner(what, None))
    else:
        await store.run(lambda t: t.save_conversation(what, NOW.date()))


async def test_a_turn_is_accepted_once(store: Store) -> None:
    """The same id is refused for ever after, another one is not."""
    said = [await accept(store, turn) for turn in ("one", "two", "one", "one")]
    assert said == [True, True, False, False]


async def test_one_of_two_accepts_the_same_turn(store: Store, second_store: Store) -> None:
    """When two processes are handed a turn at the same time, one of them takes it."""
    for n in range(20):
        both = (accept(at, f"turn {n}") for at in (store, second_store))
        assert sorted(await asyncio.gather(*both)) == [False, True]


async def test_strangers_are_new(store: Store) -> None:
    """Somebody who was never here is a new learner in a new conversation, and reading keeps nothing."""
    learner = await store.run(lambda t: t.learner(PLAIN_ADDRESS))
    conversation = await store.run(lambda t: t.conversation(PLAIN_ADDRESS))
    assert learner == Learner("web", "local", "ann")
    assert conversation == Conversation("web", "local", "ann", "", "ann")
    assert await store.run(lambda t: t.count("learner") + t.count("conversation")) == 0


async def test_a_learner_comes_back_whole(store: Store) -> None:
    """Every field of a learner survives, with one version more."""
    assert not at_default(LEARNER)
    await save(store, replace(LEARNER, version=0))
    assert await store.run(lambda t: t.learner(ADDRESS)) == LEARNER


async def test_a_conversation_comes_back_whole(store: Store) -> None:
    """Every field of a conversation survives, with one version more."""
    assert not at_default(CONVERSATION)
    await save(store, replace(CONVERSATION, version=0))
    assert await store.run(lambda t: t.conversation(ADDRESS)) == CONVERSATION


async def test_what_a_place_shares_is_not_kept_with_a_conversation(store: Store, database_url: str) -> None:
    """It is found beside it, and no conversation has an old copy of it."""
    room = Room(asked=("a question of the place",))
    await save(store, replace(CONVERSATION, version=0, room=room))
    assert (await store.run(lambda t: t.conversation(ADDRESS))).room == Room()
    assert "a question of the place" not in str(query(database_url, "select data from conversation"))


async def test_conversations_are_told_apart(store: Store) -> None:
    """Another channel, tenant, place, thread or user is another conversation."""
    await save(store, replace(CONVERSATION, version=0))
    elsewhere = [
        replace(ADDRESS, channel="teams"),
        replace(ADDRESS, tenant="T2"),
        replace(ADDRESS, conversation="C2"),
        replace(ADDRESS, thread="18.1"),
        replace(ADDRESS, user="U2"),
    ]
    found = await store.run(lambda t: [t.conversation(address) for address in elsewhere])
    assert [conversation.version for conversation in found] == [0, 0, 0, 0, 0]


async def test_only_the_newest_version_is_followed(store: Store) -> None:
    """A learner who was changed meanwhile is not written over, nor is the conversation."""
    for kept in (LEARNER, CONVERSATION):
        await save(store, replace(kept, version=0))
        await save(store, replace(kept, version=1))
        for version in (0, 1, 3):
            with pytest.raises(ConflictError):
                await save(store, replace(kept, version=version))
    assert await store.run(lambda t: t.learner(ADDRESS)) == replace(LEARNER, version=2)
    assert await store.run(lambda t: t.conversation(ADDRESS)) == replace(CONVERSATION, version=2)


async def test_two_writers_lose_nothing(store: Store, second_store: Store) -> None:
    """Forty steps that two processes take at once, from an unknown learner on, all count."""

    def step(transaction: Transaction) -> None:
        learner = transaction.learner(ADDRESS)
        transaction.save_learner(replace(learner, streak=Streak(learner.streak.length + 1)), None)

    async def step_until_saved(at: Store) -> None:
        while True:
            try:
                return await at.run(step)
            except ConflictError:
                continue

    await asyncio.gather(*(step_until_saved(at) for at in (store, second_store) for _ in range(20)))
    learner = await store.run(lambda t: t.learner(ADDRESS))
    assert (learner.streak.length, learner.version) == (40, 40)


async def test_a_presentation_is_answered_once(store: Store) -> None:
    """A second attempt at the same showing is not appended; another showing, or another learner's, is."""
    other = replace(LEARNER, user="somebody else")
    for learner, presentation in ((LEARNER, "p1"), (LEARNER, "p1"), (LEARNER, "p2"), (other, "p1")):
        attempt = replace(ATTEMPT, presentation=presentation)
        await store.run(partial(Transaction.append, learner=learner, records=[attempt, attempt]))
    assert await store.run(lambda t: t.count("attempt")) == 3


async def test_unlikely_words_are_kept(store: Store) -> None:
    """An attempt's own columns take quotes, signs that SQL or the driver read, and every script."""
    odd = Attempt("'; --", "%s ? %%", 1, "日本 🦜", False, 'a"\\', 1.0, 0, NOW)
    await store.run(lambda t: t.append(LEARNER, [odd]))
    assert await store.run(lambda t: t.count("attempt")) == 1


async def test_old_turns_and_replies_are_forgotten(store: Store) -> None:
    """A purge removes what is older than it is told to keep, and leaves learners and attempts alone."""

    def keep(transaction: Transaction) -> None:
        for days in (0, 6, 8, 30):
            at = NOW - timedelta(days=days)
            transaction.accept(f"turn {days}", at)
            transaction.queue(f"turn {days}", ADDRESS, [REPLY], at, LEASE)

    await store.run(keep)
    await save(store, replace(LEARNER, version=0))
    await store.run(lambda t: t.append(LEARNER, [ATTEMPT]))
    assert await store.run(lambda t: t.purge(NOW - timedelta(days=7))) == 4
    tables = ("turn", "outgoing", "learner", "attempt")
    assert await store.run(lambda t: [t.count(table) for table in tables]) == [2, 2, 1, 1]
    assert await accept(store, "turn 8")


def at_default(value: Any) -> list[str]:
    """The fields of a dataclass that have their default, so that their loss would not show, but those not compared."""
    found = (field for field in fields(value) if field.compare)
    return [field.name for field in found if getattr(value, field.name) == default(field)]


def default(field: "Field[Any]") -> Any:
    """A field's default; `MISSING` without one."""
    return field.default if field.default_factory is MISSING else field.default_factory()


async def test_what_cannot_be_read_is_not_told(store: Store, database_url: str) -> None:
    """A learner or a conversation that another version kept is refused by a fault that quotes nothing of it."""
    await store.run(lambda t: t.save_learner(Learner("web", "local", "ann"), None))
    await store.run(lambda t: t.save_conversation(Conversation("web", "local", "ann", "", "ann"), NOW.date()))
    odd = """data = '{"channel": ["a secret of Ann"]}'"""
    query(database_url, f"update learner set {odd}")  # noqa: S608 - a constant
    query(database_url, f"update conversation set {odd}")  # noqa: S608 - a constant
    for load in (Transaction.learner, Transaction.conversation):
        with pytest.raises(UnreadableError, match="another version") as caught:
            await store.run(partial(load, address=PLAIN_ADDRESS))
        told = "".join(traceback.format_exception(caught.value))
        assert "secret of Ann" not in told
