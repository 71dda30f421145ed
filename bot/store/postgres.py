"""PostgreSQL: a few threads with a connection each."""

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg import errors

from bot.store import StoreUnavailableError
from bot.store.migrate import migrate as bring_up_to_date
from bot.store.transaction import Row, Transaction
from bot.store.worker import Job, Jobs, Workers

T = TypeVar("T")

CONNECTIONS = 4
TRIES = 4
"""Runs of a transaction that others got in the way of, or whose connection broke."""

MIGRATION_LOCK = 7_204_118
"""Key of the advisory lock that lets one process migrate at a time."""


class PostgresStore:
    """A PostgreSQL database, shared by any number of processes."""

    def __init__(self, url: str, *, migrate: bool = True) -> None:
        self._url = url
        try:
            with psycopg.connect(url, connect_timeout=5) as connection:
                connection.execute("select pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
                row = connection.execute("select to_regclass('migration') is not null").fetchone()
                bring_up_to_date(_executor(connection), apply=migrate, begun=bool(row and row[0]))
        except psycopg.Error as error:
            raise StoreUnavailableError(f"PostgreSQL cannot be used: {_brief(error)}") from error
        self._workers = Workers(self._serve, CONNECTIONS, "postgres")

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store.run`."""
        result: T = await asyncio.wrap_future(self._workers.submit(work))
        return result

    async def close(self) -> None:
        """See `Store.close`."""
        await asyncio.to_thread(self._workers.stop)

    def _serve(self, jobs: Jobs) -> None:
        connection: psycopg.Connection[Any] | None = None
        while (job := jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                connection = self._run(job, connection)
        if connection is not None:
            connection.close()

    def _run(
        self, job: Job, connection: "psycopg.Connection[Any] | None"
    ) -> "psycopg.Connection[Any] | None":
        """Run one job to its end; the connection for the next one."""
        for tried in range(1, TRIES + 1):
            try:
                if connection is None or connection.closed:
                    connection = psycopg.connect(self._url, connect_timeout=5)
                with connection.transaction():
                    result = job.work(Transaction(_executor(connection), " for update"))
            except (errors.SerializationFailure, errors.DeadlockDetected) as error:
                failure: psycopg.Error = error
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                failure = error
                if connection is not None:
                    connection.close()
                connection = None
            except psycopg.Error as error:
                job.future.set_exception(StoreUnavailableError(f"PostgreSQL says: {_brief(error)}"))
                return connection
            except Exception as error:
                job.future.set_exception(error)
                return connection
            else:
                job.future.set_result(result)
                return connection
            time.sleep(0.02 * tried)
        job.future.set_exception(StoreUnavailableError(f"PostgreSQL says: {_brief(failure)}"))
        return connection


@lru_cache(maxsize=256)
def _placeholders(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


def _executor(connection: "psycopg.Connection[Any]") -> Callable[[str, Sequence[Any]], list[Row]]:
    def execute(sql: str, values: Sequence[Any]) -> list[Row]:
        cursor = connection.execute(_placeholders(sql), values or None)
        return cursor.fetchall() if cursor.description else []

    return execute


def _brief(error: psycopg.Error) -> str:
    """The first line of an error; never the connection's URL, which may hold a password."""
    return (str(error).splitlines() or [type(error).__name__])[0]
