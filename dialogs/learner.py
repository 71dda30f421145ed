"""What is known of a learner and of a conversation; each change is a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Literal

from dialogs.room import Room
from dialogs.turn import Address


@dataclass(frozen=True, slots=True)
class Review:
    """What is remembered of one question for one learner.

    `attempts` counts the showings that were answered; `due`, `stability` (days) and `difficulty` (1-10) are
    the memory state of FSRS (`dialogs.review`), at the time `last`. `choice` is what was answered last, by the
    author's letters.
    """

    attempts: int
    right: int
    choice: str
    was_right: bool
    revision: int
    last: datetime
    due: datetime
    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True)
class Daily:
    """The learner's wish for a daily quiz.

    Paused, it comes on no day from `paused_from` on and before `paused_until`. In the hours of `quiet`, from
    the first to the second, nothing comes late; `at` may lie in them all the same, as the learner chose it.
    """

    at: time = time(9, 0)
    weekdays_only: bool = True
    count: int = 3
    paused_from: date | None = None
    paused_until: date | None = None
    quiet: tuple[time, time] | None = (time(21, 0), time(7, 0))


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with an answer; each of `freezes` stands in for one day that is missed."""

    length: int = 0
    best: int = 0
    last: date | None = None
    freezes: int = 1


@dataclass(frozen=True, slots=True)
class Today:
    """The set of questions of one local day, wherever it is answered; `data` is JSON of `dialogs.rounds`."""

    day: date
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trust:
    """How often something was answered with one confidence, and how often it was right then."""

    answers: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who learns, as one channel knows them.

    `home` is where a daily quiz goes; only direct turns set it. `offered_on` is the last local day on which
    a daily quiz was begun, offered or passed over; `unanswered` counts those that came since the last answer;
    `daily_ended` is why the daily quiz ended without the learner's doing.
    A `zone` that was `zone_chosen` is not changed by what the platform says. `calibration` has an entry for each
    confidence, a guess first; it is kept while the learner wants to be asked (`asks_confidence`).
    `wanted`: ids of questions not seen yet that are to come before other new ones. `cases`: ids of the scenarios
    that were gone through to their end, the latest last. `sees_home`: the learner has opened the home surface, so it
    is kept up to date.
    """

    channel: str
    tenant: str
    user: str
    version: int = 0
    name: str = ""
    zone: str = "UTC"
    zone_chosen: bool = False
    home: Address | None = None
    daily: Daily | None = None
    daily_ended: str = ""
    offered_on: date | None = None
    unanswered: int = 0
    today: Today | None = None
    streak: Streak = Streak()
    asks_confidence: bool = False
    calibration: tuple[Trust, Trust, Trust] = (Trust(), Trust(), Trust())
    reviews: Mapping[str, Review] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    sees_home: bool = False

    def reviewed(self, question: str, review: Review) -> "Learner":
        """The learner with this review in place of the former one; the question is not wanted any more."""
        wanted = tuple(name for name in self.wanted if name != question) if self.wanted else ()
        return replace(self, reviews={**self.reviews, question: review}, wanted=wanted)

    def advised(self, scenario: str) -> "Learner":
        """The learner with this scenario gone through."""
        return replace(self, cases=(*(name for name in self.cases if name != scenario), scenario))


@dataclass(frozen=True, slots=True)
class Active:
    """A dialog that is open in a conversation; `data` is JSON that only this dialog reads.

    `asides`: how often it was led back to since it last spoke for itself.
    """

    dialog: str
    step: str
    data: Mapping[str, Any] = field(default_factory=dict)
    asides: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """A control that stands in the conversation: what the learner may type, and the action it means."""

    label: str
    action: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is open between one learner and the tutor in one place.

    `stack`: open dialogs, the current one last. `offered`: the controls of the latest reply.
    `topic`: what was talked about last, for "example?" and "why?". `subject`: the topic that "it" stands for, where
    that is another, as after "is RAG expensive?". `left`: the tutor was taken out of this place, and has not said
    hello since. `room`: what everybody there shares; it is found beside the conversation, not kept with it.
    """

    channel: str
    tenant: str
    conversation: str
    thread: str
    user: str
    version: int = 0
    stack: tuple[Active, ...] = ()
    offered: tuple[Offered, ...] = ()
    topic: str = ""
    subject: str = ""
    left: bool = False
    room: Room = field(default=Room(), compare=False)

    @property
    def active(self) -> Active | None:
        """The current dialog."""
        return self.stack[-1] if self.stack else None

    def find(self, dialog: str) -> Active | None:
        """The open dialog of this name."""
        return next((active for active in self.stack if active.dialog == dialog), None)

    def turned_to(self, topic: str, subject: str = "") -> "Conversation":
        """Talking about another topic; `subject`: what "it" still stands for."""
        return replace(self, topic=topic, subject=subject if subject != topic else "")

    def opened(self, active: Active) -> "Conversation":
        """With this dialog on top; a former one of the same name is gone, and the others were read a while ago."""
        others = (replace(a, asides=0) for a in self.stack if a.dialog != active.dialog)
        return replace(self, stack=(*others, active))

    def led_back(self) -> "Conversation":
        """With one more aside that led back to the current dialog."""
        if self.active is None:
            return self
        return replace(self, stack=(*self.stack[:-1], replace(self.active, asides=self.active.asides + 1)))

    def closed(self, dialog: str) -> "Conversation":
        """Without this dialog."""
        return replace(self, stack=tuple(a for a in self.stack if a.dialog != dialog))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One question answered once: the record that statistics are made of.

    `choice` is by the author's letters; `score` is the share right, 0 to 1; `confidence` is 1 for a guess, 2 for
    "think so", 3 for "sure", and 0 where it was not asked.
    """

    presentation: str
    question: str
    revision: int
    objective: str
    first: bool
    choice: str
    score: float
    hints: int
    at: datetime
    confidence: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a learner told the course's author on purpose.

    `challenge` disputes a question, `answer` says whether an answer helped, `note` is anything else. `key` is
    what it is about, as the learner saw it: what the same learner says again of the same kind and key takes the
    place of what they said before. `subject` is the id of a question or a topic, `revision` a question's; empty
    and 0 for the rest. `reason` is one of `dialogs.feedback.REASONS`.
    """

    kind: Literal["challenge", "answer", "note"]
    key: str
    subject: str
    revision: int
    reason: str
    words: str
    at: datetime
