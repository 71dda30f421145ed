"""What to ask next, and when again: spacing by FSRS (Ye, Su, Cao 2022, doi 10.1145/3534678.3539081)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fsrs import Card, Rating, Scheduler
from fsrs import State as CardState

from content.model import Choice, Course, Question
from dialogs.learner import Learner, Review, Streak

RETENTION = 0.9
"""Share of reviews that are to be right when they come due."""

NEWCOMER = 5
"""Reviews below which a learner is given single choices before the longer kinds."""

_SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=365,
    enable_fuzzing=False,
)


def reviewed(former: Review | None, revision: int, choice: str, *, right: bool, hints: int, at: datetime) -> Review:
    """The memory state after an answer: a hint makes a right answer a hard one."""
    card = Card(card_id=0, state=CardState.Learning, step=0, due=at.astimezone(UTC))
    if former is not None and former.attempts:
        card.state, card.step = CardState.Review, None
        card.stability, card.difficulty = former.stability, former.difficulty
        card.due, card.last_review = former.due.astimezone(UTC), former.last.astimezone(UTC)
    rating = Rating.Again if not right else Rating.Hard if hints else Rating.Good
    card, _ = _SCHEDULER.review_card(card, rating, at.astimezone(UTC))
    return Review(
        attempts=(former.attempts if former else 0) + 1,
        right=(former.right if former else 0) + right,
        choice=choice,
        was_right=right,
        revision=revision,
        last=at,
        due=card.due,
        stability=round(card.stability or 0.0, 4),
        difficulty=round(card.difficulty or 0.0, 4),
    )


def brought_forward(course: Course, learner: Learner, questions: Iterable[str], at: datetime) -> Learner:
    """The learner with these questions due now, the unseen ones as well, so that the next round asks them first.

    For what something else than a quiz showed to be weak. Ids that name no question are left out.
    """
    for name in questions:
        if (question := course.questions.get(name)) is not None:
            fresh = Review(0, 0, "", False, question.revision, at, at, stability=0.0, difficulty=0.0)
            former = learner.reviews.get(name, fresh)
            learner = learner.reviewed(name, replace(former, due=min(former.due, at)))
    return learner


def pick(
    course: Course, learner: Learner, at: datetime, count: int, *, objective: str = "", topic: str = ""
) -> tuple[str, ...]:
    """Ids of `count` questions at the most: due reviews first, then new ones, the weakest objective first.

    When both run out, what was seen longest ago fills up. Of a question and its variants one is taken.
    """
    pool = [q for q in course.questions.values() if objective in ("", q.objective) and (not topic or topic in q.topics)]
    due = sorted(_due(pool, learner, at), key=lambda q: learner.reviews[q.id].due)
    new = _new(course, [q for q in pool if q.id not in learner.reviews], learner)
    seen = sorted((q for q in pool if q.id in learner.reviews), key=lambda q: learner.reviews[q.id].last)
    chosen: dict[str, str] = {}
    for question in (*due, *new, *seen):
        chosen.setdefault(question.variant_of or question.id, question.id)
    return tuple(chosen.values())[:count]


def due_count(course: Course, learner: Learner, at: datetime) -> int:
    """How many reviews are due."""
    return sum(1 for _ in _due(course.questions.values(), learner, at))


def _due(pool: Iterable[Question], learner: Learner, at: datetime) -> Iterable[Question]:
    return (q for q in pool if (review := learner.reviews.get(q.id)) is not None and review.due <= at)


def _new(course: Course, pool: Sequence[Question], learner: Learner) -> list[Question]:
    """New questions, shuffled for this learner, taking turns over the objectives from the weakest on."""
    strengths = {name: right / answered if answered else 0.5 for name, answered, right in by_objective(course, learner)}
    groups: dict[str, list[Question]] = {name: [] for name in sorted(strengths, key=lambda name: strengths[name])}
    newcomer = sum(review.attempts > 0 for review in learner.reviews.values()) < NEWCOMER
    for question in sorted(pool, key=lambda q: (newcomer and not isinstance(q, Choice), _shuffled(learner, q.id))):
        groups[question.objective].append(question)
    rounds = max(map(len, groups.values()), default=0)
    return [group[n] for n in range(rounds) for group in groups.values() if n < len(group)]


def _shuffled(learner: Learner, question: str) -> bytes:
    return hashlib.sha256(f"{learner.channel}/{learner.tenant}/{learner.user}/{question}".encode()).digest()


def by_objective(course: Course, learner: Learner) -> list[tuple[str, int, int]]:
    """For each objective: its id, answers, right answers."""
    counts = {name: [0, 0] for name in course.objectives}
    for name, review in learner.reviews.items():
        if (question := course.questions.get(name)) is not None:
            counts[question.objective][0] += review.attempts
            counts[question.objective][1] += review.right
    return [(name, answered, right) for name, (answered, right) in counts.items()]


def local_day(learner: Learner, at: datetime) -> date:
    """The learner's own day; UTC where the zone is not known."""
    try:
        zone = ZoneInfo(learner.zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return at.astimezone(zone).date()


def continued(streak: Streak, day: date) -> Streak:
    """The streak after an answer on this day."""
    if streak.last == day:
        return streak
    length = streak.length + 1 if streak.last == day - timedelta(days=1) else 1
    return Streak(length, max(length, streak.best), day)
