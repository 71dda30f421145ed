"""Reads a database as it is, without a store: beside a server that runs, and without holding it up."""

from collections.abc import Callable
from typing import TypeVar

from bot.store import DatabaseUrlError
from bot.store.migrate import SchemaError, migrate
from bot.store.rows import Execute

T = TypeVar("T")


def read(url: str, work: Callable[[Execute], T]) -> T:
    """The result of `work` over one snapshot of the database at `url`; nothing can be written.

    Raises:
        StoreUnavailableError: there is no such database, or it cannot be read.
        SchemaError: its tables are not those of this version.
        DatabaseUrlError: the URL names no known database.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and (path := rest.removeprefix("/")):
        from bot.store.sqlite import snapshot as sqlite_snapshot  # noqa: PLC0415 - one engine is loaded, not both

        snapshot, exists = sqlite_snapshot(path), "select 1 from sqlite_master where name = 'migration'"
    elif scheme in {"postgresql", "postgres"}:
        from bot.store.postgres import snapshot as postgres_snapshot  # noqa: PLC0415

        snapshot, exists = postgres_snapshot(url), "select 1 where to_regclass('migration') is not null"
    else:
        raise DatabaseUrlError("DATABASE_URL names no database; use sqlite:///FILE or postgresql://…")
    with snapshot as execute:
        try:
            migrate(execute, apply=False, begun=bool(execute(exists, ())))
        except SchemaError as error:
            raise SchemaError(f"{error} This command only reads; `chat-tutor serve` makes the tables.") from error
        return work(execute)
