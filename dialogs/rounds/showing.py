"""A round as it is shown: where in it the learner is, the question with its controls, and ways out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from content.model import Course, Question
from dialogs.learner import Conversation, Learner
from dialogs.presenting import Presentation, controls, how_to_type
from dialogs.reply import Button, Buttons, Choices, Element, Text
from dialogs.rounds.round import DIALOG, Kind, Round
from dialogs.turn import Action

TITLES = {
    "quiz": "Question {n} of {count}",
    "daily": "Daily quiz, question {n} of {count}",
    "practice": "Practice {n} of {count}",
}
ASIDE = "aside"
"""The verb of an answer, and the word of a hint, from below something else, which they leave where it stands."""

SURENESS = ("A guess", "I think so", "Sure")
"""What a learner may say of an answer, from confidence 1 on."""


def heading(round_: Round) -> str:
    """Says where in the round the learner is."""
    return TITLES[round_.kind].format(n=round_.at + 1, count=len(round_.questions))


def asking(round_: Round, question: Question, learner: Learner) -> tuple[Element, ...]:
    """The current question with the hints taken, its controls, and ways out of it."""
    return (Text(heading(round_), "title"), Text(question.stem), *answering(round_, question, learner))


def answering(round_: Round, question: Question, learner: Learner, *, aside: bool = False) -> tuple[Element, ...]:
    """The hints taken and all controls of the current question, without its words; `aside`: below something else."""
    if round_.pending:
        return sureness(question, learner)
    hints = tuple(Text(f"**Hint {n}:** {hint}") for n, hint in enumerate(question.hints[: round_.hints], 1))
    note = how_to_type(question)
    return (
        *hints,
        *controls(question, Presentation.of(question, learner), DIALOG, ASIDE if aside else "answer"),
        *((Text(note, "note"),) if note else ()),
        ways_out(round_, question, learner, aside=aside),
    )


def leading_back(round_: Round, question: Question, learner: Learner, *, whole: bool = True) -> tuple[Element, ...]:
    """The way back to the current question: all of it, or a line and its letters where it was read shortly before.

    What answers it from there leaves the words before it, which are about something else, where they stand.
    """
    if round_.pending:
        return (Text("Back to your quiz.", "note"), *sureness(question, learner))
    if whole:
        back = Text(f"Back to your quiz. {heading(round_)}:", "note")
        return (back, Text(question.stem), *answering(round_, question, learner, aside=True))
    shown = controls(question, Presentation.of(question, learner), DIALOG, ASIDE)
    letters = tuple(replace(element, brief=True) for element in shown if isinstance(element, Choices))
    keys = [choice.key for element in letters for choice in element.options]
    line = f"*{keys[0]}* to *{keys[-1]}*, or *show it again*" if keys else "say *show it again* to answer it"
    back = Text(f"Back to your quiz. {heading(round_)} is still open: {line}.", "note")
    again = Button("Show it again", Action(DIALOG, "show"))
    return (back, *letters, ways_out(round_, question, learner, again, aside=True))


def ways_out(round_: Round, question: Question, learner: Learner, *first: Button, aside: bool = False) -> Buttons:
    """What can be done with a question beside answering it."""
    apart = (ASIDE,) if aside else ()
    reveal = Action(DIALOG, "reveal", (Presentation.of(question, learner).id, *apart))
    hint = Button("Hint", Action(DIALOG, "hint", apart))
    more_hints = round_.hints < len(question.hints)
    return Buttons(
        (
            *first,
            hint if more_hints else Button("Show the answer", reveal),
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
