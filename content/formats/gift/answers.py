"""What stands between the braces of a GIFT question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from content.formats.foreign import from_format
from content.formats.gift.escaping import FORMATS, WEIGHT, shown
from content.model import TECHNIQUES

Line = dict[str, Any]

_TRUTH = re.compile(r"\s*(TRUE|T|FALSE|F)\s*(?:#|$)")
_NAMED = re.compile(rf"\[({'|'.join(FORMATS)})\]")


class UnfitError(ValueError):
    """Something that we cannot ask, or that is no GIFT. `offset`: lines below the first one of its block."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Answers:
    """The kind of question that the answers make, and its lines; `general` is feedback on the whole."""

    kind: str
    lines: tuple[Mapping[str, Any], ...]
    general: str = ""
    left_out: tuple[str, ...] = ()

    def explained(self) -> "Answers":
        """With the general feedback as the reason of what is right and has none."""
        lines = tuple(
            {**line, "why": line.get("why") or self.general} if line.get("right") else line for line in self.lines
        )
        return replace(self, lines=lines, left_out=tuple(one for one in self.left_out if one != GENERAL))


GENERAL = "the general feedback"


def answers_of(text: str, offset: int, markup: str) -> Answers:
    """The answers in a text whose escaped characters are hidden; `markup` is the format of the question's words.

    Raises:
        UnfitError: it is a kind that we cannot ask, or no GIFT.
    """
    body, _, general = text.partition("####")
    found = _kind(body, offset, markup)
    if general.strip():
        return replace(found, general=_text(general, markup), left_out=(*found.left_out, GENERAL))
    return found


def _kind(body: str, offset: int, markup: str) -> Answers:
    if not body.strip():
        raise UnfitError("an essay cannot be graded here; give the question choices: `=` right, `~` wrong", offset)
    if body.strip().startswith("#"):
        raise UnfitError("a number cannot be typed here; give the question choices: `=` right, `~` wrong", offset)
    if "~" in body:
        return _choices(body, offset, markup)
    if "=" in body and "->" in body:
        return _pairs(body, offset, markup)
    if (truth := _TRUTH.match(body)) is not None:
        return _true_false(body, truth[1].startswith("T"), markup)
    raise UnfitError("a word cannot be typed here; add wrong choices to the right one, each after `~`", offset)


def _choices(body: str, offset: int, markup: str) -> Answers:
    lines: list[Line] = []
    partial = False
    single = "=" in body
    for match in re.finditer(r"([~=])([^~=]*)", body):
        sign, said = match[1], match[2].strip()
        weight = WEIGHT.match(said) if sign == "~" else None
        share = float(weight[1]) if weight else (100.0 if sign == "=" else 0.0)
        said = said[weight.end() :] if weight else said
        right = sign == "=" if single else share > 0
        partial |= single and sign == "~" and share > 0
        answer, _, why = said.partition("#")
        text = _text(answer, markup)
        if not text:
            raise UnfitError("a choice without words; write it, or take its sign away", offset + _line(body, match))
        lines.append({"text": text, **({"right": True} if right else {}), **_why(why, markup)})
    rights = sum("right" in line for line in lines)
    if not rights:
        raise UnfitError("no choice is marked as right; begin the right one with `=`", offset)
    left_out = ("partial credit for a wrong option",) if partial else ()
    return Answers("one" if rights == 1 else "several", tuple(lines), left_out=left_out)


def _pairs(body: str, offset: int, markup: str) -> Answers:
    lines: list[Line] = []
    for match in re.finditer(r"=([^=]*)", body):
        need, arrow, answer = match[1].partition("->")
        at = offset + _line(body, match)
        if not arrow:
            raise UnfitError("a pair without an arrow; write `=need -> answer`", at)
        technique = shown(answer).strip()
        if technique.lower() in TECHNIQUES:
            technique = technique.lower()
        elif not technique.isdecimal():
            told = f"{technique!r} is none of {', '.join(TECHNIQUES)}, which are what we pair with; ask it with choices"
            raise UnfitError(told, at)
        lines.append({"text": _text(need, markup), "technique": technique})
    places = sorted(int(line["technique"]) for line in lines if line["technique"].isdecimal())
    if places and places != list(range(1, len(lines) + 1)):
        raise UnfitError("places of steps are numbered from 1, each once; number them so", offset)
    return Answers("order" if places else "match", tuple(lines))


def _true_false(body: str, truth: bool, markup: str) -> Answers:
    _, _, feedback = body.partition("#")
    wrong, _, right = feedback.partition("#")
    whys = {truth: _why(right, markup), not truth: _why(wrong, markup)}
    return Answers(
        "true-false",
        tuple(
            {"text": str(said), **({"right": True} if said == truth else {}), **whys[said]} for said in (True, False)
        ),
    )


def _why(text: str, markup: str) -> Line:
    return {"why": said} if (said := _text(text, markup)) else {}


def _text(text: str, markup: str) -> str:
    text = text.strip()
    if match := _NAMED.match(text):
        text, markup = text[match.end() :], match[1]
    return from_format(markup, shown(text).strip())


def _line(body: str, match: re.Match[str]) -> int:
    return body.count("\n", 0, match.start())
