"""Softmax regression over hashed features, in plain Python: trained in seconds, the same on every machine."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BUCKETS = 1 << 15
ROUNDS = 5
RATE = 2.0
SETTLED = 0.02
"""A class whose share is this near to right is left as it is; so is a whole line, every other round."""

Features = Mapping[int, float]


def bucket(feature: str) -> int:
    """The place of a feature; `hash` would differ from process to process."""
    return zlib.crc32(feature.encode()) & (BUCKETS - 1)


def exponential(x: float) -> float:
    """The power e^x, nearly, by multiplication alone: the C library's last digit differs between machines."""
    x = 1.0 + max(x, -30.0) / 1024.0
    for _ in range(10):
        x *= x
    return x


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares that add up to one."""
    top = max(scores)
    powers = [exponential(score - top) for score in scores]
    total = 0.0  # not sum(), which rounds differently from Python 3.12 on
    for power in powers:
        total += power
    return [power / total for power in powers]


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights by bucket and class, as int8; times `scale` they are numbers."""

    classes: tuple[str, ...]
    weights: bytes
    scale: float

    def shares(self, features: Features) -> dict[str, float]:
        """How likely each class is; all together one."""
        width = len(self.classes)
        weights = memoryview(self.weights).cast("b")
        totals = [0.0] * width
        for at, value in features.items():
            row = weights[at * width : (at + 1) * width]
            totals = [total + value * weight for total, weight in zip(totals, row, strict=True)]
        return dict(zip(self.classes, softmax([total * self.scale for total in totals]), strict=True))


@dataclass(frozen=True, slots=True)
class Example:
    """One training line: its features, the number of its class, and how much it counts."""

    features: Features
    label: int
    weight: float = 1.0


def train(examples: Sequence[Example], classes: Sequence[str]) -> Regression:
    """Stochastic gradient descent in a fixed order, then quantised."""
    rows: dict[int, list[float]] = {at: [0.0] * len(classes) for e in examples for at in e.features}
    order = sorted(range(len(examples)), key=lambda n: zlib.crc32(n.to_bytes(4, "big")))
    settled: set[int] = set()
    for turn in range(ROUNDS):
        step = RATE / (1.0 + turn)
        for n in order:
            if turn % 2 and n in settled:
                continue
            error = _learn(examples[n], rows, len(classes), step)
            (settled.add if error < 5 * SETTLED else settled.discard)(n)
    return _quantised(rows, tuple(classes))


def _learn(example: Example, rows: Mapping[int, list[float]], width: int, step: float) -> float:
    """Move the weights towards the example; its error before that."""
    totals = [0.0] * width
    for at, value in example.features.items():
        totals = [total + value * weight for total, weight in zip(totals, rows[at], strict=True)]
    errors = softmax(totals)
    errors[example.label] -= 1.0
    push = step * example.weight
    moves = [(n, push * error) for n, error in enumerate(errors) if not -SETTLED < error < SETTLED]
    for at, value in example.features.items():
        row = rows[at]
        for n, move in moves:
            row[n] -= value * move
    return -errors[example.label]


def _quantised(rows: Mapping[int, Sequence[float]], classes: tuple[str, ...]) -> Regression:
    largest = max((abs(weight) for row in rows.values() for weight in row), default=0.0) or 1.0
    scale = largest / 127.0
    weights = bytearray(BUCKETS * len(classes))
    for at, row in rows.items():
        start = at * len(classes)
        weights[start : start + len(classes)] = bytes(round(weight / scale) & 0xFF for weight in row)
    return Regression(classes, bytes(weights), scale)
