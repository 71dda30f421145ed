"""SQLite when its file cannot be used: a clear message, nothing half kept, nothing lost."""

import asyncio
import os
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.store import StoreUnavailableError, Transaction, open_store
from tests.store.samples import ADDRESS, HELLO, LEASE, NOW

NOBODY = 65534


@contextmanager
def no_privileges() -> Iterator[None]:
    """Root may write everywhere, so that root becomes nobody for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The system refuses to let any file grow beyond this size, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def keep_one(transaction: Transaction, turn: str) -> None:
    """A small turn."""
    transaction.accept(turn, NOW)
    transaction.queue(turn, ADDRESS, [HELLO], NOW, LEASE)


async def test_a_full_disk_keeps_nothing_and_loses_nothing(tmp_path: Path) -> None:
    """Turns are refused while there is no room, all that was acknowledged stays, and room is all it takes."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = open_store(url)
    kept: list[str] = []
    refusal = ""
    with largest_file(1024 * 1024):
        while not refusal and len(kept) < 1000:
            turn = str(len(kept))
            try:
                await store.run(partial(keep_one, turn=turn))
            except StoreUnavailableError as error:
                refusal = str(error)
            else:
                kept.append(turn)
    assert refusal in {"SQLite says: disk I/O error", "SQLite says: database or disk is full"}
    assert 10 < len(kept) < 1000
    assert await store.run(lambda t: t.accept("after", NOW))
    await store.close()
    with closing(sqlite3.connect(tmp_path / "store.db")) as file:
        assert file.execute("pragma integrity_check").fetchall() == [("ok",)]
        turns = [turn for (turn,) in file.execute("select id from turn order by rowid")]
        replies = [turn for (turn,) in file.execute("select turn from outgoing order by rowid")]
    assert (turns, replies) == ([*kept, "after"], kept)


async def test_a_full_disk_refuses_every_caller_at_once(tmp_path: Path) -> None:
    """Turns that share the commit which fails are all refused: none is told that it was kept."""
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    with largest_file(64 * 1024):
        works = (store.run(partial(keep_one, turn=str(n))) for n in range(500))
        said = await asyncio.gather(*works, return_exceptions=True)
    refused = [one for one in said if isinstance(one, StoreUnavailableError)]
    assert await store.run(lambda t: t.count("turn")) == len(said) - len(refused)
    assert len(refused) > 64
    await store.close()


def test_a_file_that_is_read_only() -> None:
    """The message names the file and says what is the matter."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        asyncio.run(open_store(f"sqlite:///{path}").close())
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        with no_privileges(), pytest.raises(StoreUnavailableError, match=f"{path}.*readonly"):
            open_store(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """The message names the file and says what is the matter."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailableError, match=r"file/store.db cannot be used: .*File exists"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'store.db'}")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Somebody else's file is refused and left as it is."""
    path = tmp_path / "notes.txt"
    path.write_text("Not a database. " * 500)
    with pytest.raises(StoreUnavailableError, match=r"notes.txt cannot be used: file is not a database"):
        open_store(f"sqlite:///{path}")
    assert path.read_text() == "Not a database. " * 500


async def test_a_file_that_breaks_while_in_use(tmp_path: Path) -> None:
    """Damage is the database's failure, told to the caller as such, and not taken for a faulty dialog."""
    path = tmp_path / "store.db"
    store = open_store(f"sqlite:///{path}")
    await store.run(lambda t: keep_one(t, "one"))
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma wal_checkpoint(truncate)")
        ((page,),) = other.execute("select rootpage from sqlite_schema where name = 'turn'")
    with path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xff" * 4096)
    with closing(sqlite3.connect(path)) as other:  # makes the store read its pages anew
        other.execute("pragma user_version = 1")
    with pytest.raises(StoreUnavailableError, match=r"SQLite says: .*malformed"):
        await store.run(lambda t: keep_one(t, "two"))
    await store.close()
