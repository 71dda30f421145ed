"""What the learner has done so far."""

from content.model import Course
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Conversation, Learner
from dialogs.reply import Button, Buttons, Element, Facts, Progress, Text, say
from dialogs.review import by_objective, due_count, local_day
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
        seen = sum(r.attempts > 0 for name, r in learner.reviews.items() if name in self._course.questions)
        alive = learner.streak.last is not None and (local_day(learner, turn.at) - learner.streak.last).days <= 1
        facts = Facts(
            (
                ("Answered", str(answered)),
                ("Right", f"{right} ({100 * right // answered} %)"),
                ("Days in a row", str(learner.streak.length if alive else 0)),
                ("Reviews due", str(due_count(self._course, learner, turn.at))),
            )
        )
        bars = tuple(Progress(_title(self._course.objectives[name].title), ok, n) for name, n, ok in counts if n)
        weakest = min((c for c in counts if c[1]), key=lambda c: c[2] / c[1])[0]
        practise = Button("Practise the weakest", Action("quiz", "objective", (weakest,)), primary=True)
        return (
            Text("Your progress", "title"),
            facts,
            Progress("Questions of the course seen", seen, len(self._course.questions)),
            Text("Right answers so far, by what you are learning to do:"),
            *bars,
            Buttons((practise,)),
        )


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]
