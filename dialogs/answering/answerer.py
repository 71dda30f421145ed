"""Answers from the course: the course's own words, an offer of what is near, or an honest no."""

from dataclasses import dataclass

from content.model import Course, Topic
from content.search import Index, Ranking
from dialogs.reply import Quote

ANSWERED_FROM = 0.55
OFFERED_FROM = 0.30
CLEAR_FROM = 0.30
"""The share that the best topic needs."""

NEAREST = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What the course says; `topics` best first."""

    text: str
    quotes: tuple[Quote, ...]
    topics: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Offer:
    """The course speaks of something like it: which of these topics is meant?"""

    topics: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """The course does not speak of it; `nearest` is what it does speak of."""

    nearest: tuple[str, ...]
    score: float


Found = Answer | Offer | Refusal


class Answerer:
    """Answers questions from one course."""

    def __init__(self, course: Course, index: Index | None = None) -> None:
        self._course = course
        self._index = index or Index(course)

    def answer(self, text: str, topic: str = "") -> Found:
        """What the course has on a question; `topic` is what was talked about last."""
        ranking = self._index.search(text)
        nearest = tuple(hit.topic for hit in ranking.hits[:NEAREST]) or tuple(self._course.topics)[:NEAREST]
        if ranking.inside < OFFERED_FROM:
            return Refusal(nearest, ranking.inside)
        if ranking.inside < ANSWERED_FROM or not _clear(ranking):
            return Offer(nearest, ranking.inside)
        best = self._course.topics[nearest[0]]
        return Answer(best.short, self._quotes(best), nearest, ranking.inside)

    def _quotes(self, topic: Topic) -> tuple[Quote, ...]:
        sources = (self._course.sources[name] for name in topic.sources)
        return tuple(Quote(topic.one_line, source.title, source.url) for source in sources)


def _clear(ranking: Ranking) -> bool:
    return ranking.hits[0].score >= CLEAR_FROM
