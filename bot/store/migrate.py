"""Numbered SQL files, applied once each in their order."""

from importlib.resources import files
from itertools import takewhile

from bot.store.rows import Execute


class SchemaError(Exception):
    """The database's tables are not those of this program; the message says what to do."""


def migrations() -> list[tuple[int, str]]:
    """Number and text of each migration, in order."""
    folder = files("bot.store") / "migrations"
    found = [(_number(f.name), f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".sql")]
    return sorted(found)


def _number(name: str) -> int:
    return int("".join(takewhile(str.isdigit, name)))


def migrate(execute: Execute, *, apply: bool, begun: bool) -> list[int]:
    """Bring the tables up to date inside the caller's transaction; the numbers that were applied.

    `begun`: the database has been migrated before. The caller holds a lock, so that two processes that start
    together do not both apply.

    Raises:
        SchemaError: when `apply` is off and something is missing, or the database is newer than the program.
    """
    if not begun and apply:
        execute("create table migration (number bigint primary key)", ())
    done = {row[0] for row in execute("select number from migration", ())} if begun else set()
    known = migrations()
    if newer := done - {number for number, _ in known}:
        raise SchemaError(
            f"The database has migration {max(newer)}, which this version does not know."
            " Start the version that made it, or a later one."
        )
    missing = [(number, text) for number, text in known if number not in done]
    if missing and not apply:
        raise SchemaError(
            f"The database lacks migrations {[number for number, _ in missing]}."
            " Run `chat-tutor migrate`, or set MIGRATE=true."
        )
    for number, text in missing:
        for statement in filter(str.strip, text.split(";\n")):
            execute(statement, ())
        execute("insert into migration (number) values (?)", (number,))
    return [number for number, _ in missing]
