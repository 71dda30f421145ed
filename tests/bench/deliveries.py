"""The daily quiz at full size: 20,000 due at once with a process killed on the way, and a batch out of a million.

The floor posts as many messages to the same loopback API with bare aiohttp, and keeps nothing.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import aiohttp
import click
import psutil  # type: ignore[import-untyped]
import psycopg

from bot.delivery import Timetable
from bot.render import blockkit
from bot.store import Schedule, Store, open_store
from dialogs.learner import Daily, Learner
from dialogs.turn import Address
from tests.bench.table import show
from tests.daily.load.run import api, counts, deliver
from tests.support.postgres import database, postgres
from tests.talk import Talk

DUE, SUBSCRIBED, SAME_HOUR = 20_000, 1_000_000, 100_000
AT_ONCE = 100
BATCH, LOOKS = 50, 200
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
MB = 2**20


async def bare() -> tuple[float, float]:
    """Messages a second that one process posts with nothing but aiohttp, and milliseconds of CPU for each."""
    body = blockkit.render(Talk().say("quiz")[0])

    async def post(session: aiohttp.ClientSession, address: str, first: int) -> None:
        for n in range(first, DUE, AT_ONCE):
            said = {"channel": f"D{n}", **body}
            async with session.post(f"{address}/api/chat.postMessage", json=said) as answer:
                await answer.read()

    cpu = time.process_time()
    with api() as address:
        async with aiohttp.ClientSession() as session:
            await asyncio.gather(*(post(session, address, n) for n in range(AT_ONCE)))
        done = await asyncio.to_thread(counts, address, DUE * 9 // 10)
    return DUE * 9 // 10 / float(done["seconds"]), (time.process_time() - cpu) / DUE * 1000


def subscribed(url: str) -> None:
    """A million learners, of whom a tenth chose nine o'clock, and the others any other minute of the day."""
    timetable = Timetable()
    home = Address("slack", "T0", "U0", "D0")
    sql = b"copy learner (channel, tenant, user_id, version, data, next_due) from stdin"
    with psycopg.connect(url) as connection:
        with connection.cursor() as cursor, cursor.copy(sql) as copy:
            for n in range(SUBSCRIBED):
                who = Learner("slack", f"T{n % 997}", f"U{n}", home=home, daily=Daily(), offered_on=date(2026, 11, 23))
                due = timetable.due(who)
                assert due is not None
                if n % (SUBSCRIBED // SAME_HOUR):
                    due += timedelta(minutes=1 + n % 1400)
                kept = {"channel": "slack", "tenant": who.tenant, "user": who.user}
                data = json.dumps(
                    {**kept, "daily": {}, "offered_on": "2026-11-23", "home": {**kept, "conversation": "D"}}
                )
                copy.write_row((who.channel, who.tenant, who.user, 1, data, int(due.timestamp() * 1000)))
        connection.commit()
        connection.autocommit = True
        connection.execute("analyze learner")


async def looks(store: Store, now: datetime) -> list[float]:
    """Milliseconds that each of many batches takes to be chosen, and moved to the next day."""
    took = []

    for _ in range(LOOKS):
        began = time.perf_counter()
        found, _ = await store.run(lambda t: Schedule(t).due("slack", now, BATCH))
        took.append((time.perf_counter() - began) * 1000)
        assert len(found) == BATCH
        later = [(who, now + timedelta(days=1)) for who in found]
        await store.run(lambda t: Schedule(t).put_off(later))  # noqa: B023 - awaited
    return took


async def bench_deliveries() -> None:
    """Both engines at full size, then the choice out of a million."""
    floor, floor_cpu = await bare()
    rows = [("bare aiohttp, one process", "", "", "", f"{floor:,.0f}", f"{floor_cpu:.2f}", "1.0")]
    with postgres() as server:
        cases: list[tuple[str, int, Callable[[], str]]] = []
        with database(server) as url, tempfile.TemporaryDirectory() as folder:
            lone = f"sqlite:///{Path(folder) / 'store.db'}"
            cases = [("PostgreSQL, three processes", 3, lambda: url), ("SQLite, one process", 1, lambda: lone)]
            for name, processes, where in cases:
                found = await asyncio.to_thread(deliver, where(), DUE, processes)
                figures = (str(found.lost), str(found.twice), str(found.in_flight), f"{found.rate:,.0f}")
                rows.append((name, *figures, f"{found.cpu:.2f}", f"{found.cpu / floor_cpu:.1f}"))
        header = ("", "lost", "twice", "in flight at the kill", "deliveries/s", "CPU ms each", "CPU ratio")
        show(f"{DUE:,} quizzes due at once, one process killed with -9", header, rows)
        with database(server) as url:
            store = open_store(url)
            await asyncio.to_thread(subscribed, url)
            before = psutil.Process().memory_info().rss
            cold = [await looks(store, NINE + timedelta(minutes=minutes)) for minutes in (1, 10)]
            await store.close()
            grown = (psutil.Process().memory_info().rss - before) / MB
    chosen = [
        (when, f"{median(took):.1f}", f"{sorted(took)[int(0.99 * LOOKS)]:.1f}", f"{max(took):.1f}")
        for when, took in zip(("a minute past nine", "when all of nine o'clock are due"), cold, strict=True)
    ]
    show(
        f"The next {BATCH} out of {SUBSCRIBED:,} in PostgreSQL, {SAME_HOUR:,} of whom chose the same hour, in ms",
        ("", "median", "99 %", "most"),
        chosen,
    )
    click.echo(f"  The process grew by {grown:.0f} MB.")
