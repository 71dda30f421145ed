"""`chat-tutor gaps`."""

import json
from datetime import UTC, datetime, timedelta

import click
from rich.console import Console

from bot.cli.gaps.gathering import gather
from bot.cli.gaps.view import document, view
from bot.cli.shared import course_in_use
from bot.settings import load_settings
from bot.store.gaps import MOST
from bot.store.gaps import gaps as kept
from bot.store.reading import read

DAYS = 30
"""Days for which gaps are kept."""


@click.command(epilog="Example: chat-tutor gaps --days 7")
@click.option("--tenant", help="Only this workspace, by the id that the platform gives it.")
@click.option("--days", default=DAYS, show_default=True, type=click.IntRange(1, DAYS), help="Only the latest days.")
@click.option("--json", "as_json", is_flag=True, help="For a program: every cluster, in a stable form.")
def gaps(tenant: str | None, days: int, as_json: bool) -> None:
    """What learners asked and the course could not answer: similar questions together, with how often.

    Questions are kept with KEEP_GAPS=true, for 30 days: those that were refused, that got an offer of topics, or an
    answer that is hardly sure. Names, addresses and numbers are taken out of them before, and nothing is kept of who
    asked. So a count is of questions, not of people, and one person may stand behind all of it: clusters of fewer
    than some number of people cannot be left out, as nobody knows how many they were. Only reads, also while a
    server runs.
    """
    course, _ = course_in_use()
    settings = load_settings()
    since = (datetime.now(UTC) - timedelta(days=days - 1)).date()
    found = read(settings.database_url.get_secret_value(), lambda execute: kept(execute, since, tenant))
    places = gather(course, found)
    if as_json:
        told = document(places, kept=settings.keep_gaps, days=days, whole=len(found) < MOST)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    shown = view(course, places, kept=settings.keep_gaps, days=days, whole=len(found) < MOST)
    Console(highlight=False).print(shown)
