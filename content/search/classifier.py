"""Lines of text, each an example of a class, and what tells the classes apart."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.search.features import Views, rarities_of, weighed
from content.search.regression import Example, Features, Regression, train


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


def learned(found: Sequence[Line], views: Sequence[Views]) -> Classifier:
    """A classifier of lines, its classes in the order in which they come first.

    What only one line has tells nothing of others, and is not learned.
    """
    held = Counter(at for view in views for at in set().union(*view))
    rarities = rarities_of(held, len(views))
    number = {name: n for n, name in enumerate(dict.fromkeys(line.label for line in found))}
    examples = [
        Example(_shared(weighed(view, rarities), held), number[line.label], line.weight)
        for view, line in zip(views, found, strict=True)
    ]
    return Classifier(rarities, train(examples, tuple(number)))


def _shared(features: Features, held: Mapping[int, int]) -> Features:
    kept = [(at, part) for at, part in zip(features.buckets, features.values, strict=True) if held.get(at, 2) > 1]
    return Features(array("H", [at for at, _ in kept]), array("H", [part for _, part in kept]))
