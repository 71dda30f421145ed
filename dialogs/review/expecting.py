"""How likely an answer is to be right, by the authors' guess and the learner's record."""

import math
from collections.abc import Sequence
from itertools import chain

from content.model import Course, Question
from dialogs.learner import Learner

BAND = (0.70, 0.85)
"""Share of right answers at which most is learnt: neither too easy nor discouraging."""

PRIOR = 1.0
"""Weight of "like everybody else" against a learner's record, in the units of the Rasch model's information."""


def abilities(course: Course, learner: Learner) -> dict[str, float]:
    """How much better than the authors guessed a learner answers each objective's questions.

    In logits, as the mode of the Rasch model's posterior: like everybody else at first, then like themselves, then by
    the objective's own answers.
    """
    facts: dict[str, list[tuple[float, float]]] = {name: [] for name in course.objectives}
    for name, review in learner.reviews.items():
        if (question := course.questions.get(name)) is not None:
            facts[question.objective].append((question.difficulty, review.right / review.attempts))
    overall = _mode(list(chain.from_iterable(facts.values())), 0.0)
    return {name: _mode(own, overall) for name, own in facts.items()}


def _mode(facts: Sequence[tuple[float, float]], start: float) -> float:
    theta = start
    for _ in range(4 if facts else 0):
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
