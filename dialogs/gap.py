"""What the course could not answer, for its author."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that was refused, that got an offer of topics, or an answer that is hardly sure.

    `words` are redacted (`dialogs.redaction`), `topics` the nearest ones, `language` the other language that was
    used. Nothing in it tells who asked, nor the hour: the store keeps it by workspace and day alone.
    """

    zone: Literal["answer", "offer", "refuse"]
    score: float
    topics: tuple[str, ...]
    language: str
    words: str
    day: date
