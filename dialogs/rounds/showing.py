"""A round as it is shown: where in it the learner is, the question with its controls, and ways out."""

from collections.abc import Sequence
from datetime import date

from content.model import Course, Question
from dialogs.learner import Conversation, Learner
from dialogs.presenting import Presentation, controls, how_to_type
from dialogs.reply import Button, Buttons, Element, Text
from dialogs.rounds.round import DIALOG, Kind, Round
from dialogs.turn import Action

TITLES = {
    "quiz": "Question {n} of {count}",
    "daily": "Daily quiz, question {n} of {count}",
    "practice": "Practice {n} of {count}",
}
SURENESS = ("A guess", "I think so", "Sure")
"""What a learner may say of an answer, from confidence 1 on."""


def heading(round_: Round) -> str:
    """Says where in the round the learner is."""
    return TITLES[round_.kind].format(n=round_.at + 1, count=len(round_.questions))


def asking(round_: Round, question: Question, learner: Learner) -> tuple[Element, ...]:
    """The current question with the hints taken, its controls, and ways out of it."""
    return (Text(heading(round_), "title"), Text(question.stem), *answering(round_, question, learner))


def answering(round_: Round, question: Question, learner: Learner) -> tuple[Element, ...]:
    """The hints taken and all controls of the current question, without its words."""
    if round_.pending:
        return sureness(question, learner)
    hints = tuple(Text(f"**Hint {n}:** {hint}") for n, hint in enumerate(question.hints[: round_.hints], 1))
    note = how_to_type(question)
    return (
        *hints,
        *controls(question, Presentation.of(question, learner), DIALOG),
        *((Text(note, "note"),) if note else ()),
        ways_out(round_, question),
    )


def ways_out(round_: Round, question: Question) -> Buttons:
    """What can be done with a question beside answering it."""
    more_hints = round_.hints < len(question.hints)
    return Buttons(
        (
            *((Button("Hint", Action(DIALOG, "hint")),) if more_hints else ()),
            Button("Skip", Action(DIALOG, "skip")),
            Button("Stop", Action(DIALOG, "stop")),
        )
    )


def sureness(question: Question, learner: Learner) -> tuple[Element, ...]:
    """Asks how sure of the given answer the learner is."""
    shown = Presentation.of(question, learner).id
    buttons = (Button(label, Action(DIALOG, "sure", (shown, str(n)))) for n, label in enumerate(SURENESS, 1))
    return (Text("Your answer is taken. Before I tell: how sure are you?"), Buttons(tuple(buttons)))


def begin(
    course: Course, learner: Learner, conversation: Conversation, kind: Kind, questions: Sequence[str]
) -> tuple[tuple[Element, ...], Conversation]:
    """Open a round; its first question, and the conversation that holds it. `questions` is not empty."""
    round_ = Round(kind, tuple(questions))
    conversation, _ = round_.kept(conversation, learner)
    return asking(round_, course.questions[questions[0]], learner), conversation


def begin_daily(
    course: Course, learner: Learner, conversation: Conversation, day: date, questions: Sequence[str]
) -> tuple[tuple[Element, ...], Conversation, Learner]:
    """Open the set of a day, which goes on in whatever conversation the learner asks for it."""
    round_ = Round("daily", tuple(questions), day=day)
    conversation, learner = round_.kept(conversation, learner)
    return asking(round_, course.questions[questions[0]], learner), conversation, learner
