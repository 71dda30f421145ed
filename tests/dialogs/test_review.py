"""Spacing, choosing what to ask, and streaks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.days import local_day
from dialogs.learner import Learner, Review
from dialogs.review import pick, reviewed
from tests.talk import START, shipped


def answered(learner: Learner, name: str, *, right: bool, at: datetime) -> Learner:
    """The learner after one answer."""
    review = reviewed(learner.reviews.get(name), 1, "a", right=right, hints=0, at=at)
    return learner.reviewed(name, review)


LEARNER = Learner("test", "t", "ann")
NAMES = list(shipped().questions)


def test_golden_history() -> None:
    """A history of answers gives these days until the next review, by FSRS with its default weights."""
    review: Review | None = None
    at = START
    intervals = []
    for right in (True, True, False, True, True):
        review = reviewed(review, 1, "a", right=right, hints=0, at=at)
        intervals.append((review.due - at).days)
        at = review.due
    assert intervals == [2, 11, 2, 5, 12]


def test_hint_shortens() -> None:
    """A right answer with a hint comes back no later than one without."""
    plain = reviewed(None, 1, "a", right=True, hints=0, at=START)
    helped = reviewed(None, 1, "a", right=True, hints=2, at=START)
    assert helped.due <= plain.due
    assert helped.stability < plain.stability


def test_due_first() -> None:
    """What is due comes first, and what is not due comes last."""
    learner = answered(LEARNER, NAMES[0], right=False, at=START)
    learner = answered(learner, NAMES[1], right=True, at=START + timedelta(hours=1))
    learner = answered(learner, NAMES[2], right=True, at=START + timedelta(days=29))
    chosen = pick(shipped(), learner, START + timedelta(days=30), len(NAMES))
    assert set(chosen[:2]) == {NAMES[0], NAMES[1]}
    assert NAMES[2] not in chosen[:20]


def test_no_question_twice() -> None:
    """One of a question and its variants is asked in a round, and no question twice."""
    chosen = pick(shipped(), LEARNER, START, len(NAMES))
    families = [shipped().questions[name].variant_of or name for name in chosen]
    assert len(set(families)) == len(families)


def test_weakest_objective_first() -> None:
    """New questions begin with the objective in which least was right."""
    weak = next(q for q in shipped().questions.values() if q.objective == "spot-trap")
    learner = answered(LEARNER, weak.id, right=False, at=START)
    (first,) = pick(shipped(), learner, START + timedelta(hours=1), 1)
    assert shipped().questions[first].objective == "spot-trap"


@pytest.mark.parametrize("objective", shipped().objectives)
def test_objective(objective: str) -> None:
    """Asked for one objective, only its questions come."""
    chosen = pick(shipped(), LEARNER, START, 8, objective=objective)
    assert len(chosen) == 8
    assert {shipped().questions[name].objective for name in chosen} == {objective}


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Auckland", 24), ("America/Los_Angeles", 23), ("Nowhere/Town", 23), ("../etc", 23)],
)
def test_local_day(zone: str, day: int) -> None:
    """The day is the learner's own; a zone that is not known counts as UTC."""
    learner = Learner("test", "t", "ann", zone=zone)
    assert local_day(learner, datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == date(2026, 11, day)
