"""`chat-tutor grade`."""

from collections.abc import Mapping
from typing import Any

import click

from bot.cli.grading import as_row, named, told
from bot.cli.shared import course_in_use
from bot.cli.streaming import BadLineError, stream, text_of
from content.model import Scenario
from dialogs.grading import grade as marks_of


@click.command(
    epilog='Example: chat-tutor grade law-firm "tuning for the jargon, RAG for the citations". '
    "Example: chat-tutor grade law-firm --jsonl < answers.jsonl"
)
@click.argument("scenario")
@click.argument("words", nargs=-1)
@click.option("--jsonl", is_flag=True, help='Read {"id","text"} a line from the standard input; write marks a line.')
def grade(scenario: str, words: tuple[str, ...], jsonl: bool) -> None:
    """Grade an answer to a scenario, as the tutor reads it; nothing is kept."""
    case = named(course_in_use()[0], scenario)
    if jsonl and words:
        raise click.UsageError("Give words, or --jsonl with lines on the standard input, not both.")
    if jsonl:
        stream(lambda row: _graded(case, row))
    elif words:
        click.echo(told(case, marks_of(case, " ".join(words))))
    else:
        raise click.UsageError("Give the answer in words, or --jsonl with lines on the standard input.")


def _graded(scenario: Scenario, row: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(row.get("id"), str | int | float):
        raise BadLineError("`id` is missing, or is neither a string nor a number")
    return as_row(marks_of(scenario, text_of(row)))
