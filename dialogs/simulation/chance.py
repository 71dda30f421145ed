"""Chance that is the same in every run, and for every way of choosing: it follows from what it is for."""

import hashlib
from statistics import NormalDist

_NORMAL = NormalDist()


def uniform(*what: object) -> float:
    """Between 0 and 1, both excluded."""
    digest = hashlib.sha256("/".join(map(str, what)).encode()).digest()
    return (int.from_bytes(digest[:7]) + 0.5) / 2**56


def normal(spread: float, *what: object) -> float:
    """Around 0, with this standard deviation."""
    return _NORMAL.inv_cdf(uniform(*what)) * spread
