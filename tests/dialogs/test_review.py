"""Spacing, choosing what to ask, and streaks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.days import local_day
from dialogs.learner import Learner, Review
from dialogs.review import brought_forward, by_objective, due_count, pick, reviewed
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
    assert intervals == [8, 75, 2, 20, 81]


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


def test_brought_forward() -> None:
    """Questions that are brought forward come first in the next round, the seen one and the unseen one alike."""
    seen, unseen = NAMES[3], NAMES[30]
    learner, tomorrow = answered(LEARNER, seen, right=True, at=START), START + timedelta(days=1)
    assert pick(shipped(), learner, tomorrow, 1) != (seen,)
    learner = brought_forward(shipped(), learner, [seen, unseen, "no-such-question"], tomorrow)
    assert set(pick(shipped(), learner, tomorrow, 2)) == {seen, unseen}
    assert learner.wanted == (unseen,)
    assert learner.reviews[seen].attempts == 1


def test_brought_forward_is_not_answered() -> None:
    """A question that only waits counts in no statistics, and waits no longer once it was answered."""
    learner = brought_forward(shipped(), LEARNER, [NAMES[0]], START)
    assert all(count == 0 for _, count, _ in by_objective(shipped(), learner))
    assert due_count(shipped(), learner, START) == 1
    learner = answered(learner, NAMES[0], right=True, at=START)
    assert learner.wanted == ()
    assert due_count(shipped(), learner, START) == 0


def test_an_earlier_date_stays() -> None:
    """What is overdue is not put off by being brought forward."""
    learner = answered(LEARNER, NAMES[0], right=False, at=START)
    due = learner.reviews[NAMES[0]].due
    learner = brought_forward(shipped(), learner, [NAMES[0]], due + timedelta(days=9))
    assert learner.reviews[NAMES[0]].due == due


def test_confidence_shapes_the_interval() -> None:
    """A guess comes back before what was thought so, and that before what was sure; a wrong answer before all."""
    stabilities = [
        reviewed(None, 1, "a", right=right, hints=0, at=START, confidence=confidence).stability
        for right, confidence in ((False, 3), (True, 1), (True, 2), (True, 3))
    ]
    assert stabilities == sorted(set(stabilities))


def test_breakfast_is_a_day_after_breakfast() -> None:
    """Answered some minutes earlier than the day before, it counts as the next day's review, and is due by its day."""
    first = reviewed(None, 1, "a", right=False, hints=0, at=START)
    earlier = reviewed(first, 1, "a", right=True, hints=0, at=START + timedelta(days=1, minutes=-30))
    later = reviewed(first, 1, "a", right=True, hints=0, at=START + timedelta(days=1, minutes=30))
    assert earlier.stability == later.stability
    learner = LEARNER.reviewed(NAMES[0], first)
    morning = first.due.replace(hour=5)
    assert pick(shipped(), learner, morning, 1) == (NAMES[0],)


def test_a_variant_comes_before_what_was_missed() -> None:
    """It is asked in the place of a missed question; once it was tried, the question itself comes."""
    variant = next(q for q in shipped().questions.values() if q.variant_of)
    missed = str(variant.variant_of)
    learner = answered(LEARNER, missed, right=False, at=START)
    tomorrow = START + timedelta(days=1)
    assert pick(shipped(), learner, tomorrow, 1, again=False) == (variant.id,)
    learner = answered(learner, variant.id, right=True, at=tomorrow)
    assert missed not in pick(shipped(), learner, tomorrow, 5, again=False)
    assert pick(shipped(), learner, START + timedelta(days=2), 1, again=False) == (missed,)


def test_nothing_twice_on_a_day() -> None:
    """What was answered on a day does not come again on it; where a quiz wants more, it comes at the end."""
    learner = LEARNER
    for name in NAMES[:-2]:
        learner = answered(learner, name, right=True, at=START)
    later = START + timedelta(hours=3)
    left = set(pick(shipped(), learner, later, 10, again=False))
    assert left <= set(NAMES[-2:])
    assert left <= set(pick(shipped(), learner, later, 10)[: len(left)])
    assert len(pick(shipped(), learner, later, 10)) == 10


def test_questions_fit_the_learner() -> None:
    """Somebody who gets everything right is given harder questions than somebody who gets everything wrong."""

    def ease(right: bool) -> float:
        learner = LEARNER
        for name in NAMES[::4]:
            learner = answered(learner, name, right=right, at=START)
        fresh = [n for n in pick(shipped(), learner, START + timedelta(hours=1), 12) if n not in learner.reviews]
        return sum(shipped().questions[name].difficulty for name in fresh) / len(fresh)

    assert ease(right=True) < ease(right=False)
