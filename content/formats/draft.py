"""A question as it came out of a file: the keys of our YAML, some of them missing yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.loader import Fault
from content.model import Match, Order, Question

LETTERS = "abcdef"


class FormatError(ValueError):
    """A file that cannot be read or written at all; says what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question to be. `name`: what its file calls it; `left_out`: what of it has no place here."""

    line: int
    name: str
    fields: Mapping[str, Any]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: drafts, and faults where there would have been more."""

    drafts: tuple[Draft, ...]
    faults: tuple[Fault, ...]


def fields_of(question: Question) -> dict[str, Any]:
    """A question as its author writes it: the keys of the YAML, without those that say nothing new."""
    written = question.model_dump(mode="json", exclude_defaults=True)
    kind = {} if question.kind == "one" else {"kind": question.kind}
    return {"id": question.id, **kind, **{key: value for key, value in written.items() if key not in {"id", "kind"}}}


def lines_of(question: Question) -> list[dict[str, Any]]:
    """The options, needs or steps of a question, as its author writes them."""
    found: list[dict[str, Any]] = fields_of(question)[lines_key(question.kind)]
    return found


def lines_key(kind: str) -> str:
    """Where a kind of question keeps its lines."""
    return {"match": "needs", "order": "steps"}.get(kind, "options")


def is_paired(question: Question) -> bool:
    """Whether its lines are paired or ordered, rather than chosen from."""
    return isinstance(question, Match | Order)
