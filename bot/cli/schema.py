"""`chat-tutor schema`."""

import sys
from pathlib import Path

import click

from bot.cli.shared import folder_argument, many
from content import schema as schemas


@click.command(epilog="Example: chat-tutor schema my-course")
@folder_argument
@click.option("--check", is_flag=True, help="Change nothing; end with 1 where something is out of date.")
def schema(folder: Path, *, check: bool) -> None:
    """Write the JSON Schemas of a course's files, and the line in each YAML file that tells editors its schema.

    An editor with a YAML language server then completes keys, explains them and marks what is wrong.
    """
    changed = schemas.stale(folder) if check else schemas.write(folder)
    for name in changed:
        click.echo(name)
    if not changed:
        click.echo("Everything is up to date.")
    elif check:
        click.echo(f"{many(len(changed), 'file')} out of date. To renew: chat-tutor schema {folder}", err=True)
        sys.exit(1)
    else:
        click.echo(f"{many(len(changed), 'file')} written.")
