"""What the regression sees of a text: its words, pairs of them, and character n-grams, rare ones counting most."""

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from content.search.regression import BUCKETS, Features, bucket, value
from content.search.words import EVERYDAY, Lexicon, grams

NEAR = 3
"""How many telling words after a telling word make a pair with it."""

RARITY_STEPS = 25
"""Steps of one in a byte that holds a rarity."""

EVERY_TEXT = value(0.5)
"""The value of the feature that every text has: it carries how common each class is."""

Views = tuple["array[int]", "array[int]"]
"""The buckets of a text, one for each time a feature occurs: by words, and by character n-grams."""


def views_of(lexicon: Lexicon, text: str) -> Views:
    """The two views of a text."""
    words = lexicon.words(text)
    stems = [lexicon.stem(word) for word in words]
    telling = [stem for stem, word in zip(stems, words, strict=True) if word not in EVERYDAY]
    said = array("H", (bucket(word_feature(stem)) for stem in stems))
    said.extend(bucket(f"p {a} {b}") for a, b in pairwise(stems))
    said.extend(bucket(f"s {a} {b}") for n, a in enumerate(telling) for b in telling[n + 1 : n + 1 + NEAR])
    return said, array("H", (bucket(gram) for word in words for gram in grams(word)))


def word_feature(stem: str) -> str:
    """The feature of a single word."""
    return f"w {stem}"


def rarities_of(lines: Sequence[Views]) -> bytes:
    """How much each bucket tells: the fewer lines fill it, the more."""
    held = Counter(at for said, written in lines for at in {*said, *written})
    rarest = 1.0 + math.log(1 + len(lines))
    return bytes(min(255, round(RARITY_STEPS * (rarest - math.log(1 + held.get(at, 0))))) for at in range(BUCKETS))


def weighed(views: Views, rarities: bytes) -> Features:
    """Each view with length one, added up, and the feature that every text has."""
    values = {bucket(""): EVERY_TEXT}
    for view in views:
        weights = {at: rarities[at] * math.sqrt(count) for at, count in Counter(view).items()}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
        for at, weight in weights.items():
            values[at] = values.get(at, 0) + value(weight / length)
    return Features(array("H", values), array("H", values.values()))
