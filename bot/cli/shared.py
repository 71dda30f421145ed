"""What the commands share: faults told to people, the course that is asked for, and a line about it."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from bot.settings import SettingsError, load_settings
from bot.store import SchemaError, StoreUnavailableError
from content.loader import SHIPPED, ContentError, load
from content.model import Course

folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SHIPPED
)
"""The folder of a course; the shipped one where none is named."""


def for_people(command: Callable[..., Any]) -> Callable[..., Any]:
    """Faults that somebody can mend end the command with what to do, not with a traceback."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except SettingsError as error:
            raise click.ClickException(f"A setting cannot be used.\n{error}") from error
        except ContentError as error:
            count = len(error.faults)
            raise click.ClickException(
                f"The course cannot be used: {count} fault{'' if count == 1 else 's'} found.\n{error}"
            ) from error
        except (StoreUnavailableError, SchemaError, ValueError) as error:
            raise click.ClickException(f"The database cannot be used.\n{error}") from error

    return guarded


def course_in_use() -> tuple[Course, Path]:
    """The course that the settings name, and its folder.

    Raises:
        SettingsError: a setting cannot be used.
        ContentError: the course has faults.
    """
    folder = load_settings().content or SHIPPED
    return load(folder), folder


def summary(course: Course) -> str:
    """What a course holds, in a line."""
    counts = (
        (len(course.questions), "question"),
        (len(course.terms), "term"),
        (len(course.topics), "topic"),
        (len(course.scenarios), "scenario"),
    )
    told = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in counts)
    return f"{course.title}: {told}"
