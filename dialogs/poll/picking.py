"""Which question everybody is asked: one that a click answers, and that was not asked in this place lately."""

import hashlib
from collections.abc import Sequence

from content.model import Course, Question
from content.model.questions import Choice


def pick(course: Course, asked: Sequence[str], seed: str, *, topic: str = "") -> Choice | None:
    """A question for a place where these were asked, the latest first; `None` where the course has none.

    On the topic, where it has any. None of the family of what was asked, as long as others are left; then the one
    whose family was asked the longest ago. Among equals `seed` decides.
    """
    pool = [question for question in course.questions.values() if isinstance(question, Choice)]
    pool = [question for question in pool if topic in question.topics] or pool
    known = {_family(question): n for n, question in reversed(list(enumerate(_known(course, asked))))}
    ages = [known.get(_family(question), len(asked)) for question in pool]
    oldest = [question for question, age in zip(pool, ages, strict=True) if age == max(ages)]
    return min(oldest, key=lambda question: hashlib.sha256(f"{seed}/{question.id}".encode()).digest(), default=None)


def _known(course: Course, asked: Sequence[str]) -> list[Question]:
    return [course.questions[name] for name in asked if name in course.questions]


def _family(question: Question) -> str:
    return question.variant_of or question.id
