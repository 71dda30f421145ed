"""Forgetting reaches every table that has a person in it, on both engines, and leaves counts without one."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store import Polls, Store, Transaction
from bot.store.items import opinions, tallies
from bot.store.reading import read
from bot.store.rights import IMPERSONAL, PERSONAL, RETRIED, Rights, Whose, document
from bot.store.tokens import WORKSPACE, TokenUse
from dialogs.dialog import LookedUp, Outcome
from dialogs.learner import Feedback, Learner
from dialogs.reply import say
from dialogs.room import Poll, Room, Seat, Vote
from dialogs.turn import Address
from tests.population import attempts, fill
from tests.store.database import query
from tests.store.samples import ANYTHING, ATTEMPT, CONVERSATION, LEARNER, LEASE, NOW
from tests.talk import shipped

PERSON = re.compile("user|learner|person|member|author|name", re.IGNORECASE)
KEY = ["channel", "tenant", "user_id"]
FEEDBACK = Feedback("challenge", "k", "q", 4, "two", "Zoë: “日本 🦜” %s ?", NOW)
VOTE = Vote("a poll", "q", 4, "b", NOW)


def schema(url: str) -> dict[str, list[str]]:
    """The columns of every table that there is."""
    if url.startswith("sqlite"):
        tables = query(url, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
        return {name: [row[1] for row in query(url, f"pragma table_info({name})")] for (name,) in tables}
    columns: dict[str, list[str]] = {}
    for table, column in query(
        url,
        "select table_name, column_name from information_schema.columns"
        " where table_schema = current_schema() order by ordinal_position",
    ):
        columns.setdefault(table, []).append(column)
    return columns


def keep(transaction: Transaction, user: str, tenant: str = LEARNER.tenant) -> None:
    """One of everything that is kept of a learner."""
    learner = replace(LEARNER, version=0, tenant=tenant, user=user)
    address = Address(learner.channel, tenant, user, "C1", "17.5", direct=False)
    transaction.save_learner(learner, NOW)
    transaction.save_conversation(replace(CONVERSATION, version=0, tenant=tenant, user=user), NOW.date())
    transaction.append(learner, [ATTEMPT, FEEDBACK, replace(FEEDBACK, kind="answer", subject="t", reason="helpful")])
    transaction.accept(f"turn of {user}", NOW)
    transaction.queue(f"turn of {user}", address, [say(ANYTHING), say("more")], NOW, LEASE)
    TokenUse(transaction).reserve(address, NOW.date(), 5, 100, 1_000)
    Rights(transaction).visited(address, NOW.date())
    transaction.append(learner, [VOTE, Seat("C1", taken=True, at=NOW), LookedUp("rag")])


def poll(tenant: str) -> Poll:
    """A question that is open for everybody in a place of a tenant."""
    place = Address(LEARNER.channel, tenant, "", "C1", "17.5", direct=False, shared=True)
    return Poll(f"poll of {tenant}", place, "q", 4, NOW, NOW + timedelta(minutes=10), by="0a1b2c3d")


async def test_every_table_is_one_or_the_other(store: Store, database_url: str) -> None:
    """A table is either listed with all its columns as having a person in it, or has no column that may be one."""
    found = schema(database_url)
    assert found.keys() == PERSONAL.keys() | IMPERSONAL
    for table, columns in found.items():
        if table in PERSONAL:
            assert sorted(columns) == sorted([*KEY, *PERSONAL[table]]), table
        else:
            assert not [column for column in columns if PERSON.search(column)], table


async def test_forgetting_leaves_no_row_and_nobody_else_out(store: Store, database_url: str) -> None:
    """After it no table holds a row of the learner; what is kept of another learner is as it was."""
    await store.run(lambda t: keep(t, "ann"))
    await store.run(lambda t: keep(t, "bob"))
    ann, bob = (Whose(LEARNER.channel, LEARNER.tenant, user) for user in ("ann", "bob"))
    before = read(database_url, lambda execute: document(execute, bob))
    gone = await store.run(lambda t: Rights(t).forget(ann, NOW))
    assert gone == dict.fromkeys(PERSONAL, 1) | {"feedback": 2, "outgoing": 2}
    for table in PERSONAL:
        left = f"select distinct user_id from {table} where user_id <> '{WORKSPACE}'"  # noqa: S608
        assert query(database_url, left) == [("bob",)], table
    assert read(database_url, lambda execute: document(execute, bob)) == before
    assert await store.run(lambda t: Rights(t).counts(ann)) == dict.fromkeys(PERSONAL, 0)


async def test_a_tenant_and_no_other(store: Store, database_url: str) -> None:
    """All of a workspace goes, what its places were asked too, and nothing of another that has the same user."""
    for user, tenant in (("ann", "one"), ("cy", "two")):
        await store.run(lambda t: keep(t, user, tenant))  # noqa: B023 - awaited
        await store.run(lambda t: Polls(t).keep(Outcome((), poll=poll(tenant)), Room(), NOW, LEASE))  # noqa: B023
    gone = await store.run(lambda t: Rights(t).forget(Whose(LEARNER.channel, "one"), NOW))
    assert (gone["attempt"], gone["poll"]) == (1, 1)
    for table in (*PERSONAL, "lookup", "poll"):
        assert query(database_url, f"select distinct tenant from {table}") == [("two",)], table  # noqa: S608


@pytest.mark.parametrize(("later", "left"), [(timedelta(minutes=5), 1), (RETRIED + timedelta(minutes=1), 0)])
async def test_ids_of_turns_go_once_they_cannot_come_again(store: Store, later: timedelta, left: int) -> None:
    """A turn that a platform may repeat is still known, so that it brings nobody back; an older one is not."""
    await store.run(lambda t: keep(t, "ann"))
    await store.run(lambda t: Rights(t).forget(Whose(LEARNER.channel, LEARNER.tenant, "ann"), NOW + later))
    assert await store.run(lambda t: t.count("turn")) == left


async def test_counts_stay_without_a_person(store: Store, database_url: str) -> None:
    """Figures of questions and answers are the same after half of a class was forgotten, one by one and at once."""
    made = list(attempts(list(shipped().questions.values())[:12], learners=40, each=6))

    def enter(transaction: Transaction) -> None:
        fill(transaction, made)
        for learner, _ in made:
            told = replace(FEEDBACK, kind="answer", subject="t", reason="helpful")
            transaction.append(learner, [FEEDBACK, told])

    await store.run(enter)
    before, rated = read(database_url, tallies), read(database_url, opinions)

    def forget_half(transaction: Transaction) -> None:
        for learner, _ in made[:20]:
            Rights(transaction).forget(Whose.learner(learner), NOW)

    await store.run(forget_half)
    for _ in range(2):
        after = read(database_url, tallies)
        assert [(t.question, t.answers, t.right, t.hinted, t.hints, t.choices, t.reasons) for t in after] == [
            (t.question, t.answers, t.right, t.hinted, t.hints, t.choices, t.reasons) for t in before
        ]
        for one, other in zip(after, before, strict=True):
            assert one.pairs.count == other.pairs.count
            assert one.pairs.passed_rest == pytest.approx(other.pairs.passed_rest)
            assert one.pairs.rest_squared == pytest.approx(other.pairs.rest_squared)
        assert read(database_url, opinions) == rated == {"t": {"helpful": 40}}
        await store.run(lambda t: Rights(t).forget(Whose("web", "local"), NOW))
    assert await store.run(lambda t: t.count("attempt")) == 0


async def test_what_is_kept_is_read_as_it_was_written(store: Store) -> None:
    """Records come back whole, the newest first, with the number of the rest."""
    older = replace(ATTEMPT, presentation="p0", at=NOW - timedelta(days=1))
    await store.run(lambda t: keep(t, "ann"))
    ann = Learner(LEARNER.channel, LEARNER.tenant, "ann")
    await store.run(lambda t: t.append(ann, [older]))
    kept = await store.run(lambda t: Rights(t).kept(ann))
    assert kept.attempts == (ATTEMPT, older)
    assert set(kept.feedback) == {FEEDBACK, replace(FEEDBACK, kind="answer", subject="t", reason="helpful")}
    assert (kept.conversations, kept.replies, kept.tokens, kept.last_visit) == (1, 2, 5, NOW.date())
    assert (kept.votes, kept.boards) == ((VOTE,), 1)


async def test_the_file_holds_everything(store: Store, database_url: str) -> None:
    """The document names every column, with JSON as what it holds and times with their zone."""
    await store.run(lambda t: keep(t, "ann"))
    whole = read(database_url, lambda execute: document(execute, Whose(LEARNER.channel, LEARNER.tenant, "ann")))
    assert (whole["schema"], whole["kept"].keys()) == (1, PERSONAL.keys())
    for table, rows in whole["kept"].items():
        assert rows, table
        assert list(rows[0]) == [*KEY, *PERSONAL[table]]
    assert whole["kept"]["learner"][0]["data"]["name"] == ANYTHING
    assert whole["kept"]["attempt"][0]["at"] == NOW.isoformat()
