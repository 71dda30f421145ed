"""Texts that ask alike, put together: greedily, by the words that they share."""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

ALIKE = 0.4
"""The weighted Jaccard index from which a text joins the first of a cluster."""


def clusters(
    texts: Sequence[str], telling: Callable[[str], Collection[str]], weight: Callable[[str], float]
) -> list[list[int]]:
    """Positions of the texts, those that ask alike together, in the order in which their first ones stand.

    `telling` gives the words of a text that tell what it asks for, `weight` how much each of them tells. Each text
    joins the earlier cluster whose first text is most like it; so put the texts first that may stand for others.
    Texts that tell the same are together, and so are those that tell nothing.
    """
    made: list[list[int]] = []
    firsts: list[frozenset[str]] = []
    holding: dict[str, list[int]] = defaultdict(list)
    joined: dict[frozenset[str], int] = {}
    for position, text in enumerate(texts):
        words = frozenset(telling(text)) or frozenset((_NOTHING,))
        if words not in joined:
            near = ((_alike(words, firsts[at], weight), -at) for word in words for at in holding[word])
            alike, negated = max(near, default=(0.0, 0))  # of those as like the first one
            joined[words] = -negated if alike >= ALIKE else len(made)
        if joined[words] < len(made):
            made[joined[words]].append(position)
            continue
        for word in words:
            holding[word].append(len(made))
        made.append([position])
        firsts.append(words)
    return made


_NOTHING = ""
"""Stands for the words of a text that has none."""


def _alike(one: frozenset[str], other: frozenset[str], weight: Callable[[str], float]) -> float:
    """The weighted Jaccard index: what both say, of what either says."""
    either = math.fsum(map(weight, one | other))
    return math.fsum(map(weight, one & other)) / either if either else 0.0
