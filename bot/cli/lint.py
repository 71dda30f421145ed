"""`chat-tutor lint`."""

import sys
from pathlib import Path

import click

from bot.cli.shared import folder_argument, summary
from content.loader import ContentError, load


@click.command(epilog="Example: chat-tutor lint my-course")
@folder_argument
def lint(folder: Path) -> None:
    """Check a course; each fault with its file, line and remedy."""
    try:
        course = load(folder)
    except ContentError as error:
        click.echo(error, err=True)
        sys.exit(1)
    click.echo(f"{summary(course)}. No faults.")
