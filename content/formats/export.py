"""What an export comes to: the file, and what it could not hold."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """Something of a question that a format has no place for, and what became of it."""

    question: str
    what: str


@dataclass(frozen=True, slots=True)
class Exported:
    """The content of the file, and its gaps in the order of the questions."""

    data: bytes
    gaps: tuple[Gap, ...]

    def by_what(self) -> dict[str, list[str]]:
        """The ids of the questions that have each gap."""
        found: dict[str, list[str]] = {}
        for gap in self.gaps:
            found.setdefault(gap.what, []).append(gap.question)
        return found


def gaps_of(question: str, whats: Iterable[str]) -> tuple[Gap, ...]:
    """The gaps of one question."""
    return tuple(Gap(question, what) for what in whats)
