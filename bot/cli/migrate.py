"""`chat-tutor migrate`, `chat-tutor migrate sqlite-to-postgres`."""

import asyncio
from pathlib import Path

import click

from bot.settings import load_settings
from bot.store import open_store
from bot.store.transfer import TransferError, transfer


@click.group(invoke_without_command=True, epilog="Example: DATABASE_URL=postgresql://tutor@db/tutor chat-tutor migrate")
@click.pass_context
def migrate(context: click.Context) -> None:
    """Bring the database's tables up to date. The start does so too, unless MIGRATE=false."""
    if context.invoked_subcommand is None:
        asyncio.run(open_store(load_settings().database_url.get_secret_value()).close())
        click.echo("The database is up to date.")


@migrate.command(
    "sqlite-to-postgres",
    epilog="Example: DATABASE_URL=postgresql://tutor@db/tutor chat-tutor migrate sqlite-to-postgres chat-tutor.db",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def sqlite_to_postgres(file: Path) -> None:
    """Move a SQLite database into the empty PostgreSQL database of DATABASE_URL, counted and checked.

    Stop the tutor first. The file keeps what it has. Either everything is moved, or nothing.
    """
    try:
        moved = transfer(file, load_settings().database_url.get_secret_value())
    except TransferError as error:
        raise click.ClickException(str(error)) from error
    for name, rows in moved.items():
        click.echo(f"  {name:<14}{rows:>10,} rows, the same on both sides")
    click.echo("Moved. Start the tutor with this DATABASE_URL; keep the file until you are sure.")
