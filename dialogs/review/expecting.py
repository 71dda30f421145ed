"""How likely an answer is to be right, by the authors' guess and the learner's record."""

import math
from collections.abc import Iterable

from content.model import Course, Question
from dialogs.learner import Learner

BAND = (0.70, 0.85)
"""Share of right answers at which most is learnt: neither too easy nor discouraging."""

PRIOR = 1.0
"""Weight of "like everybody else" against a learner's record, in the units of the Rasch model's information."""


def ability(course: Course, learner: Learner, objective: str = "") -> float:
    """How much better than the authors guessed a learner answers, in logits (Rasch model, mode of the posterior).

    With an objective, its answers count on top of all others.
    """
    facts = [
        (question.difficulty, review.right / review.attempts)
        for name, review in learner.reviews.items()
        if (question := course.questions.get(name)) is not None and objective in {"", question.objective}
    ]
    start = ability(course, learner) if objective else 0.0
    return _mode(facts, start)


def _mode(facts: Iterable[tuple[float, float]], start: float) -> float:
    facts = list(facts)
    theta = start
    for _ in range(4):
        chances = [_shifted(ease, theta) for ease, _ in facts]
        slope = sum(score - chance for (_, score), chance in zip(facts, chances, strict=True))
        information = sum(chance * (1 - chance) for chance in chances)
        theta += (slope - PRIOR * (theta - start)) / (information + PRIOR)
    return theta


def expected(question: Question, theta: float) -> float:
    """The chance that somebody of this ability gets a new question right."""
    return _shifted(question.difficulty, theta)


def _shifted(ease: float, theta: float) -> float:
    return 1 / (1 + (1 - ease) / ease * math.exp(-theta))


def off_band(chance: float) -> float:
    """How far a chance of success lies outside the band; 0 inside."""
    return max(0.0, BAND[0] - chance, chance - BAND[1])
