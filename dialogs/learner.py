"""What is known of a learner and of a conversation; each change is a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Literal

from dialogs.turn import Address


@dataclass(frozen=True, slots=True)
class Review:
    """What is remembered of one question for one learner.

    `attempts` counts the showings that were answered; none: it was never asked, and waits to be. `due`,
    `stability` (days) and `difficulty` (1-10) are the memory state of FSRS (`dialogs.review`), at the time `last`.
    `choice` is what was answered last, by the author's letters.
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
    """The learner's wish for a daily quiz."""

    at: time = time(9, 0)
    weekdays_only: bool = True
    count: int = 3
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with an answer."""

    length: int = 0
    best: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who learns, as one channel knows them.

    `home` is where a daily quiz goes; only direct turns set it. `offered_on` is the last local day on which
    a daily quiz was begun or offered.
    """

    channel: str
    tenant: str
    user: str
    version: int = 0
    name: str = ""
    zone: str = "UTC"
    home: Address | None = None
    daily: Daily | None = None
    offered_on: date | None = None
    streak: Streak = Streak()
    reviews: Mapping[str, Review] = field(default_factory=dict)

    def reviewed(self, question: str, review: Review) -> "Learner":
        """The learner with this review in place of the former one."""
        return replace(self, reviews={**self.reviews, question: review})


@dataclass(frozen=True, slots=True)
class Active:
    """A dialog that is open in a conversation; `data` is JSON that only this dialog reads."""

    dialog: str
    step: str
    data: Mapping[str, Any] = field(default_factory=dict)


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
    `topic`: what was talked about last, for "example?" and "why?". `left`: the tutor was taken out of this
    place, and has not said hello since.
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
    left: bool = False

    @property
    def active(self) -> Active | None:
        """The current dialog."""
        return self.stack[-1] if self.stack else None

    def find(self, dialog: str) -> Active | None:
        """The open dialog of this name."""
        return next((active for active in self.stack if active.dialog == dialog), None)

    def opened(self, active: Active) -> "Conversation":
        """With this dialog on top; a former one of the same name is gone."""
        return replace(self, stack=(*(a for a in self.stack if a.dialog != active.dialog), active))

    def closed(self, dialog: str) -> "Conversation":
        """Without this dialog."""
        return replace(self, stack=tuple(a for a in self.stack if a.dialog != dialog))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One question answered once: the record that statistics are made of.

    `choice` is by the author's letters; `score` is the share right, 0 to 1.
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
