"""A database as somebody sees it who is not the store."""

import sqlite3
from contextlib import closing
from typing import Any

import psycopg


def query(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Run one statement and commit it; its rows."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
            return file.execute(sql).fetchall()
    with psycopg.connect(url) as server:
        cursor = server.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []
