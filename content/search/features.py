"""What a classifier sees of a text: its words, its concepts, pairs of them, and character n-grams."""

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, pairwise
from operator import mul

from content.search.concepts import Concepts, Reading
from content.search.regression import BUCKETS, ONE, Features, bucket, buckets

NEAR = 3
"""How many concepts after a concept make a pair with it, where it matters what stands before what."""

RARITY_STEPS = 25
"""Steps of one in a byte that holds a rarity."""

EVERY_TEXT = ONE // 2
"""The value of the feature that every text has: it carries how common each class is."""

Views = tuple["array[int]", ...]
"""The buckets of a text in several views, one for each time a feature occurs."""

Named = tuple[list[str], ...]
"""The features of a text in several views, by name."""

_FINE = 1 << 16
"""Parts of a feature's value while it is worked out, so that it is rounded once."""


def topic_features(concepts: Concepts, reading: Reading) -> Named:
    """By words and concepts, and by character n-grams."""
    words, stems, tokens = reading
    said = [word_feature(stem) for stem in stems] + [f"p {a} {b}" for a, b in pairwise(stems)]
    said += [f"c {token}" for token in tokens]
    return said, [gram for word in words for gram in concepts.lexicon.grams(word)]


def claim_features(concepts: Concepts, reading: Reading) -> Named:
    """By concepts, by pairs of them in their order, and by what it is about in that order."""
    tokens = reading.tokens
    near = [f"n {a} {b}" for a, b in _near(tokens)]
    return [f"c {token}" for token in tokens], near, [f"a {concepts.about(tokens)}"]


def polarity_features(concepts: Concepts, reading: Reading) -> Named:
    """By words and pairs of neighbours, by concepts and pairs of them in their order, and by what is asked of what."""
    _, stems, tokens = reading
    said = [word_feature(stem) for stem in stems] + [f"p {a} {b}" for a, b in pairwise(stems)]
    near = [f"c {token}" for token in tokens] + [f"n {a} {b}" for a, b in _near(tokens)]
    about = concepts.about(tokens)
    return said, near, [f"a {about}", *(f"x {about} {token}" for token in tokens if token not in concepts.subjects)]


def views_of(named: Named) -> Views:
    """The buckets of features."""
    return tuple(buckets(view) for view in named)


def word_feature(stem: str) -> str:
    """The feature of a single word."""
    return f"w {stem}"


def _near(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each token with each of the next few."""
    return ((a, b) for n, a in enumerate(tokens) for b in tokens[n + 1 : n + 1 + NEAR])


def rarities_of(held: Mapping[int, int], lines: int) -> bytes:
    """How much each bucket tells: the fewer lines fill it, the more. `held`: how many do."""
    rarest = 1.0 + math.log(1 + lines)
    counts = {0, *held.values()}
    rarities = {count: min(255, round(RARITY_STEPS * (rarest - math.log(1 + count)))) for count in counts}
    return bytes(rarities[held.get(at, 0)] for at in range(BUCKETS))


def weighed(views: Views, rarities: bytes, shared: bytes = b"") -> Features:
    """Each view with length one, added up, and the feature that every text has.

    `shared`: for each bucket, whether it is kept; one that is left out has its part of the length all the same.
    """
    values = {bucket(""): EVERY_TEXT}
    for view in views:
        filled = dict.fromkeys(view)
        weights = [rarities[at] for at in filled]
        unit = round(_FINE * ONE / (math.sqrt(sum(map(mul, weights, weights))) or 1.0))
        parts = [(weight * unit + _FINE // 2) // _FINE for weight in weights]
        if not values.keys().isdisjoint(filled):
            parts = [values.get(at, 0) + part for at, part in zip(filled, parts, strict=True)]
        values.update(zip(filled, parts, strict=True))
    if not shared:
        return Features(array("H", values), array("H", values.values()))
    kept = bytes(map(shared.__getitem__, values))
    return Features(array("H", compress(values, kept)), array("H", compress(values.values(), kept)))
