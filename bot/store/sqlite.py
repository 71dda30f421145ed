"""SQLite: one thread writes, and commits many transactions together."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from queue import Empty
from typing import Any, TypeVar

from bot.store import StoreUnavailableError
from bot.store.migrate import migrate as bring_up_to_date
from bot.store.rows import Execute, Row
from bot.store.transaction import Transaction
from bot.store.worker import Job, Jobs, Workers, hand_over

T = TypeVar("T")

BATCH = 64
"""Transactions that share one commit."""

BUSY_SECONDS = 5.0
"""How long to wait for another process that writes."""

REFUSED = (sqlite3.DataError, sqlite3.IntegrityError, sqlite3.ProgrammingError)
"""Faults of one job's values. Any other error is the database's own, and meets every job of its commit."""


class SqliteStore:
    """A file, in WAL mode, durable at every commit (`synchronous=FULL`)."""

    engine = f"SQLite {sqlite3.sqlite_version}"

    def __init__(self, path: str, *, migrate: bool = True) -> None:
        """`path` may be `:memory:`."""
        try:
            if path != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            with ExitStack() as unless_ready:
                unless_ready.callback(self._connection.close)
                self._prepare(migrate)
                unless_ready.pop_all()
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailableError(f"the database file {path} cannot be used: {error}") from error
        self._workers = Workers(self._serve, 1, "sqlite")

    def _prepare(self, migrate: bool) -> None:
        self._enter_wal_mode()
        for pragma in ("synchronous = full", "temp_store = memory"):
            self._execute(f"pragma {pragma}", ())
        self._execute("begin immediate", ())
        known = self._execute("select name from sqlite_master where name = 'migration'", ())
        bring_up_to_date(self._execute, apply=migrate, begun=bool(known))
        self._execute("commit", ())

    def _enter_wal_mode(self) -> None:
        """Here, and here only, SQLite does not wait for others by itself, when two enter it at once."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._execute("pragma journal_mode = wal", ())
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store.run`."""
        result: T = await self._workers.submit(work)
        return result

    async def close(self) -> None:
        """See `Store.close`."""
        await asyncio.to_thread(self._workers.stop)
        self._connection.close()

    def _execute(self, sql: str, values: Sequence[Any]) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()

    def _serve(self, jobs: Jobs) -> None:
        while (job := jobs.get()) is not None:
            batch, last = [job], False
            while len(batch) < BATCH and not last:
                try:
                    following = jobs.get_nowait()
                except Empty:
                    break
                if following is None:
                    last = True
                else:
                    batch.append(following)
            self._commit(batch)
            if last:
                return

    def _commit(self, batch: list[Job]) -> None:
        """Run a batch and commit it; whoever waits hears of it only when it is durable."""
        try:
            self._execute("begin immediate", ())
            if not all(map(self._attempt, batch)):
                self._execute("rollback", ())
                self._execute("begin immediate", ())
                for job in batch:
                    self._attempt_apart(job)
            self._execute("commit", ())
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):  # some errors have rolled back already
                self._execute("rollback", ())
            for job in batch:
                job.fail(StoreUnavailableError(f"SQLite says: {error}"))
        hand_over(batch)

    def _attempt(self, job: Job) -> bool:
        """Whether a job succeeded; a failure of the database itself is raised and ends the batch.

        One that was given up while those before it ran is let be.
        """
        if not job.wanted:
            return True
        try:
            job.result, job.failure = job.work(Transaction(self._execute)), None
        except BaseException as failure:  # whatever it is, this thread lives on
            if isinstance(failure, sqlite3.Error) and not isinstance(failure, REFUSED):
                raise
            job.fail(failure)
        return job.failure is None

    def _attempt_apart(self, job: Job) -> None:
        """Run a job so that, if it fails, nothing of it is kept, and the others' work is.

        Jobs hardly ever fail, so that only a batch in which one did pays for savepoints, with a second run.
        """
        self._execute("savepoint job", ())
        if not self._attempt(job):
            self._execute("rollback to job", ())
        self._execute("release job", ())


@contextmanager
def snapshot(path: str) -> Iterator[Execute]:
    """Reads the file at one moment; whoever writes meanwhile is not held up.

    Raises:
        StoreUnavailableError: the file is not there, or cannot be read.
    """
    if not Path(path).is_file():
        raise StoreUnavailableError(
            f"There is no database file {path} yet: start the tutor once, or let DATABASE_URL name the right one."
        )
    uri = Path(path).absolute().as_uri() + "?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("begin")
            yield lambda sql, values: connection.execute(sql, values).fetchall()
    except sqlite3.Error as error:
        raise StoreUnavailableError(f"the database file {path} cannot be read: {error}") from error
