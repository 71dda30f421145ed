"""Lines of JSON from a file or a pipe: an object each, and a fault for each that is none."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, and its object, or what is wrong with it."""

    number: int
    row: Mapping[str, Any]
    fault: str = ""

    @property
    def id(self) -> Any:
        """What the line calls itself; `None` where it says nothing usable."""
        name = self.row.get("id")
        return name if isinstance(name, str | int | float) else None

    def failing(self, fault: str) -> "Line":
        """The same line, with what is wrong with it."""
        return Line(self.number, self.row, fault)


def lines(stream: Iterable[bytes]) -> Iterator[Line]:
    """The lines that are not blank, in their order, each as soon as it is there."""
    for number, raw in enumerate(stream, 1):
        if raw.strip():
            yield _line(number, raw)


def _line(number: int, raw: bytes) -> Line:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Line(number, {}, "this is not UTF-8 text")
    except json.JSONDecodeError as error:
        return Line(number, {}, f"this is not JSON ({error.msg} at column {error.colno})")
    except RecursionError:
        return Line(number, {}, "this JSON is nested too deeply")
    return Line(number, row) if isinstance(row, dict) else Line(number, {}, "this is JSON, but not an object")
