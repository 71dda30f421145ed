"""`chat-tutor export`."""

from pathlib import Path

import click

from bot.cli.shared import course_option, few, for_people, format_of, section_of
from content.formats import WRITERS, FormatError
from content.formats import export as export_as
from content.loader import load


@click.command(epilog="Example: chat-tutor export --format gift questions.gift")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--format", "name", type=click.Choice(list(WRITERS)), help="By the file's ending where it is not named.")
@course_option
@click.option("--section", default="", help="Questions of this section only.")
@click.option("--details", is_flag=True, help="Name every question that something is missing from.")
@for_people
def export(file: Path, name: str | None, root: Path, section: str, *, details: bool) -> None:
    """Write the questions for another program: GIFT for Moodle, CSV for a spreadsheet, apkg for Anki.

    Says what the format has no place for.
    """
    name = name or format_of(file, WRITERS)
    course = load(root)
    questions = section_of(course, section).questions if section else tuple(course.questions.values())
    try:
        exported = export_as(name, course, questions)
        file.write_bytes(exported.data)
    except (FormatError, OSError) as error:
        raise click.ClickException(f"Nothing was written: {error}") from error
    click.echo(f"Wrote {len(questions)} question{'' if len(questions) == 1 else 's'} to {file}.")
    for what, ids in exported.by_what().items():
        click.echo(f"- {what}: {', '.join(ids) if details else few(ids)}")
