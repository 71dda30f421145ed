"""From a SQLite file into an empty PostgreSQL database: all rows, or none, counted and compared."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bot.store import StoreUnavailableError, open_store
from bot.store.postgres import connect, first_line

MIGRATIONS = "migration"
"""The table that both sides fill by themselves."""

BATCH = 2_000


class TransferError(Exception):
    """The move was called off and nothing was kept; the message says why and what to do."""


def transfer(file: Path, url: str) -> dict[str, int]:
    """Move everything; the rows of each table.

    Both databases are brought up to date first. The tutor must not be running on either.

    Raises:
        TransferError: the target is no empty PostgreSQL database, or what arrived is not what was sent.
        StoreUnavailableError, SchemaError: see `open_store`.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise TransferError("DATABASE_URL has to name the PostgreSQL database to move into: postgresql://…")
    for each in (f"sqlite:///{file}", url):
        asyncio.run(open_store(each).close())
    try:
        read_only = f"{file.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(read_only, uri=True)) as source, connect(url) as target:
            return {name: _table(name, source, target) for name in _tables(source)}
    except (sqlite3.Error, psycopg.Error) as error:
        told = first_line(error, url)
        raise StoreUnavailableError(f"the move was called off, and nothing was kept: {told}") from error


def _tables(source: sqlite3.Connection) -> list[str]:
    rows = source.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    return sorted(name for (name,) in rows if name != MIGRATIONS)


def _table(name: str, source: sqlite3.Connection, target: psycopg.Connection) -> int:
    table = sql.Identifier(name)
    if target.execute(sql.SQL("select 1 from {} limit 1").format(table)).fetchone():
        raise TransferError(
            f"The PostgreSQL database holds rows already (in {name}), so nothing was moved. Give an empty one."
        )
    columns = [row[1] for row in source.execute(f'pragma table_info("{name}")')]
    listed = ", ".join(f'"{column}"' for column in columns)
    copy = sql.SQL("copy {} ({}) from stdin").format(table, sql.SQL(", ").join(map(sql.Identifier, columns)))
    sent = _Tally()
    with target.cursor() as cursor, cursor.copy(copy) as writer:
        for row in sent.of(source.execute(f'select {listed} from "{name}"')):
            writer.write_row(row)
    arrived = _Tally()
    with target.cursor(f"read_{name}") as cursor:
        cursor.itersize = BATCH
        cursor.execute(sql.SQL("select {} from {}").format(sql.SQL(", ").join(map(sql.Identifier, columns)), table))
        for _ in arrived.of(cursor):
            pass
    if (sent.rows, sent.sum) != (arrived.rows, arrived.sum):
        raise TransferError(f"What arrived in {name} is not what was sent, so nothing was kept. Please report this.")
    return sent.rows


class _Tally:
    """Counts rows, and sums their digests, so that their order does not matter."""

    def __init__(self) -> None:
        self.rows = 0
        self.sum = 0

    def of(self, rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        """The same rows, counted as they go by."""
        for row in rows:
            self.rows += 1
            digest = hashlib.sha256(repr(tuple(row)).encode()).digest()
            self.sum = (self.sum + int.from_bytes(digest[:8])) % 2**64
            yield row
