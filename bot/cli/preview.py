"""`chat-tutor preview`."""

from pathlib import Path

import click
from rich.console import Console

from bot.cli.shared import course_option, or_near
from bot.preview.items import AmbiguousItemError, UnknownItemError, find, items, steps
from bot.preview.page import page
from bot.preview.terminal import CHANNELS, shown
from bot.router import Router
from content.loader import load
from content.search import Index
from dialogs import all_dialogs

WIDTH = 100


@click.command(epilog="Example: chat-tutor preview grounding --channel slack")
@click.argument("item")
@click.option("--channel", type=click.Choice(list(CHANNELS)), help="Only as this one shows it.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with all four side by side."
)
@course_option
def preview(item: str, channel: str | None, html: Path | None, root: Path) -> None:
    """Show a question, term, topic, scenario, comparison or lesson by its id, as each channel will.

    Drawn from what the channels are sent, so that limits and cuts are seen. Where two things have the same id, say
    which is meant, such as term:rag.
    """
    course = load(root)
    try:
        found = find(course, item)
    except UnknownItemError as error:
        near = or_near(item.rpartition(":")[2], items(course))
        raise click.BadParameter(f"{error}{near}") from error
    except AmbiguousItemError as error:
        raise click.BadParameter(str(error)) from error
    played = steps(course, found, Router(all_dialogs(course, Index(course, root))))
    if html is not None:
        try:
            html.write_text(page(course, found, played), encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"{html} cannot be written: {error.strerror}.") from error
        click.echo(f"Wrote {html}. Open it in a browser.")
        return
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH)
    for name in [channel] if channel else CHANNELS:
        console.print(*(drawn for step in played for drawn in shown(step, name)))
