"""How people word what they want of a tutor: a file for each wish, in the forms that claims are written in.

`do` and `have` are also said with something around them (`around.yaml`): "can you …", "I would like …". `<subject>` is
anything that is taught, so that what is learned holds for every course.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from content.model import Course
from content.search.forms import spelled_out, written_out

FOLDER = Path(__file__).parent
AROUND = "around"
SUBJECT = "*"
"""Stands for words that tell of what is taught."""

MOST = 40
"""How often a form is written out at most: often enough for each of its alternatives."""

FRAMES = 2
"""How often a wish is said with something around it."""

When = Literal["always", "open", "closed"]


class Phrasing(BaseModel):
    """What a file holds. `when`: whether it is said with a question open, without one, or either way."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    when: When = "always"
    do: tuple[str, ...] = ()
    have: tuple[str, ...] = ()
    say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that somebody types, the wish behind it, and whether a question is open."""

    text: str
    wish: str
    open: bool


def phrasings() -> dict[str, Phrasing]:
    """Every file by its name."""
    return {path.stem: Phrasing.model_validate(yaml.safe_load(path.read_bytes())) for path in _files()}


def questions(course: Course) -> Iterator[Typed]:
    """What is asked of a course, and beside it; every third question with one of the tutor's open."""
    asked = [text for topic in course.topics.values() for text in topic.asked]
    asked += [text for claim, text in spelled_out(course) if text != claim.statement]
    asked += course.outside.get("near-miss", ())
    for place, text in enumerate(asked):
        yield Typed(text, "ask", open=False)
        if place % 3 == 0:
            yield Typed(text, "ask", open=True)
    yield from (Typed(text, "out_of_scope", open=False) for text in course.outside.get("off-topic", ()))


def fingerprint() -> str:
    """Tells whether something was learned from the files as they are."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


def typed_lines() -> Iterator[Typed]:
    """Every form written out: alone, and with something around it."""
    files = phrasings()
    around = files[AROUND]
    for wish, phrasing in files.items():
        if wish == AROUND:
            continue
        states = {"always": (False, True), "open": (True,), "closed": (False,)}[phrasing.when]
        for forms, frames in ((phrasing.do, around.do), (phrasing.have, around.have), (phrasing.say, ())):
            turn = count()
            for place, form in enumerate(forms):
                for text in written_out(form, {"subject": (SUBJECT,)}, MOST, place):
                    framed = [frames[next(turn) % len(frames)].replace("...", text) for _ in range(FRAMES) if frames]
                    yield from (Typed(said, wish, state) for said in (text, *framed) for state in states)
