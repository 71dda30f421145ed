"""`chat-tutor export`."""

import json
from pathlib import Path

import click

from bot.cli.shared import course_option, few, format_of, many, section_of, whose
from bot.settings import load_settings
from bot.store.reading import read
from bot.store.rights import Whose, document
from content.formats import WRITERS, FormatError
from content.formats import export as export_as
from content.loader import load


@click.command(epilog="Example: chat-tutor export --format gift questions.gift")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=False)
@click.option("--format", "name", type=click.Choice(list(WRITERS)), help="By the file's ending where it is not named.")
@course_option
@click.option("--section", default="", help="Questions of this section only.")
@click.option("--details", is_flag=True, help="Name every question that something is missing from.")
@click.option("--learner", default="", help="Write all that is kept of CHANNEL/TENANT/USER instead, as JSON.")
def export(file: Path | None, name: str | None, root: Path, section: str, learner: str, *, details: bool) -> None:
    """Write the questions for another program: GIFT for Moodle, CSV for a spreadsheet, apkg for Anki.

    Says what the format has no place for. With --learner: what is kept of one learner, to give it to them; to the
    terminal where no FILE is named.
    """
    if learner:
        _export_learner(whose(learner, 3), file)
    elif file is None:
        raise click.UsageError("Name the FILE to write the questions to.")
    else:
        _export_questions(file, name, root, section, details=details)


def _export_learner(learner: Whose, file: Path | None) -> None:
    found = read(load_settings().database_url.get_secret_value(), lambda execute: document(execute, learner))
    rows = sum(map(len, found["kept"].values()))
    if not rows:
        raise click.ClickException(f"Nothing is kept of {learner}, so nothing was written.")
    written = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if file is None:
        click.echo(written, nl=False)
        return
    try:
        file.touch(mode=0o600)
        file.chmod(0o600)  # one that was there before, others could read
        file.write_text(written, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"Nothing was written: {error}") from error
    click.echo(f"Wrote {many(rows, 'row')} of {learner} to {file}.")


def _export_questions(file: Path, name: str | None, root: Path, section: str, *, details: bool) -> None:
    name = name or format_of(file, WRITERS)
    course = load(root)
    questions = section_of(course, section).questions if section else tuple(course.questions.values())
    try:
        exported = export_as(name, course, questions)
        file.write_bytes(exported.data)
    except (FormatError, OSError) as error:
        raise click.ClickException(f"Nothing was written: {error}") from error
    click.echo(f"Wrote {many(len(questions), 'question')} to {file}.")
    for what, ids in exported.by_what().items():
        click.echo(f"- {what}: {', '.join(ids) if details else few(ids)}")
