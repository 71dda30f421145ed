"""What a simulated learner really remembers, which no scheduler is told.

Forgetting follows FSRS's curve, but with stabilities of the learner's and the question's own, so that the scheduler's
parameters are wrong for everybody by some factor. A wrong answer may come from forgetting, and a right one from luck;
either way the feedback teaches.
"""

import math
from datetime import UTC, datetime, timedelta

from fsrs import Card, Rating, Scheduler
from fsrs import State as CardState

from content.model import Question
from dialogs.simulation.chance import normal, uniform

GUESS = 0.2
"""The chance of a right answer without knowing."""

ABILITY, EASE, STABILITY = 0.6, 0.4, 0.5
"""How far learners differ in what they know beforehand (logits), the authors err about a question's ease (logits),
and stabilities differ between learners and between questions (natural logarithm)."""

_TRUE = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_DAY_0 = datetime(2026, 1, 5, 9, tzinfo=UTC)


def moment(day: int) -> datetime:
    """When a day's questions are answered."""
    return _DAY_0 + timedelta(days=day)


class Mind:
    """One learner's true memory of one course."""

    def __init__(self, seed: int, learner: int) -> None:
        self._key = (seed, learner)
        self._ability = normal(ABILITY, *self._key, "ability")
        self._speed = normal(STABILITY, *self._key, "speed")
        self._cards: dict[str, Card] = {}

    @property
    def seen(self) -> int:
        """Questions that were asked."""
        return len(self._cards)

    def knows(self, question: Question, day: int) -> float:
        """The chance that it comes to mind: from learning, or where it was never asked, from before."""
        card = self._cards.get(question.id)
        if card is not None:
            return float(_TRUE.get_card_retrievability(card, moment(day)))
        logit = math.log(question.difficulty / (1 - question.difficulty)) + self._ability
        chance = 1 / (1 + math.exp(-logit - normal(EASE, self._key[0], question.id, "ease")))
        return max(0.0, (chance - GUESS) / (1 - GUESS))

    def answer(self, question: Question, day: int) -> bool:
        """Whether the answer is right; afterwards the question is known, better if it came to mind."""
        card = self._cards.get(question.id)
        draw = uniform(*self._key, question.id, day)
        comes_to_mind = draw < self.knows(question, day)
        rating = Rating.Good if comes_to_mind else Rating.Again
        at = moment(day)
        fresh = card is None
        card, _ = _TRUE.review_card(card or Card(0, CardState.Learning, step=0, due=at), rating, at)
        if fresh:
            own = self._speed + normal(STABILITY, self._key[0], question.id, "stability")
            card.stability = (card.stability or 0.0) * math.exp(own)
        self._cards[question.id] = card
        return comes_to_mind or uniform(*self._key, question.id, day, "luck") < GUESS
