"""Softmax regression over hashed features, in plain Python: trained in a moment, the same on every machine."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BUCKETS = 1 << 15
Features = Mapping[int, float]


def bucket(feature: str) -> int:
    """The place of a feature; `hash` would differ from process to process."""
    return zlib.crc32(feature.encode()) & (BUCKETS - 1)


def exponential(x: float) -> float:
    """e to the x, within 0.2 %, by multiplication alone: the C library's differs between machines."""
    x = 1.0 + max(x, -40.0) / 1024.0
    for _ in range(10):
        x *= x
    return x


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares that add up to one."""
    top = max(scores)
    powers = [exponential(score - top) for score in scores]
    total = 0.0
    for power in powers:
        total += power
    return [power / total for power in powers]


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights by bucket and class, as bytes of int8; `scale` turns them back into numbers."""

    classes: tuple[str, ...]
    weights: bytes
    scale: float

    def scores(self, features: Features) -> list[float]:
        """The score of each class."""
        width = len(self.classes)
        weights = memoryview(self.weights).cast("b")
        totals = [0.0] * width
        for at, value in features.items():
            row = weights[at * width : (at + 1) * width]
            totals = [total + value * weight for total, weight in zip(totals, row, strict=True)]
        return [total * self.scale for total in totals]


@dataclass(frozen=True, slots=True)
class Example:
    """One training line: its features, its class, and how much it counts."""

    features: Features
    label: int
    weight: float = 1.0


def train(
    examples: Sequence[Example],
    classes: Sequence[str],
    *,
    rounds: int = 12,
    rate: float = 6.0,
    decay: float = 2e-5,
) -> Regression:
    """Stochastic gradient descent in a fixed order, then quantised."""
    rows: dict[int, list[float]] = {at: [0.0] * len(classes) for e in examples for at in e.features}
    order = sorted(range(len(examples)), key=lambda n: zlib.crc32(n.to_bytes(4, "big")))
    for turn in range(rounds):
        step = rate / (1.0 + 0.3 * turn)
        for n in order:
            _learn(examples[n], rows, step, decay)
    return _quantised(rows, tuple(classes))


def _learn(example: Example, rows: dict[int, list[float]], step: float, decay: float) -> None:
    totals = [0.0] * len(next(iter(rows.values())))
    for at, value in example.features.items():
        totals = [total + value * weight for total, weight in zip(totals, rows[at], strict=True)]
    shares = softmax(totals)
    shares[example.label] -= 1.0
    push = step * example.weight
    moves = [(n, push * share) for n, share in enumerate(shares) if share > 0.01 or share < -0.01]
    for at, value in example.features.items():
        row = rows[at]
        for n, move in moves:
            row[n] -= value * move + decay * row[n]


def _quantised(rows: Mapping[int, Sequence[float]], classes: tuple[str, ...]) -> Regression:
    largest = max((abs(weight) for row in rows.values() for weight in row), default=0.0) or 1.0
    scale = largest / 127.0
    weights = bytearray(BUCKETS * len(classes))
    for at, row in rows.items():
        start = at * len(classes)
        weights[start : start + len(classes)] = bytes(round(weight / scale) & 0xFF for weight in row)
    return Regression(classes, bytes(weights), scale)
