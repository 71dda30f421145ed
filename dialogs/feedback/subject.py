"""What feedback is about: a showing of a question, a topic that was answered on, or the tutor itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.markup import plain, shorten
from content.model import Course, Question
from dialogs.learner import Conversation, Learner
from dialogs.presenting import Presentation, fingerprint
from dialogs.rounds import Round
from dialogs.turn import Action, MalformedActionError

RECENT = timedelta(minutes=15)
"""How long after its answer a question is still what typed feedback may be about."""

TITLE = 80
LABEL = 48
SHOWN = 3
"""Subjects of the conversation that a form offers, beside the general ones."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to tell something about; `wire` names it in a button and in a form."""

    wire: str
    label: str
    title: str = ""
    id: str = ""
    revision: int = 0

    @property
    def question(self) -> bool:
        """Whether it is a question, which can be challenged."""
        return self.revision > 0


GENERAL = (Subject("about.tutor", "The tutor: how it works and talks"), Subject("about.else", "Something else"))


class Subjects:
    """Finds what feedback may be about."""

    def __init__(self, course: Course) -> None:
        self._course = course

    def named(self, wire: str, learner: Learner) -> Subject | str:
        """The subject that a button or a form names; else what to say of it."""
        shown = Presentation.parse(wire)
        if shown is not None:
            return self._shown(shown, learner)
        if wire in self._course.topics:
            title = self._course.topics[wire].title
            return Subject(wire, shorten(f"The answer on {title}", LABEL + 16), title, wire)
        return next((subject for subject in GENERAL if subject.wire == wire), "")

    def around(self, learner: Learner, conversation: Conversation, at: datetime) -> tuple[Subject, ...]:
        """What the conversation suggests, the likeliest first."""
        found: dict[str, Subject] = {}
        for wire in self._wires(learner, conversation, at):
            subject = self.named(wire, learner)
            if isinstance(subject, Subject):
                found.setdefault(subject.wire, subject)
        return tuple(found.values())[:SHOWN]

    def _wires(self, learner: Learner, conversation: Conversation, at: datetime) -> Iterator[str]:
        """The subjects of the latest reply's controls, the open question, the one answered last, the topic."""
        for offered in conversation.offered:
            try:
                action = Action.parse(offered.action)
            except MalformedActionError:
                continue
            if action.args and (action.dialog, action.verb) in _TELLING:
                yield action.args[0]
        round_ = Round.of(conversation, learner)
        current = self._course.questions.get(round_.current or "") if round_ is not None else None
        if round_ is not None and current is not None and not round_.told:
            yield Presentation.of(current, learner).id
        if latest := self._answered_last(learner, at):
            yield latest
        yield conversation.topic

    def _answered_last(self, learner: Learner, at: datetime) -> str:
        name, review = max(learner.reviews.items(), key=lambda item: item[1].last, default=("", None))
        if review is None or at - review.last > RECENT:
            return ""
        return Presentation(name, review.revision, review.attempts - 1, fingerprint(learner)).id

    def _shown(self, shown: Presentation, learner: Learner) -> Subject | str:
        if shown.learner != fingerprint(learner):
            return "That question was put to somebody else, so theirs is the say on it."
        question = self._course.questions.get(shown.question)
        if question is None:
            return "That question has left the course since, so there is nothing to challenge any more."
        if question.revision != shown.revision:
            return "That question has been rewritten since. If the new wording troubles you too, challenge it then."
        review = learner.reviews.get(question.id)
        if shown.attempt > (review.attempts if review else 0):
            return ""
        return _about(question, shown)


def _about(question: Question, shown: Presentation) -> Subject:
    stem = " ".join(plain(question.stem).split())
    label = "The question “" + shorten(stem, LABEL) + "”"
    return Subject(shown.id, label, shorten(stem, TITLE), question.id, question.revision)


_TELLING = {("feedback", "challenge"), ("feedback", "helpful"), ("quiz", "answer")}
"""Controls whose first argument is a subject."""
