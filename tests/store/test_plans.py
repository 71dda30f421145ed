"""What happens at every turn and every second costs the same however much is kept."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.store import Outgoing, Polls, Schedule, State, Transaction, open_store
from bot.store.rights import Rights, Whose
from bot.store.threads import Threads
from bot.store.tokens import TokenUse
from dialogs.dialog import Outcome
from dialogs.room import Poll, Room, Seat, Vote
from dialogs.turn import Action, Message, Turn
from tests.store.samples import ADDRESS, ATTEMPT, CONVERSATION, HELLO, LEARNER, LEASE, NOW, PLAIN_ADDRESS

ELSEWHERE = replace(PLAIN_ADDRESS, conversation="elsewhere")
PLACES = [ADDRESS, PLAIN_ADDRESS, ELSEWHERE]
SENT = [(Outgoing(f"t{n}", 0, ADDRESS, HELLO, 1, NOW), State.SENT, "") for n in range(3)]
KEPT = ("learner", "conversation", "turn", "attempt", "outgoing", "token_use", "poll", "vote", "board")
POLL = Poll("p", replace(ADDRESS, user="", shared=True), "q", 1, NOW, NOW)
SHARED = replace(ADDRESS, shared=True)
VOTED = Outcome((), records=(Vote("p", "q", 1, "b", NOW),))

Work = Callable[[Transaction], object]
WORKS: dict[str, Work] = {
    "accept": lambda t: t.accept("t", NOW),
    "learner": lambda t: t.learner(ADDRESS),
    "conversation": lambda t: t.conversation(ADDRESS),
    "save a learner": lambda t: t.save_learner(replace(LEARNER, version=0), NOW),
    "save a conversation": lambda t: t.save_conversation(replace(CONVERSATION, version=0), NOW.date()),
    "append": lambda t: t.append(LEARNER, [ATTEMPT]),
    "queue": lambda t: t.queue("t", ADDRESS, [HELLO], NOW, LEASE),
    "waiting": lambda t: t.waiting(ADDRESS),
    "ahead": lambda t: t.ahead(SENT[0][0], NOW),
    "claim": lambda t: t.claim("slack", NOW, LEASE, 100),
    "settle": lambda t: t.settle("t", 0, State.SENT),
    "postpone": lambda t: t.postpone(SENT[0][0], NOW),
    "spend": lambda t: TokenUse(t).reserve(ADDRESS, NOW.date(), 1, 10, 10),
    "due": lambda t: Schedule(t).due("slack", NOW, 50),
    "skip": lambda t: Schedule(t).skip([LEARNER], NOW, NOW),
    "put off": lambda t: Schedule(t).put_off([(LEARNER, NOW)]),
    "accept many": lambda t: Schedule(t).accept(["a", "b", "c"], NOW),
    "conversations": lambda t: Schedule(t).conversations(PLACES),
    "withdraw": lambda t: Schedule(t).withdraw(PLACES),
    "queue many": lambda t: Schedule(t).queue({"t": (ADDRESS, [HELLO], NOW)}, NOW, LEASE),
    "settle many": lambda t: Schedule(t).settle(SENT),
    "room": lambda t: Polls(t).room(Turn("t", SHARED, Message("hm"), NOW)),
    "pressed": lambda t: Polls(t).room(Turn("t", SHARED, Action("poll", "vote", ("p", "b")), NOW)),
    "open a poll": lambda t: Polls(t).keep(Outcome((), poll=POLL, posts=(HELLO,)), Room(), NOW, LEASE),
    "vote": lambda t: Polls(t).keep(VOTED, Room(POLL), NOW, LEASE),
    "show a poll": lambda t: Polls(t).keep(Outcome((), posts=(HELLO,)), Room(POLL), NOW, LEASE),
    "due polls": lambda t: Polls(t).due("slack", NOW, NOW),
    "channels of due polls": lambda t: Polls(t).channels(NOW, NOW, ["slack", "web"]),
    "find a poll": lambda t: Polls(t).find("p"),
    "skip a poll": lambda t: Polls(t).skip("p", NOW, NOW),
    "rest": lambda t: Polls(t).rest(POLL, NOW),
    "unsettled": lambda t: Polls(t).unsettled(POLL, 50),
    "take a vote": lambda t: Polls(t).take(POLL, ADDRESS),
    "append a vote": lambda t: t.append(LEARNER, VOTED.records),
    "take a seat": lambda t: t.append(LEARNER, [Seat("C1", taken=True, at=NOW), Seat("C1", taken=False, at=NOW)]),
    "standings": lambda t: Polls(t).standings(ADDRESS, 10),
    "forget": lambda t: Rights(t).forget(Whose.learner(LEARNER), NOW),
    "kept": lambda t: Rights(t).kept(LEARNER),
    "use a thread": lambda t: Threads(t).used(CONVERSATION, NOW.date()),
    "count threads": lambda t: Threads(t).count_from(NOW.date(), 500),
    "purge threads": lambda t: Threads(t).purge(NOW.date(), NOW.date(), 500),
    "purge polls": lambda t: Polls(t).purge(NOW, NOW),
}


@pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)
def test_no_table_is_read_from_end_to_end(work: Work, tmp_path: Path) -> None:
    """Every statement finds its rows by an index; SQLite says how it would, and nothing is measured."""
    path = tmp_path / "store.db"
    plans: list[str] = []
    asyncio.run(open_store(f"sqlite:///{path}").close())
    with closing(sqlite3.connect(path)) as file:

        def execute(sql: str, values: Sequence[Any]) -> list[Any]:
            plans.extend(row[3] for row in file.execute(f"explain query plan {sql}", values))
            return file.execute(sql, values).fetchall()

        work(Transaction(execute))
    assert not [plan for plan in plans for table in KEPT if plan.startswith(f"SCAN {table}")]


def plans(url: str, work: Work) -> list[tuple[str, str]]:
    """Each statement of some work, and how the database would find its rows if it can do so by an index."""
    asyncio.run(open_store(url).close())
    found: list[tuple[str, str]] = []
    with ExitStack() as stack:
        if url.startswith("sqlite"):
            connection: Any = stack.enter_context(closing(sqlite3.connect(url.removeprefix("sqlite:///"))))
            explain = "explain query plan "
        else:
            connection, explain = stack.enter_context(psycopg.connect(url)), "explain "
            connection.execute("set enable_seqscan = off; set enable_bitmapscan = off")

        def execute(sql: str, values: Sequence[Any]) -> list[Any]:
            asked = sql if url.startswith("sqlite") else sql.replace("?", "%s")
            found.append((sql, "\n".join(str(row[-1]) for row in connection.execute(explain + asked, values))))
            done = connection.execute(asked, values)
            return list(done.fetchall()) if done.description else []

        work(Transaction(execute))
    return found


def test_forgetting_reads_what_is_somebodys_alone(database_url: str) -> None:
    """What grows with everybody's use is found by the person: another's conversations and replies are not read."""
    whose = Whose.learner(LEARNER)
    found = plans(database_url, lambda t: Rights(t).forget(whose, NOW))
    for table in ("conversation", "outgoing", "attempt"):
        told = [plan for sql, plan in found if f" {table} where" in sql]
        assert told, table
        for plan in told:
            steps = [line for line in plan.splitlines() if "user_id" in line and "Filter" not in line]
            assert steps, plan
            assert f"SCAN {table}" not in plan
            assert f"Seq Scan on {table}" not in plan
