"""What is worth counting, as those who know of it tell it. Nothing is said of who it was, or of words."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

TURN: ContextVar[str] = ContextVar("turn", default="")
"""The id of the turn that is being processed, or whose replies are being sent."""


@contextmanager
def within(turn: str) -> Iterator[None]:
    """In this block the log and whoever observes know that it is about this turn."""
    before = TURN.set(turn)
    try:
        yield
    finally:
        TURN.reset(before)


TurnResult = Literal["answered", "silent", "repeated", "failed", "unavailable"]
SendResult = Literal["sent", "throttled", "undeliverable", "failed"]
DeliveryResult = Literal["sent", "again", "failed", "ended"]
DeliveryKind = Literal["answer", "daily"]
WordingResult = Literal["worded", "unfaithful", "failed", "limited", "resting"]


class Observer:
    """Takes note of what a subclass has a method for, and else of nothing. Never raises, and takes microseconds."""

    def turn(self, channel: str, dialog: str, result: TurnResult, seconds: float) -> None:
        """The turn whose id is `TURN` was processed; `dialog` is empty where none took it."""

    def looked_up(self, channel: str, dialog: str) -> None:
        """Somebody who was writing a message took what this dialog told them: no turn, and nothing of it is kept."""

    def answered(self, zone: str) -> None:
        """A free question was answered from this zone of what the course knows: see `Outcome.zone`."""

    def sent(self, channel: str, result: SendResult, seconds: float) -> None:
        """A reply was handed to its platform, and this became of it."""

    def delivered(self, channel: str, kind: DeliveryKind, result: DeliveryResult) -> None:
        """A reply, to a turn or to nobody's, arrived, is tried again, or was given up; or a daily quiz was ended."""

    def throttled(self, channel: str, seconds: float) -> None:
        """A platform asked to wait so long."""

    def worded(self, result: WordingResult, tokens: int) -> None:
        """An answer was to be put into words by a language model, which used so many tokens."""


UNOBSERVED = Observer()
