"""`chat-tutor backup`."""

from pathlib import Path

import click

from bot.settings import load_settings
from bot.store.backup import back_up

PG_DUMP = 'pg_dump --format=custom --file={} "$DATABASE_URL"'


@click.command(epilog="Example: chat-tutor backup chat-tutor-2026-11-25.db")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the SQLite database, whole and checked, into a new FILE; the tutor may be running.

    A PostgreSQL database is copied by its own program, `pg_dump`; the message says how.
    """
    scheme, _, name = load_settings().database_url.get_secret_value().partition(":///")
    if scheme != "sqlite":
        raise click.ClickException(f"PostgreSQL copies itself. Run: {PG_DUMP.format(file)}")
    try:
        size = back_up(Path(name), file)
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already, and was left as it is. Name a new file.") from error
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written ({error.strerror}).") from error
    click.echo(f"{name} was copied into {file}: {size:,} bytes, checked. Learners' data is in it: keep it safe.")
