"""Turns through router, store and delivery, beside the same statements run by hand.

By hand is: the statements that these turns run, recorded beforehand, run again with the bare driver, as
durable, and with as many of them in a commit, or on as many connections, as the store may have.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache, partial
from itertools import chain
from pathlib import Path
from statistics import median

import psycopg

from bot.delivery import Delivery
from bot.router import Router
from bot.store import Store, open_store
from bot.store.postgres import CONNECTIONS
from bot.store.sqlite import BATCH
from bot.turns import Turns
from content.loader import SHIPPED, load
from content.search import Index
from dialogs import all_dialogs
from dialogs.learner import Conversation, Learner
from dialogs.turn import Address, Message, Turn
from tests.bench.table import show
from tests.bench.trace import RecordingStore, Statement
from tests.delivery.fakes import RecordingChannel
from tests.support.postgres import database, postgres

LEARNERS = 50
SAID = ("quiz 5", "a", "b", "hint", "c", "next", "define RAG", "what is grounding?", "stop", "progress")
TURNS = LEARNERS * len(SAID)
ROUNDS = 3

Trace = list[list[Statement]]
Figures = tuple[float, float]
"""Turns a second, and milliseconds of this process's CPU a turn."""


@cache
def router() -> Router:
    """A router over the shipped course."""
    course = load(SHIPPED)
    return Router(all_dialogs(course, Index(course, SHIPPED)))


def turns_of(learner: int) -> Iterator[Turn]:
    """What one learner says."""
    address = Address("chat", "local", f"learner-{learner}", f"place-{learner}")
    for n, text in enumerate(SAID):
        yield Turn(f"bench:{learner}:{n}", address, Message(text), datetime.now(UTC))


async def measured(work: Callable[[], Awaitable[object]]) -> Figures:
    """The figures of all turns."""
    wall, cpu = time.perf_counter(), time.process_time()
    await work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return TURNS / wall, cpu / TURNS * 1000


async def converse(store: Store, learners: Sequence[int], callers: int) -> None:
    """These learners' turns, received, kept, sent and settled; then close the store."""
    channel = RecordingChannel()
    delivery = Delivery(store, {channel.name: channel})
    turns = Turns(router(), store, delivery)

    async def call(first: int) -> None:
        for turn in chain.from_iterable(map(turns_of, learners[first::callers])):
            await turns.receive(turn)

    await asyncio.gather(*map(call, range(callers)))
    await delivery.drain(60)
    await store.close()
    assert len(channel.sent) >= len(learners) * len(SAID)


async def route() -> None:
    """Every learner's turns through the router alone."""
    for n in range(LEARNERS):
        learner, conversation = Learner("chat", "local", ""), Conversation("chat", "local", "", "", "")
        for turn in turns_of(n):
            outcome = router().route(turn, learner, conversation)
            learner, conversation = outcome.learner or learner, outcome.conversation or conversation


async def recorded(*, lock: bool) -> list[Trace]:
    """The transactions that each learner's turns make, in their order."""
    stores = [RecordingStore(lock=lock) for _ in range(LEARNERS)]
    for n, store in enumerate(stores):
        await converse(store, [n], 1)
    return [store.transactions for store in stores]


def sqlite_by_hand(path: Path, trace: Trace, group: int) -> None:
    """Run the transactions on a file, `group` of them in a commit."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma synchronous = full")
        for first in range(0, len(trace), group):
            connection.execute("begin immediate")
            for sql, values in chain.from_iterable(trace[first : first + group]):
                connection.execute(sql, values).fetchall()
            connection.execute("commit")


def postgres_by_hand(url: str, trace: Trace) -> None:
    """Run the transactions on one connection."""
    with psycopg.connect(url, autocommit=True) as connection:
        for transaction in trace:
            with connection.transaction():
                for sql, values in transaction:
                    cursor = connection.execute(sql.replace("?", "%s").encode(), values)
                    if cursor.description:
                        cursor.fetchall()


async def on_sqlite(folder: Path) -> dict[str, list[Figures]]:
    """One round on SQLite, each case on a file of its own."""
    trace = list(chain.from_iterable(await recorded(lock=False)))
    found = {}
    for case, callers, group in (("1 caller", 1, 1), (f"{LEARNERS} callers", LEARNERS, BATCH)):
        path = folder / f"tutor-{callers}.db"
        store = open_store(f"sqlite:///{path}")
        tutor = await measured(partial(converse, store, range(LEARNERS), callers))
        path = folder / f"hand-{callers}.db"
        await open_store(f"sqlite:///{path}").close()
        hand = await measured(partial(asyncio.to_thread, sqlite_by_hand, path, trace, group))
        found[f"SQLite, {case}"] = [tutor, hand]
    return found


async def on_postgres(server: str) -> dict[str, list[Figures]]:
    """One round on PostgreSQL, each case in a database of its own."""
    traces = await recorded(lock=True)
    found = {}
    for case, callers, connections in (("1 caller", 1, 1), (f"{LEARNERS} callers", LEARNERS, CONNECTIONS)):
        with database(server) as url:
            tutor = await measured(partial(converse, open_store(url), range(LEARNERS), callers))
        parts = [list(chain.from_iterable(traces[n::connections])) for n in range(connections)]
        with database(server) as url:
            await open_store(url).close()
            by_hand = [partial(asyncio.to_thread, postgres_by_hand, url, part) for part in parts]
            hand = await measured(partial(together, by_hand))
        found[f"PostgreSQL, {case}"] = [tutor, hand]
    return found


async def together(works: Sequence[Callable[[], Awaitable[object]]]) -> None:
    """Do all of these at once."""
    await asyncio.gather(*(work() for work in works))


async def bench_turns() -> None:
    """Both engines, with one caller and with many."""
    rounds: list[dict[str, list[Figures]]] = []
    routing = []
    with postgres() as server:
        for _ in range(ROUNDS):
            routing.append(await measured(route))
            with tempfile.TemporaryDirectory() as folder:
                rounds.append(await on_sqlite(Path(folder)) | await on_postgres(server))
    rows = [line(case, *(middle([r[case][n] for r in rounds]) for n in range(2))) for case in rounds[0]]
    rate, cpu = middle(routing)
    rows.append(("the router alone", f"{rate:,.0f}", f"{cpu:.2f}", "", "", ""))
    show(
        f"{TURNS} turns of {LEARNERS} learners, the middle of {ROUNDS} rounds, without PostgreSQL's own CPU",
        ("", "turns/s", "CPU ms/turn", "by hand: turns/s", "CPU ms/turn", "CPU ratio"),
        rows,
    )


def line(case: str, tutor: Figures, hand: Figures) -> tuple[str, ...]:
    """A row of the table."""
    figures = (f"{tutor[0]:,.0f}", f"{tutor[1]:.2f}", f"{hand[0]:,.0f}", f"{hand[1]:.2f}")
    return (case, *figures, f"{tutor[1] / hand[1]:.1f}")


def middle(rounds: Sequence[Figures]) -> Figures:
    """The medians of some figures."""
    return median(rate for rate, _ in rounds), median(cpu for _, cpu in rounds)
