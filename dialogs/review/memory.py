"""The memory state of one question, by FSRS."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fsrs import Card, Rating, Scheduler
from fsrs import State as CardState

from dialogs.learner import Review

RETENTION = 0.8
"""Share of reviews that are to come to mind when they are due.

Inside the band of success that `expecting` aims at, and by `chat-tutor simulate` better for what is known of a whole
course in the end than 0.9, at which fewer new questions fit into a day.
"""

MISSED = timedelta(days=2)
"""What was missed comes again within this time, however long it was known before."""

GUESS, THINK_SO, SURE = 1, 2, 3
"""How sure of an answer somebody is; 0 is not asked."""

_DAY = timedelta(days=1)
_SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=365,
    enable_fuzzing=False,
)
_DECAY = -_SCHEDULER.parameters[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1


def reviewed(
    former: Review | None, revision: int, choice: str, *, right: bool, hints: int, at: datetime, confidence: int = 0
) -> Review:
    """The memory state after an answer.

    Time is counted in whole days, so that a quiz at breakfast is a day after the one at the former breakfast, be
    it some minutes early.
    """
    card = Card(card_id=0, state=CardState.Learning, step=0, due=at.astimezone(UTC))
    if former is not None:
        card = _card(former, at.astimezone(UTC) - round((at - former.last) / _DAY) * _DAY)
    rating = _rating(right=right, hints=hints, confidence=confidence)
    card, _ = _SCHEDULER.review_card(card, rating, at.astimezone(UTC))
    state = former or Review(0, 0, choice, right, revision, at, at, 0.0, 0.0)
    return replace(
        state,
        attempts=state.attempts + 1,
        right=state.right + right,
        choice=choice,
        was_right=right,
        revision=revision,
        last=at,
        due=card.due if right else min(card.due, at.astimezone(UTC) + MISSED),
        stability=round(card.stability or 0.0, 4),
        difficulty=round(card.difficulty or 0.0, 4),
    )


def recall(review: Review, days: int) -> float:
    """How likely it is that an answer comes to mind so many days after the last one.

    The forgetting curve of FSRS-6; the library's own goes through a `Card`, at fifty times the cost.
    """
    return float((1 + _FACTOR * max(0, days) / review.stability) ** _DECAY)


def _card(review: Review, last: datetime) -> Card:
    return Card(
        card_id=0,
        state=CardState.Review,
        step=None,
        stability=review.stability,
        difficulty=review.difficulty,
        due=review.due.astimezone(UTC),
        last_review=last,
    )


def _rating(*, right: bool, hints: int, confidence: int) -> Rating:
    """A right answer that needed a hint, or was a guess, was a hard one; one that was sure was easy."""
    if not right:
        return Rating.Again
    if hints or confidence == GUESS:
        return Rating.Hard
    return Rating.Easy if confidence == SURE else Rating.Good
