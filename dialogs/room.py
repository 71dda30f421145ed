"""What the people in a place have in common: the question that is open for all of them, and a board of their names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dialogs.turn import Address


@dataclass(frozen=True, slots=True)
class Poll:
    """One question that everybody in a place answers, each for themselves.

    `address`: where it is posted, with nobody as its user. `by`: the mark (`presenting.fingerprint`) of who asked for
    it, which goes when it is closed. `zone`: the time zone in which its times are told.

    The rest is not kept with it but found beside it: `message`, the channel's id of the posted question, empty until it
    is sent; `counts`, how often each option was taken, by the author's letters, kept once it is closed, and then under
    no letter where too few answered; `mine`, what the learner of the turn
    took; `voters`, who answered while it was open, the latest of them, for cards that show each person their own view.
    """

    id: str
    address: Address
    question: str
    revision: int
    opened_at: datetime
    closes_at: datetime
    zone: str = "UTC"
    by: str = ""
    closed_at: datetime | None = None
    version: int = 0
    message: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    mine: str = ""
    voters: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether answers are taken."""
        return self.closed_at is None

    @property
    def answers(self) -> int:
        """How many have answered."""
        return sum(self.counts.values())

    @property
    def presentation(self) -> str:
        """Names its showing in the record of an attempt."""
        return self.named(self.id)

    @staticmethod
    def named(poll: str) -> str:
        """The same for the poll of this id."""
        return f"poll.{poll}"


@dataclass(frozen=True, slots=True)
class Vote:
    """A learner's answer to an open poll, by the author's letter; a later one takes its place."""

    poll: str
    question: str
    revision: int
    choice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seat:
    """A learner's place on the board of a conversation: taken, or given up."""

    conversation: str
    taken: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody on a board: how many of its last rounds they answered, and how many of those right."""

    name: str
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Room:
    """What is shared by everybody in a place.

    `poll`: the one that is open here, or the one whose button was pressed. `asked`: ids of the questions that were put
    to everybody here, the latest first.
    """

    poll: Poll | None = None
    asked: tuple[str, ...] = ()
