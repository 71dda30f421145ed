"""The index of a course: which topics a text asks about, and whether it asks about the course at all."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

from content.model import Course
from content.search.claims import ALWAYS, POLARITY_OF, TURNING, Found, Polarity, found
from content.search.lessons import OUTSIDE
from content.search.model import Model, model_for
from content.search.parts import Parts
from content.search.words import EVERYDAY

FILE = "model.bin"
"""The kept model, beside course.yaml."""

_TRUST = 2.0
_FOREIGN = 2.4
_ALL_FOREIGN = 1.0
_DOUBT = 0.95
_FEW_WORDS = 3
"""How the odds of being inside follow from the regression's and from foreign words; fitted on lines left out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic, and its share among the topics."""

    topic: str
    share: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Topics, the likeliest first.

    `inside`: how likely the course speaks of it, 0 to 1. `kind`: the likeliest kind of outside line.
    """

    hits: tuple[Hit, ...]
    inside: float
    kind: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What in a text speaks for a topic, and how strongly, in units of the score's logarithm."""

    said: str
    push: float


class Index:
    """Finds topics. Built from a course alone, and the same on every machine."""

    def __init__(self, course: Course, folder: Path | None = None) -> None:
        """`folder`: where a model of the course may be kept."""
        self._course = course
        self._topics = tuple(course.topics)
        self._model: Model = model_for(course, folder / FILE if folder else None)
        self._parts = Parts(self._model.concepts, course.claims.values(), TURNING, ALWAYS)

    def search(self, text: str) -> Ranking:
        """The ranking of a text."""
        shares = self._model.topic_shares(text)
        by_topic = {topic: shares[topic] for topic in self._topics}
        total = 0.0
        for share in by_topic.values():
            total += share
        ranked = sorted(by_topic, key=lambda topic: -by_topic[topic])
        kinds = {name: share for name, share in shares.items() if name.startswith(OUTSIDE)}
        kind = max(kinds, key=lambda name: kinds[name], default=OUTSIDE).removeprefix(OUTSIDE)
        hits = tuple(Hit(topic, round(by_topic[topic] / (total or 1.0), 4)) for topic in ranked)
        return Ranking(hits, self._inside(text, total), kind)

    def _inside(self, text: str, total: float) -> float:
        if len(self._model.lexicon.words(text)) < _FEW_WORDS and not self.tells(text):
            return 0.0
        strange = self.foreign_share(text)
        odds = _TRUST * math.log((total + 0.001) / (1.001 - total)) - _FOREIGN * strange - _DOUBT
        if strange == 1.0:
            odds -= _ALL_FOREIGN
        return round(1.0 / (1.0 + math.exp(-odds)), 4)

    def foreign_share(self, text: str) -> float:
        """How much of what a text tells the course never says, 0 to 1; rare words tell most."""
        telling = self._model.lexicon.telling(text)
        weights = [(stem, self._model.rarity(stem)) for stem in telling]
        whole = math.fsum(weight for _, weight in weights)
        strange = math.fsum(weight for stem, weight in weights if stem not in self._model.taught)
        return strange / whole if whole else 0.0

    def reasons(self, text: str, topic: str, most: int = 8) -> tuple[Reason, ...]:
        """What speaks most for a topic, the strongest first; a word is told once, n-grams of letters never."""
        told = {feature: push for feature, push in self._model.reasons(text, topic).items() if feature[1:2] == " "}
        best: dict[str, float] = {}
        for feature, push in sorted(told.items(), key=lambda one: -one[1]):
            best.setdefault(" … ".join(feature.split()[1:]), push)
        return tuple(Reason(said, round(push, 2)) for said, push in list(best.items())[:most] if push > 0)

    def claim(self, question: str) -> Found | None:
        """What the course holds of what a yes-or-no question asks; nothing when it holds nothing of it."""
        likeliest = found(self._course.claims.values(), self._model.claim_shares(question))
        if likeliest is None:
            return None
        turned, explained = self._model.explained(question, likeliest.claim.id, TURNING)
        return replace(likeliest, turned=turned, explained=explained, parts=self._parts.claim(question))

    def polarities(self, question: str) -> dict[Polarity, float]:
        """How likely the right answer to a yes-or-no question is yes, no, or that it depends."""
        shares = self._model.polarity_shares(question)
        return {polarity: shares.get(polarity, 0.0) for polarity in POLARITY_OF.values()}

    def foreign(self, text: str) -> list[str]:
        """The stems that tell of a subject and that the course never says."""
        return [stem for stem in self._model.lexicon.telling(text) if stem not in self._model.taught]

    def subjects(self, text: str) -> frozenset[str]:
        """What claims are about, as far as a text names it, whatever its words for that."""
        _, _, tokens = self._model.concepts.read(text)
        return self._model.concepts.subjects.intersection(tokens)

    def key(self, text: str) -> tuple[str, ...]:
        """What tells two names apart, however they are written."""
        return tuple(self._model.lexicon.telling(text))

    def tells(self, text: str) -> bool:
        """Whether the text says anything of a subject."""
        return bool(self._model.lexicon.telling(text))

    def named(self, text: str) -> bool:
        """Whether the text says a word from a title, a term or an alias."""
        words = self._model.lexicon.words(text)
        return any(word in self._model.names and word not in EVERYDAY for word in words)
