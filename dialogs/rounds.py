"""A round of questions: which ones, how far it has come, and how it is shown. Quiz and daily share it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from content.model import Course, Question
from dialogs.learner import Active, Conversation, Learner
from dialogs.presenting import Presentation, controls, how_to_type
from dialogs.reply import Button, Buttons, Element, Progress, Text
from dialogs.turn import Action

DIALOG = "quiz"
"""The dialog that every round belongs to, whoever began it."""

Kind = Literal["quiz", "daily", "practice"]
TITLES = {
    "quiz": "Question {n} of {count}",
    "daily": "Daily quiz, question {n} of {count}",
    "practice": "Practice {n} of {count}",
}


@dataclass(frozen=True, slots=True)
class Round:
    """Questions by id, the position of the current one, hints taken on it, and the scores so far.

    `told`: the current question was answered, and its feedback is being read.
    """

    kind: Kind
    questions: tuple[str, ...]
    at: int = 0
    hints: int = 0
    told: bool = False
    scores: tuple[tuple[str, float], ...] = ()

    @classmethod
    def of(cls, conversation: Conversation) -> "Round | None":
        """The round that is open in a conversation."""
        active = conversation.find(DIALOG)
        if active is None:
            return None
        data: dict[str, Any] = dict(active.data)
        scores = tuple((str(name), float(score)) for name, score in data.pop("scores"))
        return cls(questions=tuple(data.pop("questions")), scores=scores, **data)

    def kept_in(self, conversation: Conversation) -> Conversation:
        """The conversation with this round open and on top."""
        return conversation.opened(Active(DIALOG, "told" if self.told else "asked", asdict(self)))

    @property
    def current(self) -> str | None:
        """The id of the question that is asked now."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    @property
    def last(self) -> bool:
        """Whether no question follows."""
        return self.at + 1 >= len(self.questions)

    def answered(self, question: str, score: float) -> "Round":
        """With the current question answered."""
        return replace(self, told=True, scores=(*self.scores, (question, score)))

    def advanced(self) -> "Round":
        """At the next question."""
        return replace(self, at=self.at + 1, hints=0, told=False)


def heading(round_: Round) -> str:
    """Says where in the round the learner is."""
    return TITLES[round_.kind].format(n=round_.at + 1, count=len(round_.questions))


def asking(round_: Round, question: Question, learner: Learner) -> tuple[Element, ...]:
    """The current question with the hints taken, its controls, and ways out of it."""
    return (Text(heading(round_), "title"), Text(question.stem), *answering(round_, question, learner))


def answering(round_: Round, question: Question, learner: Learner) -> tuple[Element, ...]:
    """The hints taken and all controls of the current question, without its words."""
    hints = tuple(Text(f"**Hint {n}:** {hint}") for n, hint in enumerate(question.hints[: round_.hints], 1))
    note = how_to_type(question)
    more_hints = round_.hints < len(question.hints)
    buttons = (
        *((Button("Hint", Action(DIALOG, "hint")),) if more_hints else ()),
        Button("Skip", Action(DIALOG, "skip")),
        Button("Stop", Action(DIALOG, "stop")),
    )
    return (
        *hints,
        *controls(question, Presentation.of(question, learner), DIALOG),
        *((Text(note, "note"),) if note else ()),
        Buttons(buttons),
    )


def begin(
    course: Course, learner: Learner, conversation: Conversation, kind: Kind, questions: Sequence[str]
) -> tuple[tuple[Element, ...], Conversation]:
    """Open a round; its first question, and the conversation that holds it. `questions` is not empty."""
    round_ = Round(kind, tuple(questions))
    return asking(round_, course.questions[questions[0]], learner), round_.kept_in(conversation)


def summary(course: Course, round_: Round, learner: Learner) -> tuple[Element, ...]:
    """The score of a round that has ended, what to look at again, and what may come next."""
    answered = len(round_.scores)
    if not answered:
        again = Buttons((Button("Start a quiz", Action(DIALOG, "start"), primary=True),))
        return (Text("Stopped. Nothing was answered, so nothing was counted."), again)
    right = sum(score == 1.0 for _, score in round_.scores)
    missed = [course.questions[name] for name, score in round_.scores if score < 1.0 and name in course.questions]
    topics = list(dict.fromkeys(question.topics[0] for question in missed))[:3]
    looks = tuple(Button(course.topics[t].title, Action("explain", "topic", (t,))) for t in topics)
    after = Button("Another round", Action(DIALOG, "start"), primary=not looks)
    return (
        Progress("Right in this round", right, answered),
        Text(_verdict(right, answered) + _streak(learner, round_)),
        *((Text("Worth another look:"), Buttons(looks)) if looks else ()),
        Buttons((after, Button("My progress", Action("progress", "show")))),
    )


def _verdict(right: int, answered: int) -> str:
    if right == answered:
        return "All right. The next round brings new ones, and these come back when they are about to fade."
    if answered == 1:
        return "Not this time. It comes back soon."
    if 3 * right >= 2 * answered:
        return "A solid round. What you missed comes back first."
    return "A tough round, and those teach the most. What you missed comes back soon."


def _streak(learner: Learner, round_: Round) -> str:
    if round_.kind != "daily" or learner.streak.length < 2:
        return ""
    return f" That makes {learner.streak.length} days in a row."
