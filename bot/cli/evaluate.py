"""`chat-tutor evaluate`."""

import json
from pathlib import Path

import click

from bot.cli.evaluation import as_object, measured, short_of, told
from bot.cli.grading import named, report
from bot.cli.shared import course_in_use, many
from content.model import Scenario
from content.search import Index
from dialogs.answering import Answerer


def _floors(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, float]:
    """Figures, and the value that each has to reach."""
    floors = {}
    for value in values:
        figure, _, number = value.partition("=")
        try:
            floors[figure] = float(number)
        except ValueError:
            raise click.BadParameter(f"{value!r} is not a figure and a number, such as first=0.9") from None
    return floors


@click.command(
    epilog="Example: chat-tutor evaluate questions.jsonl intents.jsonl. "
    "Example: chat-tutor evaluate questions.jsonl --floor first=0.9 --floor outside_answered=0.05. "
    "Example: chat-tutor evaluate --scenario law-firm answers.jsonl"
)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--scenario", default="", help="Measure the grading of this case, on answers that somebody marked.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as an object.")
@click.option("--misses", is_flag=True, help="Show each question and each line that was missed.")
@click.option(
    "--floor",
    "floors",
    multiple=True,
    metavar="FIGURE=VALUE",
    callback=_floors,
    help="What a figure has to reach, or may reach at most where lower is better; else exit with status 1.",
)
def evaluate(files: tuple[Path, ...], scenario: str, as_json: bool, misses: bool, floors: dict[str, float]) -> None:
    """Measure answers, intents or grading on lines of JSON that say what is expected, with 95 % intervals.

    A question has "text" and "labels" (topics; none for one outside, which has a "kind"), and "polarity" (yes, no or
    depends) where it wants one. A typed line has "text", "intent" and "open_question".
    """
    course, folder = course_in_use()
    if scenario:
        if as_json or floors:
            raise click.UsageError("--json and --floor are for questions and typed lines, not for --scenario.")
        _grading(named(course, scenario), files, misses=misses)
        return
    found = measured(Answerer(course, Index(course, folder)), files)
    for fault in found.faults:
        click.echo(fault, err=True)
    if not found.figures:
        raise click.ClickException("None of these files holds a line that can be used.")
    for name in floors:
        if name not in found.figures:
            raise click.BadParameter(f"There is no figure {name!r} here. There are {', '.join(found.figures)}.")
    if as_json:
        click.echo(json.dumps(as_object(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(told(found, misses=misses)))
    missed = [*short_of(found, floors)]
    if found.faults:
        missed.append(f"{many(len(found.faults), 'line')} left out; see above.")
    if missed:
        raise click.ClickException("\n".join(missed))


def _grading(scenario: Scenario, files: tuple[Path, ...], *, misses: bool) -> None:
    """Print how grading agrees with the marks in each file."""
    left_out = 0
    for file in files:
        told, faults = report(scenario, file, misses=misses)
        click.echo(told)
        for fault in faults:
            click.echo(f"{file}, {fault}", err=True)
        left_out += len(faults)
    if left_out:
        raise click.ClickException(f"{many(left_out, 'line')} left out; see above.")
