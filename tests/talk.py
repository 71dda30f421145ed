"""Conversations as data: what a learner does, step by step, and what they must then see."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.router import Router
from content import load
from content.loader import SHIPPED
from content.model import Course, Match, Question
from content.search import Index
from dialogs import all_dialogs
from dialogs.dialog import Dialog, Kept, Record
from dialogs.learner import Attempt, Conversation, Feedback, Learner
from dialogs.presenting import LETTERS, Presentation, chosen, key, texts
from dialogs.reply import Buttons, Choices, Inputs, Opinion, Reply
from dialogs.rounds import Round
from dialogs.turn import Action, Address, Daily, Event, Message, Open, Profile, Submit, Turn

FOLDER = Path(__file__).parent / "transcripts"
ANN = Address("test", "tenant", "ann", "ann")
UNKNOWN = Profile()
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@cache
def shipped() -> Course:
    """The shipped course, read once."""
    return load()


@cache
def dialogs() -> tuple[Dialog, ...]:
    """All dialogs of the shipped course, made once."""
    return all_dialogs(shipped(), Index(shipped(), SHIPPED))


@cache
def router() -> Router:
    """A router over them."""
    return Router(dialogs())


@dataclass
class Talk:
    """A learner and the tutor, without any channel: turns in, replies out, state kept in memory."""

    address: Address = ANN
    at: datetime = START
    profile: Profile = UNKNOWN
    learner: Learner = field(init=False)
    conversation: Conversation = field(init=False)
    replies: tuple[Reply, ...] = ()
    records: list[Record] = field(default_factory=list)
    turns: int = 0

    def __post_init__(self) -> None:
        a = self.address
        self.learner = Learner(a.channel, a.tenant, a.user)
        self.conversation = Conversation(a.channel, a.tenant, a.conversation, a.thread, a.user)

    def happen(self, event: Event, clicked: str = "") -> tuple[Reply, ...]:
        """The replies to an event, one minute after the former one."""
        self.turns += 1
        self.at += timedelta(minutes=1)
        turn = Turn(f"test:{self.turns}", self.address, event, self.at, clicked, self.profile)
        outcome = router().route(turn, self.learner, self.conversation)
        assert outcome.learner is not None
        assert outcome.conversation is not None
        self.replies = (*(outcome.show(self.kept) if outcome.show else ()), *outcome.replies)
        if outcome.forget:
            self.__post_init__()
            self.records.clear()
            return self.replies
        self.learner = replace(outcome.learner, version=self.learner.version + 1)
        self.conversation = outcome.conversation
        self.records.extend(outcome.records)
        return self.replies

    @property
    def kept(self) -> Kept:
        """What a store would hold beside the learner."""
        newest = self.records[::-1]
        return Kept(
            tuple(r for r in newest if isinstance(r, Attempt)),
            tuple(r for r in newest if isinstance(r, Feedback)),
            conversations=1,
        )

    def say(self, text: str) -> tuple[Reply, ...]:
        """The learner types."""
        return self.happen(Message(text))

    def press(self, label: str) -> tuple[Reply, ...]:
        """The learner presses the button or choice that begins with these words.

        Raises:
            LookupError: there is none in the latest replies.
        """
        return self.happen(self.control(label), clicked="message-1")

    def wait(self, days: int) -> tuple[Reply, ...]:
        """Days go by."""
        self.at += timedelta(days=days)
        return self.replies

    def control(self, label: str) -> Action:
        """The action of the control that begins with these words."""
        for found, action in controls(self.replies):
            if found.lower().startswith(label.lower()):
                return action
        raise LookupError(f"no control {label!r} among {[found for found, _ in controls(self.replies)]}")

    @property
    def question(self) -> Question:
        """The question that is asked now."""
        round_ = Round.of(self.conversation, self.learner)
        assert round_ is not None
        assert round_.current is not None
        return shipped().questions[round_.current]

    @property
    def shown(self) -> Presentation:
        """The showing of that question."""
        return Presentation.of(self.question, self.learner)

    def letters(self, *, right: bool) -> str:
        """Shown letters of a right or of a wrong answer; for matching, the technique of each line."""
        question, shown = self.question, self.shown
        count = len(texts(question))
        if isinstance(question, Match):
            techniques = [question.needs[n].technique for n in shown.order(count)]
            return ", ".join(techniques if right else [*techniques[1:], "neither"][:count])
        wanted = key(question)
        candidates = (LETTERS[n] for n in range(count))
        single = [letter for letter in candidates if (chosen(question, shown, letter) or ()) != ()]
        if len(wanted) == 1:
            return next(x for x in single if (chosen(question, shown, x) == wanted) == right)
        order = [shown.order(count).index(n) for n in wanted]
        picked = [LETTERS[n] for n in order]
        return ", ".join(picked if right else picked[::-1] if len(picked) == count else picked[:1])

    def answer(self, *, right: bool, by: str = "letter") -> tuple[Reply, ...]:
        """Answer the question that is asked, in one of the ways a learner may."""
        letters = self.letters(right=right)
        if len(letters) > 1:
            return self.say(letters)
        at = LETTERS.index(letters)
        text = texts(self.question)[self.shown.order(len(texts(self.question)))[at]]
        said = {
            "letter": letters.lower(),
            "number": str(at + 1),
            "text": text,
            "part": " ".join(text.split()[:-1]),
        }
        return self.press(letters) if by == "click" else self.say(said[by])


def controls(replies: tuple[Reply, ...]) -> Iterator[tuple[str, Action]]:
    """Label and action of everything that can be pressed."""
    for element in (element for reply in replies for element in reply.elements):
        match element:
            case Choices(options, settled) if not settled:
                yield from ((f"{option.key} {option.text}", option.action) for option in options)
            case Buttons() | Opinion():
                yield from ((button.label, button.action) for button in element.buttons)
            case Inputs(action, _, submit):
                yield submit, action


STEPS: Mapping[str, Callable[[Talk, Any], tuple[Reply, ...]]] = {
    "say": Talk.say,
    "press": Talk.press,
    "right": lambda talk, by: talk.answer(right=True, by=by or "letter"),
    "wrong": lambda talk, by: talk.answer(right=False, by=by or "letter"),
    "open": lambda talk, surface: talk.happen(Open(surface)),
    "daily": lambda talk, _: talk.happen(Daily(talk.at.date())),
    "submit": lambda talk, values: talk.happen(Submit(str(talk.control("")), values)),
    "wait": Talk.wait,
}
"""The keys of a transcript's steps; each takes the step's value."""


@dataclass(frozen=True, slots=True)
class Said:
    """One step of a transcript: what is done, what must be seen, what must not."""

    do: str
    value: Any
    see: tuple[str, ...]
    never: tuple[str, ...]

    def check(self, where: str, shown: str) -> None:
        """Fail, naming the place, unless a flat text is what must be seen."""
        where = f"{where} ({self.do} {self.value!r})"
        assert shown or self.do in {"open", "wait"}, f"{where}: silence"
        missing = [text for text in self.see if flat(text) not in shown]
        assert not missing, f"{where}: {missing} not in: {shown}"
        assert not [text for text in self.never if flat(text) in shown], f"{where}: must not be seen, in: {shown}"


def flat(text: str) -> str:
    """Without emphasis marks and line breaks, in lower case."""
    return " ".join(re.sub(r"[*_`\\]", "", text).split()).lower()


def transcripts() -> dict[str, tuple[Said, ...]]:
    """Every transcript by its file's name."""
    return {
        path.stem: tuple(map(_said, yaml.safe_load(path.read_text("utf-8")))) for path in sorted(FOLDER.glob("*.yaml"))
    }


def _said(step: dict[str, Any]) -> Said:
    see, never = step.pop("see", ()), step.pop("never", ())
    ((do, value),) = step.items()
    return Said(do, value, listed(see), listed(never))


def listed(value: Any) -> tuple[str, ...]:
    """What a step names under a key: one text, or several."""
    return (value,) if isinstance(value, str) else tuple(value)


def play(talk: Talk, said: Said) -> tuple[Reply, ...]:
    """Take one step of a transcript."""
    return STEPS[said.do](talk, said.value)


@dataclass
class Rehearsal(Talk):
    """Knows what a step means where a talk stands, and leaves the doing to a platform."""

    meant: Event | None = None

    def means(self, said: Said, learner: Learner, conversation: Conversation, at: datetime) -> Event | None:
        """What happens by a step, if more than that time goes by, which `at` then says."""
        self.learner, self.conversation, self.meant, self.at = learner, conversation, None, at
        play(self, said)
        return self.meant

    def happen(self, event: Event, clicked: str = "") -> tuple[Reply, ...]:
        """Note what is to happen."""
        self.meant = event
        return ()
