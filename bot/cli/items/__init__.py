"""`chat-tutor items`."""

import json
from difflib import get_close_matches

import click
from rich.console import Console

from bot.cli.items.document import document
from bot.cli.items.gathering import Item, gather
from bot.cli.items.view import detail, overview
from bot.cli.shared import course_in_use
from bot.settings import load_settings
from bot.store.reading import read
from content.model import Course


@click.command(epilog="Example: chat-tutor items --objective compare")
@click.argument("item", default="")
@click.option("--objective", default="", help="Only the questions of this objective.")
@click.option("--json", "as_json", is_flag=True, help="For a program: every figure, in a stable form.")
def items(item: str, objective: str, as_json: bool) -> None:
    """How each question does, from learners' first attempts, and what to do about it.

    With the id of a question ITEM: each of its options and revisions, and what learners said of it. Only reads,
    also while a server runs.
    """
    course, _ = course_in_use()
    if objective and objective not in course.objectives:
        raise click.ClickException(
            f"There is no objective {objective!r}. The course has: {', '.join(course.objectives)}."
        )
    url = load_settings().database_url.get_secret_value()
    found = read(url, lambda execute: gather(course, execute, item))
    chosen = [one for one in found if _wanted(one, item, objective)]
    if item and not chosen:
        raise click.ClickException(_unknown(course, item))
    if as_json:
        click.echo(json.dumps(document(course, chosen), ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False)
    console.print(detail(course, chosen) if item else overview(chosen))


def _wanted(one: Item, item: str, objective: str) -> bool:
    """Whether an item was asked for; a list of items holds their current revisions only."""
    if item:
        return one.tally.question == item
    return not objective or (one.question is not None and one.question.objective == objective)


def _unknown(course: Course, item: str) -> str:
    near = get_close_matches(item, course.questions, n=3, cutoff=0.4)
    hint = f" Do you mean {' or '.join(near)}?" if near else " `chat-tutor items` lists all."
    return f"There is no question {item!r}, and none was answered.{hint}"
