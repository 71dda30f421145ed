"""Softmax regression over hashed features, in plain Python: learned in a moment, the same on every machine.

While learning, a row of weights is one long integer with a lane of bits for each class. So adding a row to another,
or scaling it, is one operation on integers for all classes: quick without a numerical library, and exact.
"""

import math
import struct
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul
from typing import NamedTuple

BUCKETS = 1 << 15
ROUNDS = 3
RATE = 1.5
SETTLED = 0.02
"""A class whose share is this near to right is left as it is; so is a whole line, every other round."""

ONE = 1 << 9
"""The feature value 1, as an integer."""
_WEIGHT = 1 << 16
"""The weight 1 while learning, as an integer."""
_WIDE = 4
"""Bytes of a lane: enough for a score of 100 or so, which none comes near."""


class Features(NamedTuple):
    """The buckets that a text fills, and how much each, in parts of `ONE`; arrays, since lines are many."""

    buckets: "array[int]"
    values: "array[int]"


def bucket(feature: str) -> int:
    """The place of a feature; `hash` would differ from process to process."""
    return _PLACES[feature]


class _Places(dict[str, int]):
    """Places of features, those asked for lately kept."""

    def __missing__(self, feature: str) -> int:
        if len(self) > _KEPT:
            self.clear()
        place = self[feature] = zlib.crc32(feature.encode()) & (BUCKETS - 1)
        return place


_KEPT = 10_000
_PLACES = _Places()


def softmax(scores: Sequence[int], shift: int) -> list[float]:
    """Shares that add up to one, but for rounding. A score of `1 << shift` is one step of `_POWERS`."""
    powers = _powers_below(scores, shift)
    whole = math.fsum(powers)  # exact, so that it is the same on every machine; sum() is not
    return [power / whole for power in powers]


def _powers_below(scores: Sequence[int], shift: int) -> list[float]:
    """The power of e for each score, beside the highest one."""
    top = max(scores)
    return [_POWERS[n] if (n := (top - score) >> shift) < _LAST else 0.0 for score in scores]


_FAR = 16
_POWER_STEPS = 256
_SHIFT = 17
"""A step of `_POWERS` while learning: `_WEIGHT * ONE / _POWER_STEPS` is two to this."""


def _powers() -> list[float]:
    """The powers of e for 0, -1/256 and on, by multiplication alone: C libraries differ in the last digit."""
    step = 1.0 - 1.0 / _POWER_STEPS + 0.5 / _POWER_STEPS**2
    powers = [1.0]
    for _ in range(_FAR * _POWER_STEPS):
        powers.append(powers[-1] * step)
    return powers


_POWERS = _powers()
_LAST = len(_POWERS)


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights by bucket and class; those that are 0, nine of ten, are left out.

    Those of bucket n stand from `starts[n]` to `starts[n + 1]`: in `lanes` the number of the class, in `weights`
    what is a number times `scale`.
    """

    classes: tuple[str, ...]
    starts: "array[int]"
    lanes: "array[int]"
    weights: "array[int]"
    scale: float
    _sides: "_Lanes" = field(init=False, repr=False, compare=False)
    _rows: "_Rows" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        sides = _Lanes(len(self.classes))
        object.__setattr__(self, "_sides", sides)
        object.__setattr__(self, "_rows", _Rows(self, sides))

    @classmethod
    def of(cls, classes: Sequence[str], data: memoryview, scale: float) -> "Regression":
        """From what `data` gave.

        Raises:
            ValueError: it is not whole.
        """
        end = _STARTS.itemsize * (BUCKETS + 1)
        starts = _read(_STARTS, data[:end])
        middle = end + _LANES.itemsize * starts[-1]
        return cls(tuple(classes), starts, _read(_LANES, data[end:middle]), _read(_WEIGHTS, data[middle:]), scale)

    @property
    def data(self) -> bytes:
        """All but the classes and the scale, as the content of a file."""
        return b"".join(map(_written, (self.starts, self.lanes, self.weights)))

    def shares(self, features: Features) -> dict[str, float]:
        """How likely each class is; all together one."""
        if not self.classes:
            return {}
        sums = self._sides.read(sum(map(mul, features.values, map(self._rows.__getitem__, features.buckets))))
        unit = self.scale * _WEIGHT
        return dict(zip(self.classes, softmax([round(total * unit) for total in sums], _SHIFT), strict=True))

    def pushes(self, features: Features, name: str) -> dict[int, float]:
        """By how much each bucket raises the score of a class above what it adds to all of them on average."""
        unit, found = self.scale / ONE, {}
        for at, part in zip(features.buckets, features.values, strict=True):
            row = range(self.starts[at], self.starts[at + 1])
            own = sum(self.weights[n] for n in row if self.classes[self.lanes[n]] == name)
            found[at] = part * unit * (own - sum(self.weights[n] for n in row) / len(self.classes))
        return found


class _Rows(dict[int, int]):
    """The weights of a bucket as one integer, as while learning; those asked for lately kept."""

    def __init__(self, regression: Regression, lanes: "_Lanes") -> None:
        super().__init__()
        self._regression = regression
        self._write = lanes.write

    def __missing__(self, at: int) -> int:
        if len(self) >= _ROWS_KEPT:
            self.clear()
        whole = self._regression
        row = slice(whole.starts[at], whole.starts[at + 1])
        packed = self[at] = self._write(dict(zip(whole.lanes[row], whole.weights[row], strict=True)))
        return packed


_ROWS_KEPT = 2_000
_STARTS, _LANES, _WEIGHTS = array("I"), array("H"), array("b")


def _written(numbers: "array[int]") -> bytes:
    """The numbers as every machine writes them, the low byte first."""
    return (numbers if sys.byteorder == "little" else _swapped(numbers)).tobytes()


def _read(empty: "array[int]", data: memoryview) -> "array[int]":
    """The numbers that `_written` wrote from an array of the same kind."""
    numbers = empty[:]
    numbers.frombytes(data)
    return numbers if sys.byteorder == "little" else _swapped(numbers)


def _swapped(numbers: "array[int]") -> "array[int]":
    swapped = numbers[:]
    swapped.byteswap()
    return swapped


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
        self._format = f"<{count}i"
        self._size = _WIDE * count
        self._lift = int.from_bytes(struct.pack(f"<{count}I", *[1 << 31] * count), "little")

    def read(self, packed: int) -> tuple[int, ...]:
        """The number of each lane: lifted above zero and back again bit by bit, it no longer borrows from the next."""
        return struct.unpack(self._format, ((packed + self._lift) ^ self._lift).to_bytes(self._size, "little"))

    def write(self, numbers: Mapping[int, int]) -> int:
        """These numbers in these lanes, 0 in all others."""
        packed = 0
        for lane, number in numbers.items():
            packed += number << (8 * _WIDE * lane)
        return packed


def _learn(example: Example, rows: dict[int, int], lanes: _Lanes, step: float) -> float:
    """Move the weights towards the example; its error before that."""
    buckets, values = example.features
    scores = lanes.read(sum(map(mul, values, map(rows.__getitem__, buckets))))
    powers = _powers_below(scores, _SHIFT)
    whole = math.fsum(powers)
    push = step * example.weight * (_WEIGHT // ONE)
    missing = 1.0 - powers[example.label] / whole
    powers[example.label] = 0.0
    least, unit = SETTLED * whole, push / whole
    moves = {n: -round(unit * power) for n, power in enumerate(powers) if power > least}
    if missing > SETTLED:
        moves[example.label] = round(push * missing)
    if moves:
        move = lanes.write(moves)
        for at, part in zip(buckets, values, strict=True):
            rows[at] += part * move
    return missing


def _condensed(rows: Mapping[int, int], lanes: _Lanes, classes: Sequence[str]) -> Regression:
    """A byte for each weight. Rows are unpacked one at a time, twice, since all at once they are many."""
    largest = max((max(*read, -min(read)) for read in map(lanes.read, rows.values())), default=0) or 1
    least = largest // 254
    starts, filled, weights = array("I", [0]), array("H"), array("b")
    for at in range(BUCKETS):
        row = lanes.read(rows[at]) if at in rows else ()
        kept = [lane for lane, weight in enumerate(row) if weight >= least or weight <= -least]
        small = [(254 * row[lane] + largest) // (2 * largest) for lane in kept]
        filled.extend(lane for lane, weight in zip(kept, small, strict=True) if weight)
        weights.extend(filter(None, small))
        starts.append(len(weights))
    return Regression(tuple(classes), starts, filled, weights, largest / _WEIGHT / 127)
