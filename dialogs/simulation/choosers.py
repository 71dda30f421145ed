"""Ways to choose a day's questions: the tutor's own, and two simpler ones to measure it against."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from content.model import Course
from dialogs.learner import Learner
from dialogs.review import pick
from dialogs.simulation.chance import uniform

Chooser = Callable[[Course, Learner, datetime, int], Sequence[str]]

INTERVALS = (1, 3, 7, 14, 30, 60)
"""Days until a question comes again after so many right answers; a wrong one begins anew."""


def by_memory(course: Course, learner: Learner, at: datetime, count: int) -> Sequence[str]:
    """As the daily quiz chooses."""
    return pick(course, learner, at, count, again=False)


def by_fixed_intervals(course: Course, learner: Learner, at: datetime, count: int) -> Sequence[str]:
    """What is due by fixed intervals, then new questions, then what was asked longest ago."""
    due: list[tuple[int, str]] = []
    ahead: list[tuple[int, str]] = []
    for name, review in learner.reviews.items():
        waited = (at - review.last).days - INTERVALS[min(review.right, len(INTERVALS) - 1)]
        (due if waited >= 0 else ahead).append((-waited, name))
    new = [name for name in course.questions if name not in learner.reviews]
    new.sort(key=lambda name: uniform(learner.user, name))
    return [*(name for _, name in sorted(due)), *new, *(name for _, name in sorted(ahead))][:count]


def by_chance(course: Course, learner: Learner, at: datetime, count: int) -> Sequence[str]:
    """Any."""
    return sorted(course.questions, key=lambda name: uniform(learner.user, name, at))[:count]


CHOOSERS: Mapping[str, Chooser] = {
    "this scheduler": by_memory,
    "fixed intervals": by_fixed_intervals,
    "random": by_chance,
}
