"""A SQLite database moves into PostgreSQL whole, or not at all."""

import asyncio
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import StoreUnavailableError, open_store
from bot.store.rights import IMPERSONAL, PERSONAL
from bot.store.transfer import TransferError, transfer
from tests.store.database import query
from tests.store.wire import Wire
from tests.test_cli import run

ATTEMPTS, LEARNERS = 100_000, 500
FILL = """
with recursive n(i) as (select 0 union all select i + 1 from n where i < {last})
insert into attempt
  (channel, tenant, user_id, presentation, question, revision, objective, first, choice, score, hints, at)
select 'slack', 'T1', 'user-' || (i % {learners}), 'p-' || i, 'q-' || (i % 90), 1, 'o', i % 2, 'a', (i % 7) / 7.0, 0,
  1763888400000 + i
from n
"""

LEARNER = "insert into learner (channel, tenant, user_id, version, data) values (?, ?, ?, ?, ?)"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with many attempts, and a learner with a name that needs care."""
    file = tmp_path_factory.mktemp("filled") / "tutor.db"
    asyncio.run(open_store(f"sqlite:///{file}").close())
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(FILL.format(last=ATTEMPTS - 1, learners=LEARNERS))
        database.execute(LEARNER, ("web", "local", "Zoë\t\\N\n☂", 3, '{"name": "\\\\"}'))
    return file


def digests(url: str) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a checksum of all that stands in them, told by another way than the move's."""
    found = {}
    for table, columns in (*PERSONAL.items(), *((name, ()) for name in IMPERSONAL - {"migration"})):
        names = ", ".join(("channel", "tenant", "user_id", *columns) if columns else ("*",))
        rows = sorted(map(repr, query(url, f"select {names} from {table}")))  # noqa: S608 - names of tables
        found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def test_counts_and_checksums_are_equal(filled: Path, postgres_url: str) -> None:
    """Of a hundred thousand attempts and everything else each row arrives as it was; the move says how many."""
    moved = transfer(filled, postgres_url)
    here, there = digests(f"sqlite:///{filled}"), digests(postgres_url)
    assert here == there
    assert moved == {table: rows for table, (rows, _) in here.items()}
    assert moved["attempt"] == ATTEMPTS


def test_no_table_is_left_out(tmp_path: Path, postgres_url: str) -> None:
    """A row of every table that there is arrives as it was."""
    file = tmp_path / "full.db"
    asyncio.run(open_store(f"sqlite:///{file}").close())
    tables = sorted({*PERSONAL, *IMPERSONAL} - {"migration"})
    with closing(sqlite3.connect(file)) as database, database:
        for table in tables:
            columns = database.execute(f"pragma table_info({table})").fetchall()
            values = ", ".join("7" if kind.lower() != "text" else f"'{name} ☂'" for _, name, kind, *_ in columns)
            database.execute(f"insert into {table} values ({values})")  # noqa: S608 - names of tables
    assert transfer(file, postgres_url) == dict.fromkeys(tables, 1)
    assert digests(f"sqlite:///{file}") == digests(postgres_url)


def test_everything_arrives(filled: Path, postgres_url: str) -> None:
    """Rows, sums and odd characters are the same on the other side."""
    moved = transfer(filled, postgres_url)
    assert moved["attempt"] == ATTEMPTS
    assert moved["learner"] == 1
    total = "select count(*), sum(at), round(sum(score)) from attempt"
    here, there = query(f"sqlite:///{filled}", total), query(postgres_url, total)
    assert [float(value) for value in here[0]] == [float(value) for value in there[0]]
    assert query(postgres_url, "select user_id, data from learner") == [("Zoë\t\\N\n☂", '{"name": "\\\\"}')]


def test_an_empty_target_is_wanted(filled: Path, postgres_url: str) -> None:
    """A database that holds rows already is left as it is."""
    transfer(filled, postgres_url)
    with pytest.raises(TransferError, match="holds rows already"):
        transfer(filled, postgres_url)
    assert query(postgres_url, "select count(*) from attempt") == [(ATTEMPTS,)]


def test_the_target_is_postgres(filled: Path) -> None:
    """Another SQLite file is no target."""
    with pytest.raises(TransferError, match="postgresql://"):
        transfer(filled, "sqlite:///other.db")


def test_from_the_command_line(filled: Path, postgres_url: str, tmp_path: Path) -> None:
    """The command tells what was moved; the tables alone are made by `migrate`."""
    done = run("migrate", cwd=tmp_path, DATABASE_URL=postgres_url)
    assert "up to date" in done.stdout
    done = run("migrate", "sqlite-to-postgres", str(filled), cwd=tmp_path, DATABASE_URL=postgres_url)
    assert f"{ATTEMPTS:,} rows" in done.stdout
    again = run("migrate", "sqlite-to-postgres", str(filled), cwd=tmp_path, DATABASE_URL=postgres_url)
    assert again.returncode == 1
    assert "holds rows already" in again.stderr


async def test_a_server_that_falls_silent(tmp_path: Path, postgres_url: str) -> None:
    """The move gives it up within seconds, and says so without the password; nothing has arrived."""
    file = tmp_path / "tutor.db"
    await asyncio.to_thread(lambda: asyncio.run(open_store(f"sqlite:///{file}").close()))
    async with Wire(postgres_url) as wire:
        wire.silent_after = 1  # the connection that brings the tables up to date
        async with asyncio.timeout(20):
            with pytest.raises(StoreUnavailableError, match=r"called off, and nothing was kept: .*time") as caught:
                await asyncio.to_thread(transfer, file, wire.url)
        assert wire.silent, "it came as far as the move itself"
    assert "secret" not in str(caught.value)
