"""How people word what they want of a tutor: a file for each wish, in the forms that claims are written in.

`do` and `have` are also said with something around them (`around.yaml`): "can you …", "I would like …". `<subject>` is
anything that is taught, so that what is learned holds for every course. `typed` and `typed_open` are whole lines as
people type them, without and with a question of the tutor's open; each counts for several lines that a form makes.
A kind of a wish that gets a reply of its own has a file of its own: `stop.goodbye.yaml`.
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
KIND = "."
"""Between a wish and a kind of it."""

SUBJECT = "*"
"""Stands for words that tell of what is taught."""

MOST = 12
"""How often a form is written out at most: often enough for each of its alternatives."""

FRAMES = 1
"""How often a wish is said with something around it."""

MADE = 0.25
"""How much a line counts that a form made."""

TYPED = 2.0
"""How much a line counts that somebody typed."""

ASKED = 0.15
"""How much a question counts that was asked of a course."""

EVERY, EVERY_OUTSIDE = 7, 2
"""Of a course's questions, and of what is asked beside it, one in so many is enough, else they outweigh all wishes."""

ELSEWHERE = 0.5
"""How much a line counts with a question open that was typed without one."""

OUTSIDE = ("near-miss", "off-topic", "chit-chat")

When = Literal["always", "open", "closed"]


class Phrasing(BaseModel):
    """What a file holds. `when`: whether it is said with a question open, without one, or either way."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    when: When = "always"
    do: tuple[str, ...] = ()
    have: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    typed_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that somebody types, the wish behind it, whether a question is open, and how much it counts."""

    text: str
    wish: str
    open: bool
    weight: float = 1.0


def phrasings() -> dict[str, Phrasing]:
    """Every file by its name."""
    return {path.stem: Phrasing.model_validate(yaml.safe_load(path.read_bytes())) for path in _files()}


def questions(course: Course) -> Iterator[Typed]:
    """What is asked of a course, some with a question of the tutor's open, and what is asked beside it."""
    asked = [text for topic in course.topics.values() for text in topic.asked]
    asked += [text for claim, text in spelled_out(course) if text != claim.statement]
    for place, text in enumerate(asked[::EVERY]):
        yield Typed(text, "ask", open=place % 4 == 0, weight=ASKED)
    for kind in OUTSIDE:
        yield from (Typed(text, "out_of_scope", False, MADE) for text in course.outside.get(kind, ())[::EVERY_OUTSIDE])


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
                    yield from (Typed(said, wish, state, MADE) for said in (text, *framed) for state in states)
        yield from (Typed(text, wish, True, TYPED) for text in phrasing.typed_open)
        for text in phrasing.typed:
            yield Typed(text, wish, False, TYPED)
            if phrasing.when == "always":
                yield Typed(text, wish, True, ELSEWHERE)
