"""Spacing, choosing what to ask, and streaks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.learner import Learner, Review, Streak
from dialogs.review import brought_forward, by_objective, continued, due_count, local_day, pick, reviewed
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
    """What is due comes first, the longest due before the others; what is not due comes last."""
    learner = answered(LEARNER, NAMES[0], right=False, at=START)
    learner = answered(learner, NAMES[1], right=False, at=START + timedelta(hours=1))
    learner = answered(learner, NAMES[2], right=True, at=START + timedelta(days=29))
    chosen = pick(shipped(), learner, START + timedelta(days=30), len(NAMES))
    assert chosen[:2] == (NAMES[0], NAMES[1])
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


def test_streak() -> None:
    """Days in a row add up, the same day counts once, a missed day begins anew and the best is kept."""
    streak = Streak()
    for day in (1, 1, 2, 3, 5):
        streak = continued(streak, date(2026, 3, day))
    assert (streak.length, streak.best) == (1, 3)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Auckland", 24), ("America/Los_Angeles", 23), ("Nowhere/Town", 23), ("../etc", 23)],
)
def test_local_day(zone: str, day: int) -> None:
    """The day is the learner's own; a zone that is not known counts as UTC."""
    learner = Learner("test", "t", "ann", zone=zone)
    assert local_day(learner, datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == date(2026, 11, day)


def test_brought_forward() -> None:
    """Questions that are brought forward come first in the next round, the seen one and the unseen one alike."""
    seen, unseen = NAMES[3], NAMES[30]
    learner = answered(LEARNER, seen, right=True, at=START)
    assert pick(shipped(), learner, START, 1) != (seen,)
    learner = brought_forward(shipped(), learner, [seen, unseen, "no-such-question"], START)
    assert set(pick(shipped(), learner, START, 2)) == {seen, unseen}
    assert "no-such-question" not in learner.reviews
    assert learner.reviews[seen].attempts == 1


def test_brought_forward_is_not_answered() -> None:
    """A question that only waits counts in no statistics, and its first answer is spaced as any first answer."""
    learner = brought_forward(shipped(), LEARNER, [NAMES[0]], START)
    assert all(count == 0 for _, count, _ in by_objective(shipped(), learner))
    assert due_count(shipped(), learner, START) == 1
    waiting = learner.reviews[NAMES[0]]
    later = START + timedelta(days=3)
    first = reviewed(None, 1, "a", right=True, hints=0, at=later)
    assert reviewed(waiting, 1, "a", right=True, hints=0, at=later) == first


def test_an_earlier_date_stays() -> None:
    """What is overdue is not put off by being brought forward."""
    learner = answered(LEARNER, NAMES[0], right=False, at=START)
    due = learner.reviews[NAMES[0]].due
    learner = brought_forward(shipped(), learner, [NAMES[0]], due + timedelta(days=9))
    assert learner.reviews[NAMES[0]].due == due
