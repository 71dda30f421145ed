"""`chat-tutor import`."""

import sys
from pathlib import Path

import click

from bot.cli.shared import course_option, few, format_of, many, section_of
from content.formats import READERS, FormatError, read
from content.formats.landing import Landed, Landing, land
from content.loader import ContentError, load
from content.scaffold import slug_of
from content.schema import modeline


@click.command("import", epilog="Example: chat-tutor import questions.gift --into responsible-use --course my-course")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "name", type=click.Choice(list(READERS)), help="By the file's ending where it is not named.")
@click.option("--into", "section", required=True, help="The section that takes the questions.")
@course_option
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def import_(file: Path, name: str | None, section: str, root: Path, *, dry_run: bool) -> None:
    """Take in questions of another program, as a new file in a section; nothing that is there is changed.

    Says what is still to be written for each, and with the line why others were not taken.
    """
    name = name or format_of(file, READERS)
    course = load(root)
    into = section_of(course, section)
    try:
        landing = land(read(name, file), file.name, course, into)
    except FormatError as error:
        raise click.ClickException(str(error)) from error
    place = _free(root / "sections" / section / "questions", file)
    if landing.landed and not dry_run:
        _write(root, place, landing, file)
    _report(landing, place, dry_run=dry_run)
    if landing.faults and not landing.landed:
        sys.exit(1)


def _free(folder: Path, file: Path) -> Path:
    """A name for the new file that no file has."""
    base = slug_of(file.stem[:20])
    names = (f"{base}.yaml", *(f"{base}-{n}.yaml" for n in range(2, 1_000)))
    return next(folder / name for name in names if not (folder / name).exists())


def _write(root: Path, place: Path, landing: Landing, file: Path) -> None:
    """Write the questions; the file is gone again when the course does not load with it."""
    place.parent.mkdir(exist_ok=True)
    text = modeline(place.relative_to(root).as_posix()) + landing.yaml(file.name)
    with place.open("x", encoding="utf-8") as target:
        target.write(text)
    try:
        load(root)
    except ContentError:
        place.unlink()
        raise


def _report(landing: Landing, place: Path, *, dry_run: bool) -> None:
    count = len(landing.landed)
    told = "Would write" if dry_run else "Wrote"
    click.echo(f"{told} {many(count, 'question')} to {place}." if count else "No question to take in.")
    for one in landing.landed:
        if line := _line(one):
            click.echo(f"- {one.question.id}: {line}")
    if landing.known:
        click.echo(f"In the course already, word for word: {few(landing.known)}.")
    if landing.faults:
        click.echo(f"\nNot taken in ({len(landing.faults)} to mend):", err=True)
        for fault in landing.faults:
            click.echo(fault, err=True)
    if any(one.to_write for one in landing.landed):
        click.echo("\nWrite what is still to be written, then: chat-tutor lint")


def _line(one: Landed) -> str:
    parts = []
    if one.to_write:
        parts.append(f"still to write: {', '.join(one.to_write)}")
    if one.left_out:
        parts.append(f"left out: {'; '.join(one.left_out)}")
    return ". ".join(parts)
