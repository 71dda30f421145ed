"""What a drawing of a platform's message is made of, whatever draws it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from bot.render.limits import LEFT_OUT, SHORTENED
from content.markup import ELLIPSIS, Block

Style = Literal["body", "heading", "strong", "small", "mono", "quote"]


@dataclass(frozen=True, slots=True)
class Said:
    """A text: as it is sent, and as the platform shows it."""

    sent: str
    lines: tuple[Block, ...]
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Control:
    """Something to press: its label, and what is said of it to who listens or points at it."""

    label: str
    primary: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class Controls:
    """Controls in a row, or the options of one menu."""

    controls: tuple[Control, ...]
    menu: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a form."""

    label: str
    kind: Literal["one", "several", "menu", "words"]
    options: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its first row is the header."""

    rows: tuple[tuple[tuple[Block, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with their values."""

    pairs: tuple[tuple[str, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Pieces on a ground of their own."""

    pieces: "tuple[Piece, ...]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line."""


Piece = Said | Controls | Entry | Grid | Pairs | Box | Rule


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of a limit is used."""

    what: str
    used: int
    limit: int

    def __str__(self) -> str:
        return f"{self.used:,} of {self.limit:,} {self.what}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A message as one platform shows it, what it uses of that platform's limits, and what was cut to fit."""

    pieces: tuple[Piece, ...]
    measures: tuple[Measure, ...]
    cuts: tuple[str, ...]


LONG = 60
"""Characters from which a text that ends in an ellipsis is taken for one that was cut."""


def cuts(payload: Any, authored: Callable[[str], bool]) -> tuple[str, ...]:
    """Texts of a payload that were cut, or stand for what was left out; `authored` tells those that were written so."""
    found = (
        text
        for text in _texts(payload)
        if SHORTENED in text
        or text == LEFT_OUT.text
        or (text.endswith(ELLIPSIS) and len(text) >= LONG and not authored(text))
    )
    return tuple(dict.fromkeys(found))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        inner: Iterable[Any] = part.values() if isinstance(part, dict) else part
        for one in inner:
            yield from _texts(one)
