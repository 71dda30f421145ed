"""`chat-tutor new section`, `chat-tutor new course`."""

from datetime import date, datetime
from pathlib import Path

import click

from bot.cli.shared import course_option, summary
from content.loader import SHIPPED, load
from content.scaffold import ScaffoldError, new_course, new_section


@click.group()
def new() -> None:
    """Start a course or a section of one. Example: chat-tutor new section "Responsible use" --course my-course."""


@new.command(epilog='Example: chat-tutor new section "Responsible use" --course my-course')
@click.argument("name")
@course_option
@click.option("--title", default="", help="What learners read, where it differs from the name.")
def section(name: str, root: Path, title: str) -> None:
    """Start a section with a topic, an objective, a term and one question of each kind, to be written over."""
    try:
        folder = new_section(root, name, title, _today())
    except (ScaffoldError, OSError) as error:
        raise click.ClickException(f"No section was started: {error}.") from error
    click.echo(f"Started {folder}.\nThe course now: {summary(load(root))}.\n\n{_next(root, folder)}")


@new.command(epilog='Example: chat-tutor new course my-course --title "Safety at work"')
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What learners read, where it differs from the folder's name.")
def course(folder: Path, title: str) -> None:
    """Start a course with one section, to be written over."""
    try:
        first = new_course(folder, title, _today())
    except (ScaffoldError, OSError) as error:
        raise click.ClickException(f"No course was started: {error}.") from error
    click.echo(f"Started {folder}: {summary(load(folder))}.\n\nGive it its name in {folder / 'course.yaml'}, then:")
    click.echo(_next(folder, first))


def _today() -> date:
    return datetime.now().astimezone().date()


def _next(root: Path, folder: Path) -> str:
    topic = next((folder / "topics").glob("*.md"))
    where = "" if root == SHIPPED else f" {root}"
    serve = "chat-tutor chat" if root == SHIPPED else f"CONTENT={root} chat-tutor chat"
    return "\n".join(
        (
            "Write yours over the example, in this order:",
            f"  {folder / 'sources.yaml'}   the pages it rests on",
            f"  {folder / 'section.md'}   its name, and what learners can do after it",
            f"  {topic}   its first topic, and how learners ask for it",
            f"  {folder / 'glossary.yaml'}   its terms",
            f"  {folder / 'questions' / 'first.yaml'}   its questions",
            "Then:",
            f"  chat-tutor lint{where}   says what is wrong, with the line",
            f"  {serve}   talks with a tutor who knows it",
            f"  chat-tutor learn{where}   when you are done, so that the tutor starts at once",
        )
    )
