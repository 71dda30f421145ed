"""How a command that fails ends: a message for people, whatever was raised."""

import re
from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli.faults import GuardedGroup
from bot.settings import SettingsError
from bot.store import StoreUnavailableError
from content.loader import ContentError, Fault
from dialogs.turn import Action


def ended(fault: Callable[[], None], **environ: str) -> Result:
    """How a command that does this ends."""
    group = GuardedGroup(commands=[click.Command("tell", callback=fault)])
    return CliRunner().invoke(group, ["tell"], env={"LOG_LEVEL": "INFO", **environ})


def raising(error: BaseException) -> Callable[[], None]:
    """A command that raises it."""

    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (SettingsError("PORT: no number"), "Error: A setting cannot be used.\nPORT: no number"),
        (StoreUnavailableError("no answer"), "Error: The database cannot be used.\nno answer"),
        (PermissionError(13, "Permission denied", "a.yaml"), "Error: a.yaml cannot be used (Permission denied). "),
        (ContentError([Fault("a.yaml", 3, "no id")]), "Error: The course cannot be used: 1 fault found.\na.yaml:3: "),
    ],
)
def test_a_foreseen_fault_says_what_is_wrong(error: Exception, begins: str) -> None:
    """What somebody can mend is told by its subject, and nobody is sent to the project with it."""
    done = ended(raising(error))
    assert done.exit_code == 1
    assert done.stderr.startswith(begins)
    assert "issue" not in done.stderr


def test_an_unforeseen_fault_is_a_sentence() -> None:
    """Its kind, its place and where to tell of it; neither a traceback nor words that may be a learner's."""
    done = ended(raising(KeyError("what somebody typed")))
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: chat-tutor ")
    assert "KeyError" in done.stderr
    assert "open an issue" in done.stderr
    assert "Traceback" not in done.output
    assert "typed" not in done.output


def test_an_unforeseen_fault_names_the_line_of_ours() -> None:
    """Where in our code it happened stands in the sentence, from the top of the source folder on."""
    done = ended(lambda: click.echo(Action.parse("nothing of ours")))
    assert re.search(r": MalformedActionError at dialogs/turn\.py:\d+\.\n", done.stderr)


def test_an_unforeseen_fault_is_shown_whole_to_who_asks() -> None:
    """With LOG_LEVEL=DEBUG there is the traceback, and a warning what may stand in it."""
    done = ended(raising(KeyError("what somebody typed")), LOG_LEVEL="DEBUG")
    assert "Traceback" in done.stderr
    assert "KeyError: 'what somebody typed'" in done.stderr
    assert "read it before you pass it on" in done.stderr


@pytest.mark.parametrize(("asked", "status"), [(click.exceptions.Exit(3), 3), (click.Abort(), 1), (SystemExit(4), 4)])
def test_an_end_that_was_meant_is_no_fault(asked: BaseException, status: int) -> None:
    """Commands still end with the status that they choose."""
    done = ended(raising(asked))
    assert (done.exit_code, "fault" in done.output) == (status, False)
