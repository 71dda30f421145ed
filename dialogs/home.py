"""The learner's home: today's quiz, how far they have come, and where to go on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from content.markup import capital
from content.model import Course
from dialogs.days import city, dated, local_day, next_due, standing, zone
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Conversation, Daily, Learner
from dialogs.reply import Button, Buttons, Divider, Element, Facts, Progress, Reply, Text
from dialogs.review import by_objective, by_topic, due_count
from dialogs.rounds import Round, onward
from dialogs.turn import Action, Open, Turn

NAME = "home"
DEFAULT = Daily()
WEAKEST = 3
"""Topics that are named as the weakest."""


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
        today = local_day(learner, turn.at)
        told, label = self._set(today, learner)
        facts = Facts(
            (
                ("Today's questions", told),
                ("Reviews due", str(due) if due else "none"),
                ("Days in a row", f"{standing(learner.streak, today, learner.daily)}, best {learner.streak.best}"),
                ("Daily quiz", _daily(learner, turn)),
            )
        )
        toggle = ("Turn daily off", "off") if learner.daily is not None else ("Turn daily on", "on")
        begin = Action("daily", "now") if label else Action("quiz", "start")
        buttons = Buttons(
            (
                Button(label or "Practise", begin, primary=True),
                Button("Daily settings", Action("daily", "change")),
                Button(toggle[0], Action("daily", toggle[1])),
            )
        )
        return (Text("Today", "title"), facts, buttons)

    def _set(self, today: date, learner: Learner) -> tuple[str, str]:
        """How today's set stands, and what its button says; nothing once it is done."""
        set_ = Round.today(learner)
        if set_ is None or set_.day != today:
            count = learner.daily.count if learner.daily is not None else DEFAULT.count
            return f"{count} wait for you", "Start today's questions"
        done = sum(name in set_.questions for name, _ in set_.scores)
        if onward(self._course, learner, set_).current is None:
            return f"done, {done} answered", ""
        return f"{done} of {len(set_.questions)} answered", "Go on with today's questions"

    def _progress(self, learner: Learner) -> tuple[Element, ...]:
        counts = [count for count in by_objective(self._course, learner) if count[1]]
        if not counts:
            return (
                Text("Your progress", "title"),
                Text("Nothing answered yet. A first round takes two minutes."),
            )
        seen = len(learner.reviews.keys() & self._course.questions.keys())
        bars = [
            Progress(f"{capital(self._course.objectives[name].title)}, right answers", right, answered)
            for name, answered, right in counts
        ]
        weakest = min(counts, key=lambda count: count[2] / count[1])[0]
        practise = Button("Practise the weakest", Action("quiz", "objective", (weakest,)))
        return (
            Text("Your progress", "title"),
            Progress("Questions of the course seen", seen, len(self._course.questions)),
            *bars,
            Buttons((practise,)),
            *self._weakest(learner),
        )

    def _weakest(self, learner: Learner) -> tuple[Element, ...]:
        """The topics of which most was missed, each with a way to practise it."""
        missed = [count for count in by_topic(self._course, learner) if count[2] < count[1]]
        if not missed:
            return ()
        weakest = sorted(missed, key=lambda count: (count[2] / count[1], -count[1]))[:WEAKEST]
        titles = {name: self._course.topics[name].title for name, _, _ in weakest}
        facts = Facts(tuple((titles[name], f"{right} of {answered} right") for name, answered, right in weakest))
        practise = (Button(f"Practise: {title}", Action("quiz", "topic", (name,))) for name, title in titles.items())
        return (Text("**Your weakest topics**"), facts, Buttons(tuple(practise)))

    def _contents(self) -> tuple[Element, ...]:
        course = self._course
        lessons = [
            Button(lesson.title, Action("explain", "step", (lesson.id, "0"))) for lesson in course.lessons.values()
        ]
        tables = tuple(course.comparisons)[:1]
        more = (
            *(Button("Compare the models", Action("lookup", "compare", (table,))) for table in tables),
            *(Button(f"Case: {case.title}", Action("scenario", "start", (case.id,))) for case in course.scenarios),
            *((Button("Glossary", Action("lookup", "terms")),) if course.terms else ()),
        )
        topics = (
            Button(topic.title, Action("explain", "topic", (topic.id, "short"))) for topic in course.topics.values()
        )
        return (
            Text("The course", "title"),
            Text(course.about),
            Buttons((*lessons, *more)),
            Text("All its topics, explained:"),
            Buttons(tuple(topics)),
        )


def _daily(learner: Learner, turn: Turn) -> str:
    """When the next quiz comes by itself, and how it is set."""
    due = next_due(learner, turn.at)
    if learner.daily is None or due is None:
        return "off"
    here = due.astimezone(zone(learner.zone))
    days = "on weekdays" if learner.daily.weekdays_only else "every day"
    how = f"{learner.daily.count} questions, {days}, {city(learner.zone)} time"
    return f"next {dated(here.date())} at {here:%H:%M} ({how})"
