"""Lines of text, each an example of a class, and what tells the classes apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.search.features import Views, rarities_of, weighed
from content.search.regression import Example, Regression, train


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
    """A classifier of lines, its classes in the order in which they come first."""
    rarities = rarities_of(views)
    number = {name: n for n, name in enumerate(dict.fromkeys(line.label for line in found))}
    examples = [
        Example(weighed(view, rarities), number[line.label], line.weight)
        for view, line in zip(views, found, strict=True)
    ]
    return Classifier(rarities, train(examples, tuple(number)))
