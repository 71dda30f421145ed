"""What a dialog is: it is handed a turn and what is known, and returns what it wants said and kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dialogs.gap import Gap
from dialogs.learner import Attempt, Conversation, Feedback, Learner
from dialogs.reply import Element, Reply
from dialogs.room import Poll, Seat, Standing, Vote
from dialogs.turn import Turn


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A term of the glossary was looked up; counted for the workspace, and nothing tells by whom."""

    term: str


Record = Attempt | Feedback | Gap | LookedUp | Vote | Seat
"""What is appended to what the store keeps."""


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command: what `help` and the platforms' manifests say of it."""

    name: str
    usage: str
    summary: str
    example: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a learner beside the learner: records, the newest first, and how many rows of the rest."""

    attempts: tuple[Attempt, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    conversations: int = 0
    replies: int = 0
    tokens: int = 0
    last_visit: date | None = None
    votes: tuple[Vote, ...] = ()
    boards: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a dialog wants said and kept; `None` leaves the learner or the conversation as it was.

    `show` is handed all that is kept of the learner, and what it returns is said before the `replies`. `forget`:
    everything that is kept of the learner goes, and nothing of this turn is kept but its id and its replies.
    `asks`: the last reply stands by itself, as it waits for a word of its own, or is what a click on something else
    shows; it does not lead back to what was open before.

    `poll` is a new version of the poll of the room, or a new one; `posts` are said at its address, to everybody there.
    `board` is handed who is on the board of the place, and what it returns is said before the `replies`.

    For counting: `zone` is how a free question stands to the course (one of `dialogs.ask.ZONES`), `dialog` the name
    of who took the turn, which the router fills in.
    """

    replies: tuple[Reply, ...]
    learner: Learner | None = None
    conversation: Conversation | None = None
    records: tuple[Record, ...] = ()
    show: Callable[[Kept], tuple[Reply, ...]] | None = None
    forget: bool = False
    asks: bool = False
    poll: Poll | None = None
    posts: tuple[Reply, ...] = ()
    board: Callable[[Sequence[Standing]], tuple[Reply, ...]] | None = None
    zone: str = ""
    dialog: str = ""


class Dialog(Protocol):
    """One thing that the tutor can do. Stateless: everything it needs is handed to it."""

    @property
    def name(self) -> str:
        """As in `Action.dialog` and `Active.dialog`."""
        ...

    @property
    def commands(self) -> Sequence[CommandSpec]:
        """The commands that this dialog takes."""
        ...

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """The outcome of a turn, or `None` when the turn is not this dialog's."""
        ...

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """What leads back to this dialog, after an aside, when it is open; else nothing.

        Where `Active.asides` says that it was led back to before, it was read shortly before, and a line is enough.
        """
        ...
