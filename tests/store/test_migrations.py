"""Tables are made and brought up to date at the start, once, by one process at a time."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import Schedule, SchemaError, Store, open_store
from bot.store.migrate import migrations
from dialogs.learner import Daily
from tests.store.database import query
from tests.store.samples import NOW

OPEN = """
import asyncio, sys
from bot.store import open_store
print("ready", flush=True)
input()
store = open_store(sys.argv[1])
asyncio.run(store.close())
"""


def applied(url: str) -> list[int]:
    """The numbers of the migrations that a database knows of."""
    return [row[0] for row in query(url, "select number from migration order by number")]


def test_migrations_are_numbered_without_gaps() -> None:
    """1, 2, 3 …, so that nobody adds one in between."""
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


async def test_opening_again_changes_nothing(store: Store, database_url: str) -> None:
    """A second start finds everything done, and what was kept."""
    await store.run(lambda t: t.accept("one", NOW))
    await store.close()
    again = open_store(database_url)
    assert not await again.run(lambda t: t.accept("one", NOW))
    await again.close()
    assert applied(database_url) == [number for number, _ in migrations()]


async def test_an_older_wish_for_the_daily_quiz_is_kept(database_url: str) -> None:
    """Who wished for it before the tables knew when it is due is due at once, and so gets a time; nobody else is."""
    query(database_url, "create table migration (number bigint primary key)")
    for statement in filter(str.strip, ";\n".join(text for _, text in migrations()[:4]).split(";\n")):
        query(database_url, statement)
    query(database_url, "insert into migration (number) values (1), (2), (3), (4)")
    query(
        database_url,
        """insert into learner (channel, tenant, user_id, version, data) values
        ('web', 'local', 'ann', 1, '{"channel":"web","tenant":"local","user":"ann","daily":{}}'),
        ('web', 'local', 'bob', 1, '{"channel":"web","tenant":"local","user":"bob","name":"\\"daily\\":"}')""",
    )
    store = open_store(database_url)
    due, _ = await store.run(lambda t: Schedule(t).due("web", NOW, 9))
    await store.close()
    assert [(learner.user, learner.daily) for learner in due] == [("ann", Daily())]


async def test_checking_only_refuses_an_empty_database(database_url: str) -> None:
    """With `migrate` off nothing is made, and the error says what to run."""
    with pytest.raises(SchemaError, match=r"lacks migrations \[1\b.*chat-tutor migrate"):
        open_store(database_url, migrate=False)
    await open_store(database_url).close()
    await open_store(database_url, migrate=False).close()


async def test_a_newer_database_is_refused(store: Store, database_url: str) -> None:
    """An older program leaves a newer program's tables alone, and says which version is wanted."""
    query(database_url, "insert into migration (number) values (9999)")
    for migrate in (True, False):
        with pytest.raises(SchemaError, match=r"migration 9999.*does not know"):
            open_store(database_url, migrate=migrate)


def test_processes_may_start_together(database_url: str) -> None:
    """Two that open an empty database at the same moment both succeed, and each migration is applied once."""
    command = [sys.executable, "-c", OPEN, database_url]
    pipe = subprocess.PIPE
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
    said = [process.stdout.readline() for process in processes if process.stdout]
    for process in processes:
        process.stdin.write("go\n") if process.stdin else None
    for process in processes:
        process.communicate()
    assert said == ["ready\n", "ready\n"]
    assert [process.returncode for process in processes] == [0, 0]
    assert applied(database_url) == [number for number, _ in migrations()]


def test_many_may_open_new_databases_at_once(database_url: str) -> None:
    """Four that open one empty place after another, always at the same moment, all succeed."""
    together = threading.Barrier(4)
    places = list(empty_places(database_url))

    def start(_: int) -> list[Store]:
        opened = []
        for url in places:
            together.wait(10)
            opened.append(open_store(url))
        return opened

    with ThreadPoolExecutor(4) as threads:
        opened = [store for stores in threads.map(start, range(4)) for store in stores]
    for store in opened:
        asyncio.run(store.close())
    assert len(opened) == 4 * len(places)


def empty_places(url: str) -> Iterator[str]:
    """URLs of empty places beside a database: other files, or other schemas."""
    for name in ("a", "b", "c", "d", "e"):
        if url.startswith("sqlite:"):
            yield url.replace("store.db", f"{name}.db")
        else:
            query(url, f"create schema {name}")
            yield f"{url}?options=-csearch_path%3D{name}"


def test_a_new_file_that_another_writes_to_is_waited_for(tmp_path: Path) -> None:
    """Two enter WAL mode at once: SQLite refuses one of them, without waiting, and it tries again."""
    path = tmp_path / "store.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other, ThreadPoolExecutor(1) as thread:
        other.execute("begin immediate")
        opening = thread.submit(open_store, f"sqlite:///{path}")
        with pytest.raises(TimeoutError):
            opening.result(0.1)
        other.execute("rollback")
        store = opening.result(10)
    asyncio.run(store.close())
