"""Puts what was kept together: by workspace, and there by what is asked."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.store.gaps import Kept
from content.model import Course
from content.search.clusters import clusters
from content.search.names import names
from content.search.words import Lexicon
from dialogs.redaction import unmarked

NEAREST = 3
"""Topics that are told of a cluster."""

_TELLS_LITTLE = 0.3
"""How much a word of the course tells of what it lacks; a word of its own counts as 1."""

_ASKING = frozenset("explain mean describe compare work definition detail".split())


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that ask alike, the example first: the one that was asked most."""

    questions: tuple[Kept, ...]

    @property
    def example(self) -> str:
        """A question that stands for all."""
        return self.questions[0].words

    @property
    def asked(self) -> int:
        """How often they were asked."""
        return sum(one.asked for one in self.questions)

    @property
    def zones(self) -> dict[str, int]:
        """How often they were refused, got an offer, or an answer that is hardly sure; the most frequent first."""
        return _most(self.questions, lambda one: (one.zone,))

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that were nearest."""
        return tuple(_most(self.questions, lambda one: one.topics))[:NEAREST]

    @property
    def languages(self) -> tuple[str, ...]:
        """Other languages that were used."""
        return tuple(filter(None, _most(self.questions, lambda one: (one.language,))))

    @property
    def newest(self) -> date:
        """The last day on which one of them was asked."""
        return max(one.day for one in self.questions)


@dataclass(frozen=True, slots=True)
class Place:
    """One workspace of one channel, and its clusters, the most asked first."""

    channel: str
    tenant: str
    clusters: tuple[Cluster, ...]


def gather(course: Course, found: Sequence[Kept]) -> list[Place]:
    """What was kept, apart by workspace, however it is ordered."""
    known = names(course)
    lexicon = Lexicon(known, known)
    little = {lexicon.stem(word) for word in known | _ASKING}

    def telling(text: str) -> set[str]:
        return {stem.removesuffix("s") or stem for stem in lexicon.telling(unmarked(text))}  # GPUs, which has no stem

    def weight(stem: str) -> float:
        return _TELLS_LITTLE if stem in little else 1.0

    def clustered(kept: Sequence[Kept]) -> tuple[Cluster, ...]:
        ordered = sorted(kept, key=lambda one: (-one.asked, one.words, one.day))
        grouped = clusters([one.words for one in ordered], telling, weight)
        made = (Cluster(tuple(ordered[n] for n in positions)) for positions in grouped)
        return tuple(sorted(made, key=lambda one: (-one.asked, -one.newest.toordinal(), one.example)))

    def place(one: Kept) -> tuple[str, str]:
        return (one.channel, one.tenant)

    by_place = groupby(sorted(found, key=place), key=place)
    return [Place(channel, tenant, clustered(list(kept))) for (channel, tenant), kept in by_place]


def _most(questions: Sequence[Kept], names_of: Callable[[Kept], Iterable[str]]) -> dict[str, int]:
    """How often each name stands with the questions, the most frequent first, then by the alphabet."""
    counts: Counter[str] = Counter()
    for one in questions:
        for name in names_of(one):
            counts[name] += one.asked
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
