"""A made-up class for whom ability decides: what authors would see of it."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.store import Transaction
from content.model import Question
from content.model.questions import Choice
from dialogs.learner import Attempt, Feedback, Learner
from dialogs.presenting import LETTERS, Presentation, code, fingerprint, key, texts

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def attempts(
    questions: Sequence[Question], learners: int, each: int, wrong_key: Iterable[str] = (), seed: int = 1
) -> Iterator[tuple[Learner, list[Attempt]]]:
    """First attempts of this many learners at `each` questions; those of `wrong_key` are keyed at a wrong option.

    Able learners answer what is right in truth, and are sure of it, so they miss a question whose key is wrong.
    """
    chance = random.Random(seed)  # noqa: S311 - the same class each time
    wrong_key = frozenset(wrong_key)
    for n in range(learners):
        learner = Learner("web", "local", f"learner {n}")
        ability = chance.betavariate(4, 3)
        asked = chance.sample(list(questions), each)
        yield learner, [_attempt(q, learner, ability, chance, START + timedelta(minutes=n), wrong_key) for q in asked]


def _attempt(
    question: Question, learner: Learner, ability: float, chance: random.Random, at: datetime, wrong_key: frozenset[str]
) -> Attempt:
    right = key(question)
    knows = chance.random() < ability
    if isinstance(question, Choice):
        others = [n for n in range(len(question.options)) if n not in right]
        response = right if knows else (chance.choice(others),)
        good = response == ((others[0],) if question.id in wrong_key else right)
    else:
        count = len(texts(question))
        response = right if knows else tuple(reversed(right)) if len(right) == count else right[:1]
        good = response == right
    shown = Presentation(question.id, question.revision, 0, fingerprint(learner)).id
    hints = 0 if knows else chance.randrange(3)
    letters = code(response)
    assert set(letters) <= set(LETTERS.lower())
    told = (shown, question.id, question.revision, question.objective, True, letters, float(good), hints, at)
    return Attempt(*told, confidence=3 if knows else 1)


def challenge(question: Question, learner: Learner, reason: str, words: str, minute: int) -> Feedback:
    """A challenge of a question by one of the class."""
    shown = Presentation(question.id, question.revision, 0, fingerprint(learner)).id
    at = START + timedelta(minutes=minute)
    return Feedback("challenge", shown, question.id, question.revision, reason, words, at)


def fill(transaction: Transaction, made: Iterable[tuple[Learner, list[Attempt]]]) -> None:
    """Append what the class answered."""
    for learner, records in made:
        transaction.append(learner, records)
