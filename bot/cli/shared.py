"""What the commands share: the course that is asked for, a line about it, and how arguments are read."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from bot.settings import load_settings
from bot.store.rights import Whose
from content.loader import SHIPPED, load
from content.model import Course, Section

folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SHIPPED
)
"""The folder of a course; the shipped one where none is named."""

course_option = click.option(
    "--course",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=SHIPPED,
    help="The course's folder; the shipped course where none is named.",
)
"""The same as an option, where something else is the argument."""


def course_in_use() -> tuple[Course, Path]:
    """The course that the settings name, and its folder.

    Raises:
        SettingsError: a setting cannot be used.
        ContentError: the course has faults.
    """
    folder = load_settings().content or SHIPPED
    return load(folder), folder


def many(count: int, name: str) -> str:
    """So many of these: "1 line", "1,200 lines"."""
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def summary(course: Course) -> str:
    """What a course holds, in a line."""
    counts = (
        (len(course.questions), "question"),
        (len(course.terms), "term"),
        (len(course.topics), "topic"),
        (len(course.scenarios), "scenario"),
    )
    told = ", ".join(many(n, name) for n, name in counts)
    return f"{course.title}: {told}"


def few(ids: Sequence[str], most: int = 3) -> str:
    """Some of these ids, and how many more there are."""
    more = len(ids) - most
    return ", ".join(ids[:most]) + (f" and {more} more" if more > 0 else "")


def whose(text: str, parts: int) -> Whose:
    """The learner (three parts) or the tenant (two) that `CHANNEL/TENANT/USER` names; a user's id may hold slashes.

    Raises:
        click.BadParameter: it names none.
    """
    named = text.split("/", parts - 1)
    if len(named) != parts or not all(named):
        form = "/".join(("CHANNEL", "TENANT", "USER")[:parts])
        raise click.BadParameter(f"{text!r} is not {form}, such as slack/T0123{'/U0456' if parts == 3 else ''}")
    return Whose(*named)


def section_of(course: Course, name: str) -> Section:
    """The section of this id.

    Raises:
        click.BadParameter: there is none; says which there are.
    """
    sections = {section.id: section for section in course.sections}
    if name not in sections:
        raise click.BadParameter(f"there is no section {name!r}{or_near(name, sections)}")
    return sections[name]


def or_near(name: str, known: Iterable[str]) -> str:
    """The end of a message about a name that nothing has: the nearest ones, else a few."""
    names = list(known)
    near = (
        get_close_matches(name, names, n=3, cutoff=0.5) or [one for one in names if len(name) > 2 and name in one][:3]
    )
    if near:
        return f"; did you mean {' or '.join(near)}?"
    return f"; there is {', '.join(names[:5])}{', …' if len(names) > 5 else ''}" if names else ""


def format_of(file: Path, known: Iterable[str]) -> str:
    """The format that a file's ending names, where no option does.

    Raises:
        click.UsageError: it names none.
    """
    name = file.suffix.removeprefix(".").lower()
    if name not in known:
        raise click.UsageError(f"Name the format of {file.name}: --format {'|'.join(known)}")
    return name
