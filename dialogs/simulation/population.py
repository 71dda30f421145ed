"""A population over a season, and the sums that its figures are made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.model import Course
from dialogs.learner import Learner
from dialogs.review import reviewed
from dialogs.simulation.chance import uniform
from dialogs.simulation.choosers import CHOOSERS
from dialogs.simulation.memory import Mind, moment

DILIGENCE = 0.85
"""The share of days on which a learner has time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how many questions a day; every way of choosing asks as many."""

    days: int
    count: int
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over learners: add them up in any order.

    `asked` of which `again` were reviews, `right` answers, `seen` questions, and what would come to mind at the end:
    of all questions of the course (`recall`), and of those that were seen (`recall_seen`).
    """

    learners: int = 0
    asked: int = 0
    again: int = 0
    again_right: int = 0
    seen: int = 0
    recall: float = 0.0
    recall_seen: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        mine, theirs = (tuple(getattr(tally, name) for name in Tally.__slots__) for tally in (self, other))
        return Tally(*(a + b for a, b in zip(mine, theirs, strict=True)))


def simulate(course: Course, chooser: str, learners: Iterable[int], plan: Plan) -> Tally:
    """The sums of these learners under one way of choosing; `learners` are numbers, each somebody of their own."""
    total = Tally()
    for number in learners:
        total += _season(course, chooser, number, plan)
    return total


def _season(course: Course, chooser: str, number: int, plan: Plan) -> Tally:
    mind = Mind(plan.seed, number)
    learner = Learner("simulation", str(plan.seed), f"learner-{number}")
    choose = CHOOSERS[chooser]
    asked = again = again_right = 0
    for day in range(plan.days):
        if uniform(plan.seed, number, day, "time") > DILIGENCE:
            continue
        for name in choose(course, learner, moment(day), plan.count):
            question, former = course.questions[name], learner.reviews.get(name)
            right = mind.answer(question, day)
            asked += 1
            if former is not None:
                again += 1
                again_right += right
            review = reviewed(former, question.revision, "", right=right, hints=0, at=moment(day))
            learner = learner.reviewed(name, review)
    known = {name: mind.knows(question, plan.days) for name, question in course.questions.items()}
    seen = [known[name] for name in learner.reviews]
    return Tally(1, asked, again, again_right, mind.seen, sum(known.values()), sum(seen))
