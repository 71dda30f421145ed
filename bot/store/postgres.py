"""PostgreSQL: a few threads with a connection each."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from bot.store import StoreUnavailableError
from bot.store.migrate import migrate as bring_up_to_date
from bot.store.rows import Execute, Row
from bot.store.transaction import Transaction
from bot.store.worker import Job, Jobs, Workers, hand_over

T = TypeVar("T")
Connection = psycopg.Connection[Any]

CONNECTIONS = 4
TRIES = 4
"""Runs of a transaction that others got in the way of, or whose connection broke."""

IN_THE_WAY = (errors.SerializationFailure, errors.DeadlockDetected)
REFUSED = (psycopg.DataError, psycopg.IntegrityError)
"""Faults of one job's values; any other error is the database's own."""

DEFAULTS = {"connect_timeout": 3, "keepalives_idle": 5, "tcp_user_timeout": 5000}
"""What `DATABASE_URL` may set otherwise: how soon a server that does not answer is given up."""

SESSION = "set lock_timeout = '5s'; set idle_in_transaction_session_timeout = '10s'"
"""A process that stops in the middle of a transaction does not hold up the others for long."""

MIGRATION_LOCK = 7_204_118
"""Key of the advisory lock that lets one process migrate at a time."""


class PostgresStore:
    """A PostgreSQL database, shared by any number of processes."""

    def __init__(self, url: str, *, migrate: bool = True) -> None:
        self._url = url
        self._away = 0.0
        try:
            with self._connect(time.monotonic()) as connection, connection.transaction():
                connection.execute("select pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
                row = connection.execute("select to_regclass('migration') is not null").fetchone()
                self.engine = f"PostgreSQL {connection.info.server_version // 10_000}"
                bring_up_to_date(_executor(connection), apply=migrate, begun=bool(row and row[0]))
        except psycopg.Error as error:
            raise _unavailable(error, url) from error
        self._workers = Workers(self._serve, CONNECTIONS, "postgres")

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store.run`."""
        result: T = await self._workers.submit(work)
        return result

    async def close(self) -> None:
        """See `Store.close`."""
        await asyncio.to_thread(self._workers.stop)

    def _serve(self, jobs: Jobs) -> None:
        connection: Connection | None = None
        while (job := jobs.get()) is not None:
            if job.wanted:
                connection = self._run(job, connection)
                hand_over([job])
        if connection is not None:
            connection.close()

    def _run(self, job: Job, connection: Connection | None) -> Connection | None:
        """Run one job to its end; the connection for the next one."""
        for tried in range(1, TRIES + 1):
            try:
                if connection is None or connection.closed:
                    connection = self._connect(job.queued)
                    connection.execute(SESSION)
                with connection.transaction():
                    job.result = job.work(Transaction(_executor(connection), " for update"))
            except psycopg.Error as error:
                lost = connection is None or connection.closed
                if tried < TRIES and (lost or isinstance(error, IN_THE_WAY)):
                    time.sleep(0.02 * tried)
                    continue
                refused = isinstance(error, REFUSED)
                job.fail(error if refused else _unavailable(error, self._url))
            except BaseException as error:  # whatever it is, this thread lives on
                job.fail(error)
            break
        return connection

    def _connect(self, queued: float) -> Connection:
        """A new connection, in autocommit: outside `transaction()` nothing stays open.

        Whoever was queued when the last one failed does not try: nobody waits for one time-out after another.

        Raises:
            StoreUnavailableError: there is none.
        """
        if queued < self._away:
            raise StoreUnavailableError("PostgreSQL could not be reached a moment ago")
        try:
            return connect(self._url, autocommit=True)
        except psycopg.Error as error:
            self._away = time.monotonic()
            raise _unavailable(error, self._url) from error


def connect(url: str, *, autocommit: bool = False) -> Connection:
    """A connection that gives a server up soon which does not answer; raises what psycopg raises."""
    settings: dict[str, Any] = DEFAULTS | conninfo_to_dict(url)
    return psycopg.connect(**settings, autocommit=autocommit)


def first_line(error: Exception, url: str) -> str:
    """Of what an error says, never with the URL, which may hold a password."""
    return (str(error).splitlines() or [type(error).__name__])[0].replace(url, "DATABASE_URL")


def _unavailable(error: psycopg.Error, url: str) -> StoreUnavailableError:
    return StoreUnavailableError(f"PostgreSQL says: {first_line(error, url)}")


@contextmanager
def snapshot(url: str) -> Iterator[Execute]:
    """Reads the database at one moment; nothing can be written.

    Raises:
        StoreUnavailableError: it cannot be reached or read.
    """
    try:
        with connect(url) as connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield _executor(connection)
    except psycopg.Error as error:
        raise _unavailable(error, url) from error


@lru_cache(maxsize=256)
def _placeholders(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


def _executor(connection: Connection) -> Callable[[str, Sequence[Any]], list[Row]]:
    def execute(sql: str, values: Sequence[Any]) -> list[Row]:
        cursor = connection.execute(_placeholders(sql), values or None)
        return cursor.fetchall() if cursor.description else []

    return execute
