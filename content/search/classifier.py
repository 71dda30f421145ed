"""Lines of text, each an example of a class, and what tells the classes apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from content.search.features import Views, rarities_of, weighed
from content.search.regression import BUCKETS, NEARLY, Example, Regression, train


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and the class that it is an example of."""

    text: str
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Classifier:
    """Tells the classes of texts apart. `rarities`: how much each bucket tells."""

    rarities: bytes
    regression: Regression

    def shares(self, views: Views) -> dict[str, float]:
        """How likely each class is for a text of these views."""
        return self.regression.shares(weighed(views, self.rarities))


def learned(found: Sequence[Line], views: Sequence[Views], nearly: float = NEARLY) -> Classifier:
    """A classifier of lines, its classes in the order in which they come first.

    What only one line has tells nothing of others, and is not learned. Lines of a class that look the same are learned
    as one. `nearly`: how near to right a line has to be to be left out of a round, see `regression.NEARLY`.
    """
    held = Counter(chain.from_iterable(set().union(*view) for view in views))
    rarities = rarities_of(held, len(views))
    shared = bytes(held.get(at, 2) > 1 for at in range(BUCKETS))
    number = {name: n for n, name in enumerate(dict.fromkeys(line.label for line in found))}
    same: dict[tuple[int, tuple[bytes, ...]], tuple[Views, float]] = {}
    for view, line in zip(views, found, strict=True):
        key = number[line.label], tuple(part.tobytes() for part in view)
        same[key] = view, same.get(key, (view, 0.0))[1] + line.weight
    examples = [Example(weighed(view, rarities, shared), key[0], weight) for key, (view, weight) in same.items()]
    return Classifier(rarities, train(examples, tuple(number), nearly))
