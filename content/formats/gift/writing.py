"""Questions as GIFT."""

import json
import re
from collections.abc import Iterator, Sequence

from content.formats.draft import fields_of, is_paired, lines_of
from content.formats.export import Exported, gaps_of
from content.formats.gift.escaping import ARROW, FORMATS, WEIGHT, escape
from content.model import Course, Match, Option, Order, Question, Several
from content.model.questions import Choice

COMMENTED = (
    "kind",
    "revision",
    "objective",
    "topics",
    "level",
    "difficulty",
    "hints",
    "sources",
    "variant_of",
    "waive",
)
MOODLE_PAIRS = 3
"""Moodle's editor wants three pairs of a matching question; its import takes two."""

_UNSEEN_ELSEWHERE = "in comments, which other programs skip: "


def write(course: Course, questions: Sequence[Question]) -> Exported:
    """The questions, one category of Moodle's for each section; in UTF-8."""
    chosen = {question.id for question in questions}
    blocks = []
    for section in course.sections:
        mine = [question for question in section.questions if question.id in chosen]
        if mine:
            category = " ".join(section.title.replace("/", "//").split())
            blocks += [f"$CATEGORY: {category}\n", *map(_block, mine)]
    return Exported("\n".join(blocks).encode(), tuple(gap for q in questions for gap in gaps_of(q.id, _gaps(q))))


def _block(question: Question) -> str:
    answers = "\n".join(f"\t{line}" for line in _answers(question))
    return f"{_comments(question)}::{escape(question.id)}::[markdown]{escape(question.stem)}{{\n{answers}\n}}\n"


def _comments(question: Question) -> str:
    fields = fields_of(question)
    tags = [f"level:{question.level}", f"objective:{question.objective}", *(f"topic:{t}" for t in question.topics)]
    lines = ["".join((f"[id:{question.id}]", *(f" [tag:{tag}]" for tag in tags)))]
    noted = {name: fields[name] for name in COMMENTED if name in fields}
    parts = lines_of(question)
    if any("misconception" in part for part in parts):
        noted["misconceptions"] = [part.get("misconception") for part in parts]
    if is_paired(question):
        noted["whys"] = [part["why"] for part in parts]
    lines += [f"tutor.{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in noted.items()]
    return "".join(f"// {line}\n" for line in lines)


def _answers(question: Question) -> Iterator[str]:
    match question:
        case Match(needs=needs):
            yield from (f"={_pair(need.text)} -> {escape(need.technique)}" for need in needs)
        case Order(steps=steps):
            yield from (f"={_pair(step.text)} -> {n}" for n, step in enumerate(steps, 1))
        case Choice(options=options):
            for option in options:
                # What looks like a weight behind `~` would be read as one.
                wrong = "~%0%" if WEIGHT.match(option.text) else "~"
                yield ("=" if option.right else wrong) + _said(option)
        case Several(options=options):
            right = sum(option.right for option in options)
            for option in options:
                share = 100 / right if option.right else -100 / (len(options) - right)
                yield f"~%{_percent(share)}%{_said(option)}"


def _said(option: Option) -> str:
    return f"{_shown(option.text)}#{_shown(option.why)}"


def _shown(text: str) -> str:
    """A text that is read as ours, even where it begins like the name of another format."""
    named = re.match(rf"\[({'|'.join(FORMATS)})\]", text)
    return ("[markdown]" if named else "") + escape(text)


def _pair(text: str) -> str:
    return _shown(text.replace("->", ARROW))


def _percent(share: float) -> str:
    """A weight as Moodle lists it: 33.33333, not 33.333333333333336."""
    return f"{share:.5f}".rstrip("0").rstrip(".")


def _gaps(question: Question) -> Iterator[str]:
    fields = fields_of(question)
    yield _UNSEEN_ELSEWHERE + "hints, difficulty and sources"
    if any("misconception" in part for part in lines_of(question)):
        yield _UNSEEN_ELSEWHERE + "the misconceptions behind options"
    if extra := [name for name in ("revision", "variant_of", "waive") if name in fields]:
        yield _UNSEEN_ELSEWHERE + " and ".join(extra)
    if is_paired(question):
        yield _UNSEEN_ELSEWHERE + "the reasons of pairs and steps"
    if isinstance(question, Order):
        yield "GIFT has no order of steps: written as pairs of step and place"
    if isinstance(question, Choice) and question.kind == "true-false":
        yield "True and False with reasons: written as one right option"
    if isinstance(question, Match) and len(question.needs) < MOODLE_PAIRS:
        yield "Moodle's editor asks for a third pair when somebody changes the question there"
    if is_paired(question) and any("->" in part["text"] for part in lines_of(question)):
        yield f"the arrow -> inside a line: written {ARROW}"
