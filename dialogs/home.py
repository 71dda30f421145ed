"""The learner's home: today's quiz, how far they have come, and where to go on."""

from collections.abc import Sequence
from dataclasses import replace

from content.model import Course
from dialogs.days import local_day, next_due, standing, zone
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Conversation, Learner
from dialogs.reply import Button, Buttons, Divider, Element, Facts, Progress, Reply, Text
from dialogs.review import by_objective, due_count
from dialogs.turn import Action, Open, Turn

NAME = "home"


class HomeDialog:
    """Draws the home surface, on the platforms that have one."""

    name = NAME
    commands: Sequence[CommandSpec] = ()

    def __init__(self, course: Course) -> None:
        self._course = course

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        if turn.event != Open("home"):
            return None
        elements = (
            *self._today(turn, learner),
            Divider(),
            *self._progress(learner),
            Divider(),
            *self._contents(),
        )
        return Outcome((Reply(elements, surface="home"),), replace(learner, sees_home=True))

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: nothing is open."""
        return ()

    def _today(self, turn: Turn, learner: Learner) -> tuple[Element, ...]:
        due = due_count(self._course, learner, turn.at)
        row = standing(learner.streak, local_day(learner, turn.at), learner.daily)
        next_one = next_due(learner, turn.at)
        daily = f"next {next_one.astimezone(zone(learner.zone)):%A at %H:%M}" if next_one else "off"
        facts = Facts(
            (
                ("Reviews due", str(due) if due else "none"),
                ("Days in a row", str(row)),
                ("Daily quiz", daily),
            )
        )
        toggle = ("Turn daily off", "off") if learner.daily is not None else ("Turn daily on", "on")
        buttons = Buttons(
            (
                Button("Today's questions", Action("daily", "now"), primary=True),
                Button(toggle[0], Action("daily", toggle[1])),
            )
        )
        return (Text("Today", "title"), facts, buttons)

    def _progress(self, learner: Learner) -> tuple[Element, ...]:
        counts = [count for count in by_objective(self._course, learner) if count[1]]
        if not counts:
            return (
                Text("Your progress", "title"),
                Text("Nothing answered yet. A first round takes two minutes."),
            )
        bars = [
            Progress(self._course.objectives[name].title.capitalize(), right, answered)
            for name, answered, right in counts
        ]
        weakest = min(counts, key=lambda count: count[2] / count[1])[0]
        practise = Button("Practise the weakest", Action("quiz", "objective", (weakest,)))
        return (Text("Your progress", "title"), *bars, Buttons((practise,)))

    def _contents(self) -> tuple[Element, ...]:
        lessons = [
            Button(lesson.title, Action("explain", "step", (lesson.id, "0")))
            for lesson in self._course.lessons.values()
        ]
        tables = tuple(self._course.comparisons)[:1]
        more = tuple(Button("Compare the models", Action("lookup", "compare", (table,))) for table in tables)
        return (Text("The course", "title"), Text(self._course.about), Buttons((*lessons, *more)))
