"""BM25: which documents say the words of a query, rare words counting most."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

K1 = 1.2
B = 0.6


class BM25:
    """An inverted index with the weights worked out beforehand."""

    def __init__(self, documents: Mapping[str, Sequence[str]]) -> None:
        """`documents`: name -> stems."""
        mean = max(1.0, math.fsum(map(len, documents.values())) / max(1, len(documents)))
        counts = {name: Counter(stems) for name, stems in documents.items()}
        holders = Counter(stem for count in counts.values() for stem in count)
        self._idf = {stem: self._rarity(held, len(documents)) for stem, held in holders.items()}
        self._unseen = self._rarity(0, len(documents))
        self._postings: dict[str, list[tuple[str, float]]] = {}
        for name, count in counts.items():
            length = K1 * (1 - B + B * len(documents[name]) / mean)
            for stem, times in count.items():
                weight = self._idf[stem] * times * (K1 + 1) / (times + length)
                self._postings.setdefault(stem, []).append((name, weight))

    @staticmethod
    def _rarity(held: int, documents: int) -> float:
        return round(math.log(1 + (documents - held + 0.5) / (held + 0.5)), 6)

    def rarity(self, stem: str) -> float:
        """How much a stem tells; most for one that no document has."""
        return self._idf.get(stem, self._unseen)

    def scores(self, stems: Iterable[str]) -> dict[str, float]:
        """The documents that share a stem with the query, each with its score."""
        found: dict[str, float] = {}
        for stem in dict.fromkeys(stems):
            for name, weight in self._postings.get(stem, ()):
                found[name] = found.get(name, 0.0) + weight
        return found
