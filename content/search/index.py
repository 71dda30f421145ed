"""The index of a course: which topics a text asks about, and whether it asks about the course at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.markup import plain
from content.model import Course, Topic
from content.search.bm25 import BM25
from content.search.regression import Example, Features, Regression, bucket, softmax, train
from content.search.words import Lexicon, grams

OUTSIDE = "outside:"
"""What the class of an outside line begins with; its kind follows."""

_KEYWORD_SHARE = 0.25
"""How much BM25 counts beside the regression."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic, and its share of all that the text may be about."""

    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Topics, the likeliest first. `inside`: how likely the course speaks of it at all, 0 to 1."""

    hits: tuple[Hit, ...]
    inside: float


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and the class that it is an example of."""

    text: str
    label: str
    weight: float = 1.0


class Index:
    """Finds topics. Built from a course alone, and the same on every machine."""

    def __init__(self, course: Course, regression: Regression | None = None) -> None:
        """With `regression` nothing is trained."""
        self._topics = tuple(course.topics)
        self._lexicon = lexicon(course)
        self._keywords = BM25(
            {topic.id: self._lexicon.stems(" ".join(_said(topic))) for topic in course.topics.values()}
        )
        self._regression = regression or self._trained(course)

    def search(self, text: str) -> Ranking:
        """The ranking of a text; of one without words, nothing."""
        stems = self._lexicon.stems(text)
        if not stems:
            return Ranking((), 0.0)
        classes = self._regression.classes
        shares = softmax(self._regression.scores(self._features(text)))
        by_class = dict(zip(classes, shares, strict=True))
        inside = 0.0
        for topic in self._topics:
            inside += by_class[topic]
        found = self._keywords.scores(stems)
        best = max(found.values(), default=0.0) or 1.0
        scores = {
            topic: (1 - _KEYWORD_SHARE) * by_class[topic] / (inside or 1.0)
            + _KEYWORD_SHARE * found.get(topic, 0.0) / best
            for topic in self._topics
        }
        hits = sorted(
            (Hit(topic, round(score, 4)) for topic, score in scores.items()), key=lambda h: -h.score
        )
        return Ranking(tuple(hits), round(inside, 4))

    def _features(self, text: str) -> Features:
        return features(self._lexicon, text)

    def _trained(self, course: Course) -> Regression:
        found = tuple(lines(course))
        classes = (*self._topics, *(OUTSIDE + kind for kind in course.outside))
        number = {name: n for n, name in enumerate(classes)}
        return train([Example(self._features(e.text), number[e.label], e.weight) for e in found], classes)


def lines(course: Course) -> Iterator[Line]:
    """What the regression learns from."""
    for topic in course.topics.values():
        yield from (Line(text, topic.id) for text in (topic.title, *topic.asked))
    for term in course.terms:
        yield from (Line(text, term.topic) for text in (term.term, *term.aliases, plain(term.definition)))
    for kind, texts in course.outside.items():
        yield from (Line(text, OUTSIDE + kind) for text in texts)


def lexicon(course: Course) -> Lexicon:
    """The words of a course."""
    names = [topic.title for topic in course.topics.values()]
    names += [name for term in course.terms for name in (term.term, *term.aliases)]
    return Lexicon(_texts(course), names)


def _texts(course: Course) -> Iterable[str]:
    for topic in course.topics.values():
        yield from (topic.title, *topic.asked, *_said(topic))
    for term in course.terms:
        yield from (term.term, *term.aliases, term.definition)
    for outside in course.outside.values():
        yield from outside


def _said(topic: Topic) -> tuple[str, ...]:
    texts = (topic.one_line, topic.short, topic.full)
    return (topic.title, *topic.asked, *map(plain, texts))


def features(lexicon: Lexicon, text: str) -> Features:
    """Words, pairs of words and character n-grams, together of length one."""
    words = lexicon.words(text)
    stems = lexicon.stem(words)
    found: dict[int, float] = {}
    named = [f"w {stem}" for stem in stems]
    named += [f"p {a} {b}" for a, b in zip(stems, stems[1:], strict=False)]
    named += [gram for word in words for gram in grams(word)]
    for name in named:
        at = bucket(name)
        found[at] = found.get(at, 0.0) + 1.0
    norm = len(named) ** 0.5 or 1.0
    return {at: value / norm for at, value in found.items()}
