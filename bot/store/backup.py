"""A whole copy of a SQLite database, while it is read and written."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store import StoreUnavailableError

PAGES = 1_000
"""What is copied at once; between two times whoever writes comes in, and SQLite starts anew if another process did."""


def back_up(source: Path, target: Path) -> int:
    """Copy a database by SQLite's own means, and check the copy; its size in bytes.

    The copy is its owner's alone to read.

    Raises:
        FileExistsError: there is something at the target, which is left as it is.
        StoreUnavailableError: there is no such database, or it cannot be copied; then there is no copy.
    """
    if not source.is_file():
        raise StoreUnavailableError(f"There is no database file {source}.")
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        read_only = f"{source.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(read_only, uri=True, timeout=5)) as here, closing(sqlite3.connect(target)) as copy:
            here.backup(copy, pages=PAGES, sleep=0.01)
            copy.execute("pragma journal_mode = delete")
            ((verdict,),) = copy.execute("pragma quick_check(1)").fetchall()
        if verdict != "ok":
            raise StoreUnavailableError(f"the database file {source} is damaged: {verdict}")
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise StoreUnavailableError(f"the database file {source} cannot be copied: {error}") from error
        raise
    return target.stat().st_size
