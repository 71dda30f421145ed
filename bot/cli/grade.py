"""`chat-tutor grade`."""

import json
import sys

import click

from bot.cli.grading import as_row, named, told
from bot.cli.jsonl import Line, lines
from bot.cli.shared import course_in_use, for_people
from content.model import Scenario
from dialogs.grading import grade as marks_of


@click.command(
    epilog='Example: chat-tutor grade law-firm "tuning for the jargon, RAG for the citations". '
    "Example: chat-tutor grade law-firm --jsonl < answers.jsonl"
)
@click.argument("scenario")
@click.argument("words", nargs=-1)
@click.option("--jsonl", is_flag=True, help='Read {"id","text"} a line from the standard input; write marks a line.')
@for_people
def grade(scenario: str, words: tuple[str, ...], jsonl: bool) -> None:
    """Grade an answer to a scenario, as the tutor reads it; nothing is kept."""
    case = named(course_in_use()[0], scenario)
    if jsonl and words:
        raise click.UsageError("Give words, or --jsonl with lines on the standard input, not both.")
    if jsonl:
        _grade_lines(case)
    elif words:
        click.echo(told(case, marks_of(case, " ".join(words))))
    else:
        raise click.UsageError("Give the answer in words, or --jsonl with lines on the standard input.")


def _grade_lines(scenario: Scenario) -> None:
    """Each line graded as it comes; those that cannot be read are said, and the others go on."""
    faults = 0
    for line in lines(sys.stdin.buffer):
        row = _graded(scenario, line)
        if "error" in row:
            faults += 1
            click.echo(row["error"], err=True)
        click.echo(json.dumps(row, ensure_ascii=False))
    if faults:
        raise click.ClickException(f"{faults} line{'' if faults == 1 else 's'} could not be graded; see above.")


def _graded(scenario: Scenario, line: Line) -> dict[str, object]:
    text, fault = line.row.get("text"), line.fault
    if not fault and line.id is None:
        fault = "`id` is missing, or is neither a string nor a number"
    if not fault and not isinstance(text, str):
        fault = "`text` is missing, or is no string"
    if fault or not isinstance(text, str):
        return {"id": line.id, "error": f"line {line.number}: {fault}"}
    return as_row(line.id, marks_of(scenario, text))
