"""What a classifier sees of a text: its words, its concepts, pairs of them, and character n-grams."""

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from content.search.concepts import Concepts
from content.search.regression import BUCKETS, ONE, Features, bucket
from content.search.words import EVERYDAY

NEAR = 2
"""How many telling words after a telling word make a pair with it."""

NEAR_IN_CLAIMS = 6
"""The same for concepts of a claim, where it matters what stands before what."""

RARITY_STEPS = 25
"""Steps of one in a byte that holds a rarity."""

EVERY_TEXT = ONE // 2
"""The value of the feature that every text has: it carries how common each class is."""

Views = tuple["array[int]", ...]
"""The buckets of a text in several views, one for each time a feature occurs."""


Named = tuple[list[str], ...]
"""The features of a text in several views, by name."""


def topic_features(concepts: Concepts, text: str) -> Named:
    """By words and concepts, and by character n-grams."""
    words, stems, tokens = concepts.read(text)
    telling = [stem for stem, word in zip(stems, words, strict=True) if word not in EVERYDAY]
    said = [word_feature(stem) for stem in stems]
    said += [f"p {a} {b}" for a, b in pairwise(stems)]
    said += [f"s {a} {b}" for a, b in _near(telling, NEAR)]
    said += [f"c {token}" for token in tokens]
    said += [f"n {a} {b}" for a, b in _near(tokens, NEAR)]
    return said, [gram for word in words for gram in concepts.lexicon.grams(word)]


def claim_features(concepts: Concepts, text: str) -> Named:
    """By concepts, by pairs of them in their order, and by what it is about in that order."""
    _, _, tokens = concepts.read(text)
    about = " ".join(dict.fromkeys(token for token in tokens if token in concepts.subjects))
    near = [f"n {a} {b}" for a, b in _near(tokens, NEAR_IN_CLAIMS)]
    return [f"c {token}" for token in tokens], near, [f"a {about}"]


def polarity_features(concepts: Concepts, text: str) -> Named:
    """By words and pairs of neighbours, and by concepts and pairs of them in their order."""
    _, stems, tokens = concepts.read(text)
    said = [word_feature(stem) for stem in stems] + [f"p {a} {b}" for a, b in pairwise(stems)]
    return said, [f"c {token}" for token in tokens] + [f"n {a} {b}" for a, b in _near(tokens, NEAR_IN_CLAIMS)]


def views_of(named: Named) -> Views:
    """The buckets of features."""
    return tuple(array("H", map(bucket, view)) for view in named)


def word_feature(stem: str) -> str:
    """The feature of a single word."""
    return f"w {stem}"


def _near(tokens: Sequence[str], reach: int) -> Iterator[tuple[str, str]]:
    """Each token with each of the next few."""
    return ((a, b) for n, a in enumerate(tokens) for b in tokens[n + 1 : n + 1 + reach])


def rarities_of(held: Mapping[int, int], lines: int) -> bytes:
    """How much each bucket tells: the fewer lines fill it, the more. `held`: how many do."""
    rarest = 1.0 + math.log(1 + lines)
    return bytes(min(255, round(RARITY_STEPS * (rarest - math.log(1 + held.get(at, 0))))) for at in range(BUCKETS))


def weighed(views: Views, rarities: bytes) -> Features:
    """Each view with length one, added up, and the feature that every text has."""
    values = {bucket(""): EVERY_TEXT}
    for view in views:
        weights = {at: rarities[at] for at in view}
        unit = ONE / (math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0)
        for at, weight in weights.items():
            values[at] = values.get(at, 0) + round(weight * unit)
    return Features(array("H", values), array("H", values.values()))
