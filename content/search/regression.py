"""Softmax regression over hashed features, in plain Python: learned in a moment, the same on every machine.

While learning, a row of weights is one long integer with a lane of bits for each class. So adding a row to another,
or scaling it, is one operation on integers for all classes: quick without a numerical library, and exact.
"""

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import mul
from typing import NamedTuple

BUCKETS = 1 << 15
SETTLED = 0.02
"""A class whose share is this near to right is left as it is."""

ONE = 1 << 9
"""The feature value 1, as an integer."""
_WEIGHT = 1 << 16
"""The weight 1 while learning, as an integer."""
_WIDE = 4
"""Bytes of a lane: enough for a score of 100 or so, which none comes near."""
_BITS = 8 * _WIDE
_TOP = _BITS - 8
_MOST = 126
"""The largest of the weights that are kept: rounded, it still fits in a byte."""


class Features(NamedTuple):
    """The buckets that a text fills, and how much each, in parts of `ONE`; arrays, since lines are many."""

    buckets: "array[int]"
    values: "array[int]"


def bucket(feature: str) -> int:
    """The place of a feature; `hash` would differ from process to process."""
    return _PLACES[feature]


def buckets(features: Iterable[str]) -> "array[int]":
    """The places of features."""
    return array("H", map(_PLACES.__getitem__, features))


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
    powers = _powers_below([score >> shift for score in scores])
    whole = sum(powers)
    return [power / whole for power in powers]


def _powers_below(steps: Sequence[int]) -> list[int]:
    """The power of e for each number of steps, beside the highest one."""
    top = max(steps)
    last = top - _LAST
    return [_POWERS[top - step] if step > last else 0 for step in steps]


_FAR = 16
_POWER_STEPS = 512
_SHIFT = 16
"""A step of `_POWERS` while learning: `_WEIGHT * ONE / _POWER_STEPS` is two to this, half of a lane."""


def _powers() -> list[int]:
    """The powers of e for 0, -1/512 and on, by multiplication alone: C libraries differ in the last digit.

    As integers, whose sums are exact whatever their order.
    """
    step = 1.0 - 1.0 / _POWER_STEPS + 0.5 / _POWER_STEPS**2
    powers = [float(1 << 28)]
    for _ in range(_FAR * _POWER_STEPS):
        powers.append(powers[-1] * step)
    return list(map(round, powers))


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
        return b"".join(map(written, (self.starts, self.lanes, self.weights)))

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


def written(numbers: "array[int]") -> bytes:
    """The numbers as every machine writes them, the low byte first."""
    return (numbers if sys.byteorder == "little" else _swapped(numbers)).tobytes()


def _read(empty: "array[int]", data: memoryview) -> "array[int]":
    """The numbers that `written` wrote from an array of the same kind."""
    numbers = empty[:]
    numbers.frombytes(data)
    return numbers if sys.byteorder == "little" else _swapped(numbers)


def _swapped(numbers: "array[int]") -> "array[int]":
    swapped = numbers[:]
    swapped.byteswap()
    return swapped


@dataclass(frozen=True, slots=True)
class Descent:
    """How examples are learned from: `rounds` through all, each step `rate` long in the first and shorter in the next.

    An example that was `nearly` right in one round is left out of the next; one that counts half, at twice that.
    """

    rounds: int = 3
    rate: float = 1.5
    nearly: float = 0.35


@dataclass(frozen=True, slots=True)
class Example:
    """One training line: its features, the number of its class, and how much it counts."""

    features: Features
    label: int
    weight: float = 1.0

    @property
    def place(self) -> int:
        """Where it stands among others: by chance, and always the same."""
        return zlib.crc32(written(self.features.buckets), self.label)


def train(examples: Sequence[Example], classes: Sequence[str], descent: Descent) -> Regression:
    """Stochastic gradient descent in a fixed order, then brought to a byte for each weight.

    The order is by the examples themselves, so that one more of them leaves the others in theirs.
    """
    rows = [0] * BUCKETS
    lanes = _Lanes(len(classes))
    order = sorted(range(len(examples)), key=lambda n: examples[n].place)
    settled: set[int] = set()
    for turn in range(descent.rounds):
        step, before = descent.rate / (1.0 + turn), settled
        errors = {n: _learn(examples[n], rows, lanes, step) for n in order if n not in before}
        settled = {n for n, error in errors.items() if error * examples[n].weight < descent.nearly}
    return _condensed(rows, lanes, classes)


class _Lanes:
    """Signed numbers side by side in one integer."""

    def __init__(self, count: int) -> None:
        self._format = f"<{count}i"
        self._size = _WIDE * count
        self._upper = "<" + "2xH" * count
        self._half = int.from_bytes(struct.pack(f"<{count}I", *[1 << (_TOP - 1)] * count), "little")
        self._lift = int.from_bytes(struct.pack(f"<{count}I", *[1 << 31] * count), "little")

    def read(self, packed: int) -> tuple[int, ...]:
        """The number of each lane: lifted above zero and back again bit by bit, it no longer borrows from the next."""
        return struct.unpack(self._format, ((packed + self._lift) ^ self._lift).to_bytes(self._size, "little"))

    def powers(self, packed: int) -> list[int]:
        """The power of e for the score of each lane, beside the highest one."""
        return _powers_below(struct.unpack(self._upper, (packed + self._lift).to_bytes(self._size, "little")))

    def highest(self, packed: int) -> bytes:
        """The highest byte of each lane, rounded."""
        return ((packed + self._half + self._lift) ^ self._lift).to_bytes(self._size, "little")[_WIDE - 1 :: _WIDE]

    def write(self, numbers: Mapping[int, int]) -> int:
        """These numbers in these lanes, 0 in all others."""
        packed = 0
        for lane, number in numbers.items():
            packed += number << (_BITS * lane)
        return packed


def _learn(example: Example, rows: list[int], lanes: _Lanes, step: float) -> float:
    """Move the weights towards the example; its error before that."""
    buckets, values = example.features
    powers = lanes.powers(sum(map(mul, values, map(rows.__getitem__, buckets))))
    whole, own = sum(powers), powers[example.label]
    missing = 1.0 - own / whole
    if missing <= SETTLED:
        return missing
    push = step * example.weight * (_WEIGHT // ONE)
    least, unit = int(SETTLED * whole), push / whole
    powers[example.label] = 0
    move = round(push * missing) << (_BITS * example.label)
    for lane, power in enumerate(powers):
        if power > least:
            move -= round(unit * power) << (_BITS * lane)
    for at, part in zip(buckets, values, strict=True):
        rows[at] += part * move
    return missing


def _condensed(rows: Sequence[int], lanes: _Lanes, classes: Sequence[str]) -> Regression:
    """A byte for each weight: what is left in the highest byte once the largest weight just fits."""
    reads = map(lanes.read, filter(None, rows))
    largest = max((edge for read in reads for edge in (max(read), -min(read))), default=0) or 1
    factor = (_MOST << _TOP) // largest
    starts, filled, weights = array("I", [0]), array("H"), array("b")
    for packed in rows:
        if packed:
            row = lanes.highest(packed * factor)
            filled.extend(compress(range(len(row)), row))
            weights.frombytes(row.translate(None, b"\0"))
        starts.append(len(weights))
    return Regression(tuple(classes), starts, filled, weights, (1 << _TOP) / factor / _WEIGHT)
