"""Which questions come next."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from content.model import Choice, Course, Question
from dialogs.days import local_day
from dialogs.learner import Learner, Review
from dialogs.review.expecting import abilities, expected, off_band
from dialogs.review.memory import recall

NEWCOMER = 5
"""Reviews below which a learner is given single choices before the longer kinds."""


def pick(
    course: Course,
    learner: Learner,
    at: datetime,
    count: int,
    *,
    objective: str = "",
    topic: str = "",
    again: bool = True,
) -> tuple[str, ...]:
    """Ids of `count` questions at the most: due reviews first, then what is wanted, then new ones.

    Of new ones the weakest objective comes first. When all run out, what is fading most fills up. Of a question
    and its variants one is taken; where one was missed, a variant of it comes before it comes itself. Among equals
    come those first whose expected success is near `BAND`. What was answered on this local day comes at the end,
    or with `again` off not at all.
    """
    pool = list(course.questions.values())
    if objective or topic:
        pool = [q for q in pool if objective in ("", q.objective) and (not topic or topic in q.topics)]
    shelf = _Shelf(course, learner, at, pool)
    chosen: dict[str, str] = {}
    for question in shelf.questions(again=again):
        chosen.setdefault(_family(question), question.id)
        if len(chosen) == count:
            break
    return tuple(chosen.values())


def due_count(course: Course, learner: Learner, at: datetime) -> int:
    """How many reviews are due by the end of this local day, and how many unseen questions are wanted."""
    today = local_day(learner, at)
    due = (name for name, review in learner.reviews.items() if local_day(learner, review.due) <= today)
    return sum(name in course.questions for name in (*due, *learner.wanted))


def brought_forward(course: Course, learner: Learner, questions: Iterable[str], at: datetime) -> Learner:
    """The learner with these questions due now, the unseen ones wanted, so that the next round asks them first.

    For what something else than a quiz showed to be weak. Ids that name no question are left out.
    """
    for name in questions:
        if (review := learner.reviews.get(name)) is not None:
            learner = learner.reviewed(name, replace(review, due=min(review.due, at)))
        elif name in course.questions and name not in learner.wanted:
            learner = replace(learner, wanted=(*learner.wanted, name))
    return learner


class _Shelf:
    """The questions in question, by what is known of them."""

    def __init__(self, course: Course, learner: Learner, at: datetime, pool: Sequence[Question]) -> None:
        self._course = course
        self._learner = learner
        self._today = local_day(learner, at)
        self._pool = pool
        reviews = learner.reviews
        self._seen = [(q, reviews[q.id]) for q in pool if q.id in reviews] if reviews else []
        self._touched = {_family(q) for q, _ in self._seen}
        self.done = {
            _family(course.questions[name])
            for name, review in reviews.items()
            if local_day(learner, review.last) == self._today and name in course.questions
        }
        """Families of which one was answered today."""

    def questions(self, *, again: bool) -> Iterator[Question]:
        """All that may be asked, the best first; with `again` also what was asked today."""
        for source in (self.due, self.wanted, self.new, self.fading):
            yield from (question for question in source() if _family(question) not in self.done)
        if again:
            yield from self.done_today()

    def due(self) -> Iterator[Question]:
        """Due reviews; a variant in the place of one that was missed, until that has been tried."""
        due = [(q, r) for q, r in self._seen if local_day(self._learner, r.due) <= self._today]
        for question, review in sorted(due, key=lambda pair: (*self._readiness(pair[1]), pair[1].due)):
            variant = None if review.was_right else self._variant(question, review)
            yield variant or question

    def _variant(self, question: Question, missed: Review) -> Question | None:
        """A question that asks the same in another dress, and was not asked since."""
        tried = self._learner.reviews
        others = [
            q
            for q in self._pool
            if _family(q) == _family(question)
            and q.id != question.id
            and (q.id not in tried or tried[q.id].last < missed.last)
        ]
        return min(others, key=lambda q: (q.id in tried, q.id), default=None)

    def _readiness(self, review: Review) -> tuple[float, float]:
        """Near the band of success first; what is nearer to being forgotten first."""
        chance = recall(review, (self._today - local_day(self._learner, review.last)).days)
        return off_band(chance), chance

    def wanted(self) -> Iterator[Question]:
        """Unseen questions that were brought forward, in their order."""
        pool = {question.id: question for question in self._pool} if self._learner.wanted else {}
        return (pool[name] for name in self._learner.wanted if name in pool)

    def new(self) -> list[Question]:
        """New questions, taking turns over the objectives from the weakest on; a variant of what was seen last."""
        strengths = {name: right / n if n else 0.5 for name, n, right in by_objective(self._course, self._learner)}
        groups: dict[str, list[tuple[tuple[bool, bool, float, int], Question]]] = {
            name: [] for name in sorted(strengths, key=strengths.__getitem__)
        }
        reviews, thetas = self._learner.reviews, abilities(self._course, self._learner)
        newcomer, shuffle, touched = len(reviews) < NEWCOMER, _shuffle(self._learner), self._touched
        fars: dict[tuple[str, float], float] = {}
        for question in self._pool:
            name, objective = question.id, question.objective
            if name not in reviews:
                kind = (objective, question.difficulty)
                if (far := fars.get(kind)) is None:
                    far = fars[kind] = round(off_band(expected(question, thetas[objective])), 1)
                longer = newcomer and not isinstance(question, Choice)
                known = (question.variant_of or name) in touched
                groups[objective].append(((known, longer, far, _number(name) * shuffle & 0xFFFFFFFF), question))
        for group in groups.values():
            group.sort(key=_rank)
        rounds = max(map(len, groups.values()), default=0)
        return [group[n][1] for n in range(rounds) for group in groups.values() if n < len(group)]

    def fading(self) -> Iterator[Question]:
        """What was seen and is not due, the likeliest to be forgotten first."""
        ahead = [(q, r) for q, r in self._seen if local_day(self._learner, r.due) > self._today]
        return (q for q, _ in sorted(ahead, key=lambda pair: self._readiness(pair[1])[1]))

    def done_today(self) -> Iterable[Question]:
        """What was answered today, the longest ago first, and its variants."""
        seen = [q for q, _ in sorted(self._seen, key=lambda pair: pair[1].last) if _family(q) in self.done]
        return (*seen, *(q for q in self._pool if _family(q) in self.done))


def _family(question: Question) -> str:
    """What a question and its variants have in common."""
    return question.variant_of or question.id


def _rank(pair: tuple[tuple[bool, bool, float, int], Question]) -> tuple[bool, bool, float, int]:
    return pair[0]


def _shuffle(learner: Learner) -> int:
    """An odd number of the learner's own: times it, questions come in an order of the learner's own."""
    name = f"{learner.channel}/{learner.tenant}/{learner.user}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) | 1


@cache
def _number(question: str) -> int:
    return int.from_bytes(hashlib.sha256(question.encode()).digest()[:4])


def by_topic(course: Course, learner: Learner) -> list[tuple[str, int, int]]:
    """For each topic with an answer: its id, answers, right answers; a question counts for its first topic."""
    counts: dict[str, list[int]] = {}
    for name, review in learner.reviews.items():
        if (question := course.questions.get(name)) is not None:
            count = counts.setdefault(question.topics[0], [0, 0])
            count[0] += review.attempts
            count[1] += review.right
    return [(name, answered, right) for name, (answered, right) in counts.items()]


def by_objective(course: Course, learner: Learner) -> list[tuple[str, int, int]]:
    """For each objective: its id, answers, right answers."""
    counts = {name: [0, 0] for name in course.objectives}
    for name, review in learner.reviews.items():
        if (question := course.questions.get(name)) is not None:
            counts[question.objective][0] += review.attempts
            counts[question.objective][1] += review.right
    return [(name, answered, right) for name, (answered, right) in counts.items()]
