"""Where learners, conversations, attempts and outgoing replies are kept: SQLite, or PostgreSQL.

SQL is written once for both engines: in `transaction` for a turn, in `schedule` for many learners at once, in `polls`
for what a place shares, in `threads` for what goes by its age, in `items` for what authors read. The engines differ in
how a transaction is run; `rows` says what is kept, and how.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.store.migrate import SchemaError
from bot.store.polls import Polls
from bot.store.rows import Outgoing, State, place
from bot.store.schedule import Schedule
from bot.store.transaction import ConflictError, Transaction

T = TypeVar("T")

__all__ = [
    "ConflictError",
    "DatabaseUrlError",
    "Outgoing",
    "Polls",
    "Schedule",
    "SchemaError",
    "State",
    "Store",
    "StoreUnavailableError",
    "Transaction",
    "open_store",
    "place",
]


class StoreUnavailableError(Exception):
    """Nothing was kept: the database is away, or its disk is full. Trying again later is safe."""


class DatabaseUrlError(ValueError):
    """`DATABASE_URL` names no database that there can be; the message says what it may look like."""


class Store(Protocol):
    """Runs transactions. `work` may run more than once and must touch nothing but its transaction."""

    @property
    def engine(self) -> str:
        """The database's name and version."""
        ...

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """The result of `work`, once it is durable.

        Raises:
            StoreUnavailableError: nothing was kept.
            Exception: whatever `work` raised, or the driver's error at values that no database takes;
                nothing was kept, and trying again would end the same.
        """
        ...

    async def close(self) -> None:
        """Finish what is running and let go of the database."""
        ...


def open_store(url: str, *, migrate: bool = True) -> Store:
    """A store at `sqlite:///path` or `postgresql://…`, with its tables up to date.

    Raises:
        StoreUnavailableError: the database cannot be reached.
        SchemaError: its tables do not fit, and `migrate` is off.
        DatabaseUrlError: the URL names no known database.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        from bot.store.sqlite import SqliteStore  # noqa: PLC0415 - one engine is loaded, not both

        if path := rest.removeprefix("/"):
            return SqliteStore(path, migrate=migrate)
        raise DatabaseUrlError("DATABASE_URL names no file; use sqlite:///FILE")
    if scheme in {"postgresql", "postgres"}:
        from bot.store.postgres import PostgresStore  # noqa: PLC0415

        return PostgresStore(url, migrate=migrate)
    raise DatabaseUrlError(f"DATABASE_URL begins with {scheme!r}; use sqlite:///FILE or postgresql://…")
