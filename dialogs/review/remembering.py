"""A learner after an answer."""

from dataclasses import replace

from content.model import Question
from dialogs.days import continued, local_day
from dialogs.learner import Attempt, Learner, Trust
from dialogs.review.memory import reviewed


def remembered(learner: Learner, question: Question, attempt: Attempt, *, right: bool) -> Learner:
    """The learner after an attempt: memory, the streak of days, and how far their confidence can be trusted."""
    review = reviewed(
        learner.reviews.get(question.id),
        question.revision,
        attempt.choice,
        right=right,
        hints=attempt.hints,
        at=attempt.at,
        confidence=attempt.confidence,
    )
    first, second, third = (
        Trust(trust.answers + 1, trust.right + right) if level == attempt.confidence else trust
        for level, trust in enumerate(learner.calibration, 1)
    )
    return replace(
        learner.reviewed(question.id, review),
        streak=continued(learner.streak, local_day(learner, attempt.at), learner.daily),
        calibration=(first, second, third),
        unanswered=0,
    )
