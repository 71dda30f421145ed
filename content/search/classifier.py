"""Lines of text, each an example of a class, and what tells the classes apart."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from content.search.features import Views, rarities_of, weighed
from content.search.regression import BUCKETS, Descent, Example, Regression, train, written

_USUAL = Descent()


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and the class that it is an example of."""

    text: str
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Classifier:
    """Tells the classes of texts apart.

    `rarities`: how much each bucket tells. `origin`: tells what it was learned from.
    """

    rarities: bytes
    regression: Regression
    origin: str

    def shares(self, views: Views) -> dict[str, float]:
        """How likely each class is for a text of these views."""
        return self.regression.shares(weighed(views, self.rarities))


def learned(
    found: Sequence[Line], views: Sequence[Views], descent: Descent = _USUAL, before: Iterable[Classifier] = ()
) -> Classifier:
    """A classifier of lines, its classes in the order in which they come first.

    What only one line has tells nothing of others, and is not learned. Lines of a class that look the same are learned
    as one. `before`: what was learned already; where one of these was learned from the same, it is not learned again.
    """
    origin = _origin(found, views)
    known = next((one for one in before if one.origin == origin), None)
    if known is not None:
        return known
    held = Counter(chain.from_iterable(set().union(*view) for view in views))
    rarities = rarities_of(held, len(views))
    shared = bytes(held.get(at, 2) > 1 for at in range(BUCKETS))
    number = {name: n for n, name in enumerate(dict.fromkeys(line.label for line in found))}
    same: dict[tuple[int, tuple[bytes, ...]], tuple[Views, float]] = {}
    for view, line in zip(views, found, strict=True):
        key = number[line.label], tuple(part.tobytes() for part in view)
        same[key] = view, same.get(key, (view, 0.0))[1] + line.weight
    examples = [Example(weighed(view, rarities, shared), key[0], weight) for key, (view, weight) in same.items()]
    return Classifier(rarities, train(examples, tuple(number), descent), origin)


def _origin(found: Sequence[Line], views: Sequence[Views]) -> str:
    """Tells whether lines, as they are seen, are those that something was learned from."""
    digest = hashlib.sha256()
    for line, view in zip(found, views, strict=True):
        digest.update(f"{line.label} {line.weight}".encode())
        for part in view:
            digest.update(written(part))
    return digest.hexdigest()[:16]
