"""What the learner has done so far."""

from content.markup import capital
from content.model import Course
from dialogs.days import local_day, standing
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Conversation, Learner
from dialogs.reply import Button, Buttons, Element, Facts, Progress, Text, say
from dialogs.review import by_objective, due_count
from dialogs.turn import Action, Command, Turn

NAME = "progress"


class ProgressDialog:
    """Shows answers, right ones, objectives and the streak."""

    name = NAME
    commands = (
        CommandSpec(
            "progress",
            "progress",
            "What you have answered, and where you are strong",
            "progress",
            aliases=("score", "stats"),
        ),
    )

    def __init__(self, course: Course) -> None:
        self._course = course

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command() | Action(_, "show", _):
                return Outcome((say(*self._report(turn, learner)),))
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: nothing is open."""
        return ()

    def _report(self, turn: Turn, learner: Learner) -> tuple[Element, ...]:
        counts = by_objective(self._course, learner)
        answered = sum(n for _, n, _ in counts)
        if not answered:
            start = Button("Start a quiz", Action("quiz", "start"), primary=True)
            return (Text("Nothing answered yet. A first round takes two minutes."), Buttons((start,)))
        right = sum(n for _, _, n in counts)
        seen = len(learner.reviews.keys() & self._course.questions.keys())
        facts = Facts(
            (
                ("Answered", str(answered)),
                ("Right", f"{right} ({100 * right // answered} %)"),
                ("Days in a row", str(standing(learner.streak, local_day(learner, turn.at), learner.daily))),
                ("Reviews due", str(due_count(self._course, learner, turn.at))),
            )
        )
        bars = tuple(Progress(capital(self._course.objectives[name].title), ok, n) for name, n, ok in counts if n)
        weakest = min((c for c in counts if c[1]), key=lambda c: c[2] / c[1])[0]
        practise = Button("Practise the weakest", Action("quiz", "objective", (weakest,)), primary=True)
        return (
            Text("Your progress", "title"),
            facts,
            Progress("Questions of the course seen", seen, len(self._course.questions)),
            Text("Right answers so far, by what you are learning to do:"),
            *bars,
            *_calibration(learner),
            Buttons((practise,)),
        )


def _calibration(learner: Learner) -> tuple[Element, ...]:
    """How often each confidence was right, and its marks, which reward knowing what one knows.

    Certainty-based marks by Gardner-Medwin: right 1, 2, 3, wrong 0, -2, -6, for a guess, "think so" and "sure".
    """
    said = zip(_SAID, learner.calibration, _MARKS, strict=True)
    told = [(name, trust, marks) for name, trust, marks in said if trust.answers]
    if not told:
        return ()
    line = "; ".join(f"{name}: right {trust.right} of {trust.answers}" for name, trust, _ in told)
    bonus = sum(trust.right * right + (trust.answers - trust.right) * wrong for _, trust, (right, wrong) in told)
    return (Text(f"How sure you were. {line}. Certainty marks, as a bonus: {bonus}.", "note"),)


_SAID = ("Guessed", "Thought so", "Sure")
_MARKS = ((1, 0), (2, -2), (3, -6))
