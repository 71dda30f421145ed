"""`chat-tutor evaluate`."""

from pathlib import Path

import click

from bot.cli.grading import named, report
from bot.cli.shared import course_in_use, for_people


@click.command(epilog="Example: chat-tutor evaluate --scenario law-firm answers.jsonl")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--scenario", required=True, help="The case that the marked answers in the file belong to.")
@click.option("--misses", is_flag=True, help="Show each answer on which grading and marks differ.")
@for_people
def evaluate(file: Path, scenario: str, misses: bool) -> None:
    """Measure how well grading agrees with somebody's marks, with 95 % intervals."""
    told, faults = report(named(course_in_use()[0], scenario), file, misses=misses)
    click.echo(told)
    for fault in faults:
        click.echo(f"{file}, {fault}", err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} line{'' if len(faults) == 1 else 's'} left out; see above.")
