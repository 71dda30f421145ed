"""Softmax regression over hashed features, in plain Python: learned in a moment, the same on every machine.

A row of weights is one long integer with a lane of bits for each class. So adding a row to another, or scaling it,
is one operation on integers for all classes: quick without a numerical library, and exact.
"""

import struct
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BUCKETS = 1 << 15
ROUNDS = 3
RATE = 1.5
SETTLED = 0.02
"""A class whose share is this near to right is left as it is; so is a whole line, every other round."""

_VALUE = 1 << 10
"""The feature value 1, as an integer."""
_WEIGHT = 1 << 26
"""The weight 1 while learning, as an integer."""
_MIDDLE = 128
"""What stands for the weight 0 once learned."""
_WIDE = 8
_SLIM = 4
"""Bytes of a lane while learning, and while adding up what was learned."""


class Features(NamedTuple):
    """The buckets that a text fills, and how much each, in parts of `_VALUE`; arrays, since lines are many."""

    buckets: "array[int]"
    values: "array[int]"


def bucket(feature: str) -> int:
    """The place of a feature; `hash` would differ from process to process."""
    return zlib.crc32(feature.encode()) & (BUCKETS - 1)


def value(part: float) -> int:
    """A feature's value."""
    return round(part * _VALUE)


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares that add up to one."""
    top = max(scores)
    powers = [_POWERS[int((top - score) * _POWER_STEPS)] if top - score < _FAR else 0.0 for score in scores]
    total = 0.0  # not sum(), which rounds differently from Python 3.12 on
    for power in powers:
        total += power
    return [power / total for power in powers]


_FAR = 16
_POWER_STEPS = 256


def _powers() -> list[float]:
    """The powers of e for 0, -1/256 and on, by multiplication alone: C libraries differ in the last digit."""
    step = 1.0 - 1.0 / _POWER_STEPS + 0.5 / _POWER_STEPS**2
    powers = [1.0]
    for _ in range(_FAR * _POWER_STEPS):
        powers.append(powers[-1] * step)
    return powers


_POWERS = _powers()


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights by bucket and class: a byte each, 128 for 0; times `scale` they are numbers."""

    classes: tuple[str, ...]
    weights: bytes
    scale: float

    def shares(self, features: Features) -> dict[str, float]:
        """How likely each class is; all together one."""
        count = len(self.classes)
        if not count:
            return {}
        total, middle = 0, 0
        lanes = bytearray(_SLIM * count)
        for at, part in zip(features.buckets, features.values, strict=True):
            lanes[::_SLIM] = self.weights[at * count : (at + 1) * count]
            total += part * int.from_bytes(lanes, "little")
            middle += part * _MIDDLE
        sums = struct.unpack(f"<{count}I", total.to_bytes(len(lanes), "little"))
        unit = self.scale / _VALUE
        return dict(zip(self.classes, softmax([(lane - middle) * unit for lane in sums]), strict=True))


@dataclass(frozen=True, slots=True)
class Example:
    """One training line: its features, the number of its class, and how much it counts."""

    features: Features
    label: int
    weight: float = 1.0


def train(examples: Sequence[Example], classes: Sequence[str]) -> Regression:
    """Stochastic gradient descent in a fixed order, then brought to a byte for each weight."""
    rows = dict.fromkeys((at for example in examples for at in example.features.buckets), 0)
    lanes = _Lanes(len(classes))
    order = sorted(range(len(examples)), key=lambda n: zlib.crc32(n.to_bytes(4, "big")))
    settled: set[int] = set()
    for turn in range(ROUNDS):
        step = RATE / (1.0 + turn)
        for n in order:
            if turn % 2 and n in settled:
                continue
            error = _learn(examples[n], rows, lanes, step)
            (settled.add if error < 5 * SETTLED else settled.discard)(n)
    return _condensed(rows, lanes, classes)


class _Lanes:
    """Signed numbers side by side in one integer."""

    def __init__(self, count: int) -> None:
        self._format = f"<{count}Q"
        self._size = _WIDE * count
        self._lift = int.from_bytes(struct.pack(self._format, *[1 << 63] * count), "little")

    def read(self, packed: int) -> list[int]:
        """The number of each lane."""
        lifted = struct.unpack(self._format, (packed + self._lift).to_bytes(self._size, "little"))
        return [lane - (1 << 63) for lane in lifted]

    def write(self, numbers: Mapping[int, int]) -> int:
        """These numbers in these lanes, 0 in all others."""
        packed = 0
        for lane, number in numbers.items():
            packed += number << (8 * _WIDE * lane)
        return packed


def _learn(example: Example, rows: dict[int, int], lanes: _Lanes, step: float) -> float:
    """Move the weights towards the example; its error before that."""
    total = 0
    for at, part in zip(example.features.buckets, example.features.values, strict=True):
        total += part * rows[at]
    unit = 1.0 / (_WEIGHT * _VALUE)
    errors = softmax([score * unit for score in lanes.read(total)])
    errors[example.label] -= 1.0
    push = step * example.weight * (_WEIGHT // _VALUE)
    move = lanes.write({n: round(-push * e) for n, e in enumerate(errors) if not -SETTLED < e < SETTLED})
    if move:
        for at, part in zip(example.features.buckets, example.features.values, strict=True):
            rows[at] += part * move
    return -errors[example.label]


def _condensed(rows: Mapping[int, int], lanes: _Lanes, classes: Sequence[str]) -> Regression:
    """A byte for each weight. Rows are unpacked one at a time, twice, since all at once they are many."""
    largest = max((max(*read, -min(read)) for read in map(lanes.read, rows.values())), default=0) or 1
    compact = bytearray([_MIDDLE]) * (BUCKETS * len(classes))
    for at, packed in rows.items():
        start = at * len(classes)
        compact[start : start + len(classes)] = [
            _MIDDLE + (254 * weight + largest) // (2 * largest) for weight in lanes.read(packed)
        ]
    return Regression(tuple(classes), bytes(compact), largest / _WEIGHT / 127)
