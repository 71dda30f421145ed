"""How a command that fails ends: with what to do, and never with a bare traceback."""

import errno
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).parents[2]


class GuardedGroup(click.Group):
    """A group whose commands end, whatever they raise, with a message for people and status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """As click does it.

        Raises:
            click.ClickException: in place of every other fault.
        """
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # nobody reads on, as with `| head`; click ends that in silence
            raise click.ClickException(told(error)) from error


def told(error: Exception) -> str:
    """What went wrong and what to do now; LOG_LEVEL=DEBUG adds the traceback to what nobody foresaw."""
    # Most commands need neither the store nor a course, and none needs them before it failed.
    from bot.settings import SettingsError  # noqa: PLC0415
    from bot.store import DatabaseUrlError, SchemaError, StoreUnavailableError  # noqa: PLC0415
    from bot.store.rows import UnreadableError  # noqa: PLC0415
    from content.loader import ContentError  # noqa: PLC0415

    match error:
        case SettingsError():
            return f"A setting cannot be used.\n{error}"
        case ContentError():
            count = len(error.faults)
            return f"The course cannot be used: {count} fault{'' if count == 1 else 's'} found.\n{error}"
        case StoreUnavailableError() | SchemaError() | DatabaseUrlError():
            return f"The database cannot be used.\n{error}"
        case UnreadableError():
            return f"{error}. Run this command with the version that runs the tutor."
        case OSError() if error.filename is not None:
            return f"{error.filename} cannot be used ({error.strerror}). Is it there, and may you read and write there?"
    return _unforeseen(error)


def _unforeseen(error: Exception) -> str:
    """Without the exception's own words, in which a learner's may stand, unless they were asked for."""
    what = f"chat-tutor {version('chat-tutor')} met a fault of its own: {type(error).__qualname__}{_place(error)}."
    if _debugging():
        trace = "".join(traceback.format_exception(error))
        return f"{what}\n{trace}What learners wrote may stand in this: read it before you pass it on."
    return (
        f"{what}\nIt is no mistake of yours. Please open an issue of the project with this message and the command;"
        " the same command with LOG_LEVEL=DEBUG before it shows where it came from."
    )


def _place(error: Exception) -> str:
    """The innermost line of ours that it went through."""
    ours = [
        f" at {Path(frame.filename).relative_to(ROOT).as_posix()}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if any(Path(frame.filename).is_relative_to(ROOT / package) for package in ("bot", "dialogs", "content"))
    ]
    return ours[-1] if ours else ""


def _debugging() -> bool:
    from bot.settings import SettingsError, load_settings  # noqa: PLC0415 - as above

    try:
        return load_settings().log_level == "DEBUG"
    except SettingsError:
        return False
