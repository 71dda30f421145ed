"""The statements of a turn, recorded, so that they can be run by hand."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot.store import Transaction
from bot.store.migrate import migrate
from bot.store.rows import Row

T = TypeVar("T")

Statement = tuple[str, Sequence[Any]]
LOCK = " for update"


class RecordingStore:
    """A store in memory that writes down each of its transactions."""

    engine = "SQLite"

    def __init__(self, *, lock: bool) -> None:
        """`lock`: write the statements down as they are for PostgreSQL."""
        self.transactions: list[list[Statement]] = []
        self._lock = LOCK if lock else ""
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        migrate(self._execute, apply=True, begun=False)

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store`."""
        statements: list[Statement] = []

        def execute(sql: str, values: Sequence[Any]) -> list[Row]:
            statements.append((sql, values))
            return self._execute(sql.replace(LOCK, ""), values)

        result = work(Transaction(execute, self._lock))
        self.transactions.append(statements)
        return result

    async def close(self) -> None:
        """See `Store`."""
        self._connection.close()

    def _execute(self, sql: str, values: Sequence[Any]) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()
