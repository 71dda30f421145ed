"""`chat-tutor settings`."""

import click
from pydantic import SecretStr
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.settings import Settings, load_settings, table


@click.command(epilog="Example: chat-tutor settings --markdown > settings.md")
@click.option("--markdown", is_flag=True, help="Print the table that stands in deploy/README.md.")
def settings(*, markdown: bool) -> None:
    """Every setting with its default, what it means, and what it is set to here. Secrets are never shown."""
    if markdown:
        click.echo(table(), nl=False)
        return
    here = load_settings()
    grid = Table("name", "here", "meaning", show_lines=False, box=None, padding=(0, 2, 0, 0))
    for name, field in Settings.model_fields.items():
        grid.add_row(f"[bold]{name.upper()}[/]", _told(here, name), field.description)
    Console(highlight=False).print(grid)


def _told(here: Settings, name: str) -> str:
    value = getattr(here, name)
    given = name in here.model_fields_set
    if isinstance(value, SecretStr):
        return "[green]set[/]" if given else "[dim]not set[/]"
    shown = escape(str(value)) if value not in (None, "") else "-"
    return f"[green]{shown}[/]" if given else f"[dim]{shown}[/]"
