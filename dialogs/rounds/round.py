"""A round as it is kept: in its conversation, or, if it is a day's set, with its learner."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

from content.model import Course
from dialogs.days import local_day
from dialogs.learner import Active, Conversation, Learner, Today

DIALOG = "quiz"
"""The dialog that every round belongs to, whoever began it."""

Kind = Literal["quiz", "daily", "practice"]


@dataclass(frozen=True, slots=True)
class Round:
    """Questions by id, the position of the current one, hints taken on it, and the scores so far.

    `told`: the current question was answered, and its feedback is being read. `pending`: it was answered by these
    letters of the author's, and how sure of it the learner is was asked. `day`: the local day whose set this is.
    """

    kind: Kind
    questions: tuple[str, ...]
    at: int = 0
    hints: int = 0
    told: bool = False
    scores: tuple[tuple[str, float], ...] = ()
    pending: str = ""
    day: date | None = None

    @classmethod
    def of(cls, conversation: Conversation, learner: Learner) -> "Round | None":
        """The round that is open in a conversation; a day's set, until that of another day takes its place."""
        active = conversation.find(DIALOG)
        if active is None:
            return None
        if "day" not in active.data:
            return cls._read(active.data)
        set_ = cls.today(learner)
        return set_ if set_ is not None and str(set_.day) == active.data["day"] and not set_.over else None

    @classmethod
    def today(cls, learner: Learner) -> "Round | None":
        """The day's set that the learner began last, which may be over."""
        return cls._read(learner.today.data, learner.today.day) if learner.today is not None else None

    @classmethod
    def asking(cls, question: str, conversation: Conversation, learner: Learner) -> "Round | None":
        """The open round, else the day's set, if it is this question that it asks now."""
        open_ = cls.of(conversation, learner)
        found = open_ if open_ is not None else cls.today(learner)
        return found if found is not None and not found.told and found.current == question else None

    @classmethod
    def _read(cls, kept: Any, day: date | None = None) -> "Round":
        data: dict[str, Any] = dict(kept)
        scores = tuple((str(name), float(score)) for name, score in data.pop("scores"))
        return cls(questions=tuple(data.pop("questions")), scores=scores, day=day, **data)

    def kept(self, conversation: Conversation, learner: Learner) -> tuple[Conversation, Learner]:
        """With this round open and on top in the conversation."""
        step = "told" if self.told else "asked"
        if self.day is None:
            return conversation.opened(Active(DIALOG, step, self._data())), learner
        here = Active(DIALOG, step, {"day": str(self.day), "at": self.at})
        return conversation.opened(here), self.remembered(learner)

    def remembered(self, learner: Learner) -> Learner:
        """The learner with this set of a day."""
        return learner if self.day is None else replace(learner, today=Today(self.day, self._data()))

    def _data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _KEPT}

    def ended(self, conversation: Conversation, learner: Learner) -> tuple[Conversation, Learner]:
        """With this round no longer open; of a day's set it is known how far it came."""
        return conversation.closed(DIALOG), self.remembered(learner)

    def moved_on(self, conversation: Conversation) -> bool:
        """Whether the set went on in another conversation, so that this one shows an earlier question."""
        active = conversation.find(DIALOG)
        return self.day is not None and active is not None and active.data.get("at") != self.at

    @property
    def current(self) -> str | None:
        """The id of the question that is asked now."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    @property
    def last(self) -> bool:
        """Whether no question follows."""
        return self.at + 1 >= len(self.questions)

    @property
    def over(self) -> bool:
        """Whether nothing of it is left to answer."""
        return self.current is None or (self.told and self.last)

    def answered(self, question: str, score: float) -> "Round":
        """With the current question answered."""
        return replace(self, told=True, pending="", scores=(*self.scores, (question, score)))

    def past(self, question: str, score: float) -> "Round":
        """With a question answered elsewhere, if it is the one that is asked now."""
        return self.answered(question, score) if self.current == question and not self.told else self

    def advanced(self) -> "Round":
        """At the next question."""
        return replace(self, at=self.at + 1, hints=0, told=False, pending="")


_KEPT = tuple(field.name for field in fields(Round) if field.name != "day")


def busy(conversation: Conversation) -> bool:
    """Whether something else than a day's set is open."""
    return any(active.dialog != DIALOG or "day" not in active.data for active in conversation.stack)


def onward(course: Course, learner: Learner, round_: Round) -> Round:
    """At its next question that is to be asked: not one that has left the course, or was answered outside the set."""
    if round_.told:
        round_ = round_.advanced()
    while round_.current is not None and _is_over(round_.current, course, learner, round_.day):
        round_ = round_.advanced()
    return round_


def _is_over(question: str, course: Course, learner: Learner, day: date | None) -> bool:
    review = learner.reviews.get(question)
    return question not in course.questions or (review is not None and local_day(learner, review.last) == day)


def ticked_off(learner: Learner, question: str, score: float) -> Learner:
    """The day's set does not ask once more what was answered outside it."""
    set_ = Round.today(learner)
    return learner if set_ is None else set_.past(question, score).remembered(learner)
