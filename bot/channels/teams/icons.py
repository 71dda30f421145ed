"""The app's two icons, drawn here so that no picture has to be kept: the speech bubble with three sliders."""

import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import product

Colour = tuple[int, int, int, int]
Paint = Callable[[float, float], Colour]
"""The colour at a point, in the 32 units of the drawing."""

ACCENT = "#0e6470"
TEAL, WHITE, LAMP = (0x0E, 0x64, 0x70, 255), (255, 255, 255, 255), (0xF0, 0xB3, 0x5A, 255)
CLEAR = (255, 255, 255, 0)
SIDE = 32.0
SAMPLES = 4
"""Points a pixel, each way: edges come out smooth."""

SLIDERS = ((10.0, 19.5), (14.5, 12.5), (19.0, 21.0))
"""Height of each slider, and where its knob stands."""


def colour_icon() -> bytes:
    """192 pixels a side, on the accent colour; the symbol keeps to the middle: Teams rounds corners."""
    return _png(192, lambda x, y: _colour((x - SIDE / 4) * 2, (y - SIDE / 4) * 2))


def outline_icon() -> bytes:
    """32 pixels a side, white lines on nothing."""
    return _png(32, _outline)


def _colour(x: float, y: float) -> Colour:
    if _knob(x, y, 2.6):
        return LAMP
    if _line(x, y, 0.9):
        return TEAL
    return WHITE if _bubble(x, y, 0) else TEAL


def _outline(x: float, y: float) -> Colour:
    edge = _bubble(x, y, 0) and not _bubble(x, y, 2)
    return WHITE if edge or _line(x, y, 0.8) or _knob(x, y, 2.2) else CLEAR


def _bubble(x: float, y: float, inset: float) -> bool:
    """A rounded square with a tail at its lower left, made smaller on all sides by `inset`."""
    radius = 7.0 - inset
    dx = max(9.0 - x, 0.0, x - 23.0)
    dy = max(9.0 - y, 0.0, y - 19.0)
    tail = 6.5 + inset <= x <= 14.5 - 2 * inset and 24 <= y <= 31.0 - 2 * inset - (x - 6.5) * 0.75
    return dx * dx + dy * dy <= radius * radius or tail


def _line(x: float, y: float, half: float) -> bool:
    return 8.5 <= x <= 23.5 and any(abs(y - height) <= half for height, _ in SLIDERS)


def _knob(x: float, y: float, radius: float) -> bool:
    return any((x - at) ** 2 + (y - height) ** 2 <= radius * radius for height, at in SLIDERS)


def _png(size: int, paint: Paint) -> bytes:
    """A square picture with eight bits each of red, green, blue and opacity."""
    rows = b"".join(b"\0" + b"".join(map(bytes, _row(size, y, paint))) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _row(size: int, y: int, paint: Paint) -> Iterator[Colour]:
    unit = SIDE / size
    steps = [(n + 0.5) / SAMPLES for n in range(SAMPLES)]
    for x in range(size):
        seen = [paint((x + dx) * unit, (y + dy) * unit) for dx, dy in product(steps, steps)]
        red, green, blue, opacity = (sum(part) // len(seen) for part in zip(*seen, strict=True))
        yield red, green, blue, opacity
