"""Several people and the tutor in one place, without any channel or database: what each sees, and what all see."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from dialogs.dialog import Outcome
from dialogs.learner import Attempt, Conversation, Learner
from dialogs.poll import CLOSE, COUNT, SHOW
from dialogs.poll.showing import showing
from dialogs.presenting import LETTERS, key
from dialogs.reply import Reply
from dialogs.room import Poll, Room, Seat, Standing, Vote
from dialogs.turn import Action, Address, Event, Message, Timer, Turn
from tests.talk import START, controls, listed, router, shipped

FOLDER = Path(__file__).parent / "transcripts"
PLACE = Address("test", "tenant", "", "general", direct=False, shared=True)


@dataclass
class Crowd:
    """Keeps what a store would: learners, one poll, its votes, who is on the board.

    `message` is the id of the posted question; empty while it is on its way.
    """

    place: Address = PLACE
    at: datetime = START
    learners: dict[str, Learner] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    poll: Poll | None = None
    asked: tuple[str, ...] = ()
    votes: dict[str, Vote] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    seats: set[str] = field(default_factory=set)
    standings: tuple[Standing, ...] = ()
    posted: tuple[Reply, ...] = ()
    alone: tuple[Reply, ...] = ()
    said: tuple[Reply, ...] = ()
    turns: int = 0
    message: str = "m1"

    def say(self, who: str, text: str) -> None:
        """Somebody writes to the tutor there."""
        self.happen(who, Message(text))

    def press(self, who: str, label: str) -> None:
        """Somebody presses what was posted, or else what they alone were shown; `right` and `wrong` are options.

        Raises:
            LookupError: there is no such control.
        """
        named = self.letter(right=label == "right") if label in {"right", "wrong"} else label
        for found, action in (*controls(self.posted), *controls(self.alone)):
            if found.lower().startswith(named.lower()):
                self.happen(who, action, clicked="m1")
                return
        raise LookupError(named)

    def letter(self, *, right: bool) -> str:
        """The letter of the right option, or of the first wrong one."""
        assert self.poll is not None
        question = shipped().questions[self.poll.question]
        order = showing(self.poll).order(len(question.options))  # type: ignore[union-attr]
        at = order.index(key(question)[0])
        return LETTERS[at] if right else LETTERS[0 if at else 1]

    def wait(self, minutes: float) -> None:
        """Time goes by, and what is due is seen to."""
        self.at += timedelta(minutes=minutes)
        poll = self.poll
        if poll is not None and poll.open:
            self._route("", Timer(CLOSE if self.at >= poll.closes_at else SHOW), Room(self.seen("")))
        shown = self.said
        if self.poll is not None and not self.poll.open:
            for who, vote in list(self.votes.items()):
                room = Room(replace(self.seen(who), mine=vote.choice))
                del self.votes[who]
                self._route(who, Timer(COUNT), room, vote.at)
                assert not self.said
        self.said = shown

    def seen(self, who: str) -> Poll:
        """The poll as a store hands it to somebody's turn."""
        assert self.poll is not None
        kept = [a.choice for a in self.attempts if a.presentation == f"{self.poll.presentation}/{who}"]
        mine = self.votes[who].choice if who in self.votes else "".join(kept)
        counts = Counter(vote.choice for vote in self.votes.values()) if self.poll.open else self.poll.counts
        return replace(self.poll, counts=counts, mine=mine, message=self.message)

    def happen(self, who: str, event: Event, clicked: str = "") -> None:
        """A turn of somebody's."""
        poll = self.seen(who) if self.poll is not None else None
        pressed = isinstance(event, Action)
        room = Room(poll if poll is not None and (poll.open or pressed) else None, self.asked)
        self._route(who, event, room if self.place.shared or pressed else Room(), clicked=clicked)

    def _route(self, who: str, event: Event, room: Room, at: datetime | None = None, clicked: str = "") -> None:
        self.turns += 1
        address = replace(self.place, user=who)
        turn = Turn(f"test:{self.turns}", address, event, at or self.at, clicked)
        learner = self.learners.get(who) or Learner(address.channel, address.tenant, who)
        blank = Conversation(address.channel, address.tenant, address.conversation, "", who)
        conversation = replace(self.conversations.get(who) or blank, room=room)
        self._keep(who, router().route(turn, learner, conversation))

    def _keep(self, who: str, outcome: Outcome) -> None:
        assert outcome.learner is not None
        assert outcome.conversation is not None
        self.learners[who], self.conversations[who] = outcome.learner, outcome.conversation
        shown = outcome.board(self.standings) if outcome.board else ()
        replies = (*shown, *outcome.replies)
        self.alone = tuple(reply for reply in replies if reply.surface == "private")
        self.said = (*(reply for reply in replies if reply.surface != "private"), *outcome.posts)
        self.posted = outcome.posts or self.posted
        if outcome.poll is not None:
            if outcome.poll.open:
                self.asked = (outcome.poll.question, *self.asked)
                self.votes.clear()
            self.poll = replace(outcome.poll, version=outcome.poll.version + 1)
        for record in outcome.records:
            match record:
                case Vote():
                    self.votes[who] = record
                case Attempt():
                    self.attempts.append(replace(record, presentation=f"{record.presentation}/{who}"))
                case Seat(_, taken, _):
                    (self.seats.add if taken else self.seats.discard)(who)


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does, what they alone must see, what all must see, and what nobody must."""

    who: str
    do: str
    value: Any
    alone: tuple[str, ...]
    everybody: tuple[str, ...]
    never: tuple[str, ...]


def transcripts() -> dict[str, tuple[Step, ...]]:
    """Every transcript by its file's name."""
    return {path.stem: tuple(_steps(yaml.safe_load(path.read_text("utf-8")))) for path in sorted(FOLDER.glob("*.yaml"))}


def _steps(told: list[dict[str, Any]]) -> Iterator[Step]:
    for step in told:
        alone, everybody, never = (listed(step.pop(name, ())) for name in ("alone", "all", "never"))
        who = step.pop("who", "")
        ((do, value),) = step.items()
        yield Step(who, do, value, alone, everybody, never)


def play(crowd: Crowd, step: Step) -> None:
    """Take one step."""
    if step.do == "wait":
        crowd.wait(step.value)
    else:
        {"say": crowd.say, "press": crowd.press}[step.do](step.who, str(step.value))
