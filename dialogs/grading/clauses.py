"""An answer as sentences of clauses, each with the techniques and needs that it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.grading.stances import NEGATIONS, Stance, stance
from dialogs.grading.text import Found, Token

ENDS = frozenset(".…!?;\n")
REASONS = frozenset("because since cause cuz coz bc as if when once until unless".split())
CONTRASTS = frozenset("but however yet although though whereas while".split())
SPLITS = (
    frozenset(", : ( ) / + & - ie and et und y so hence therefore thus then which plus".split()) | REASONS | CONTRASTS
)
_PRONOUNS = frozenset({"it", "they", "this", "that", "one", "you", "we"})
_JOINERS = frozenset("and + & plus , as well also then or / not but rather than instead of with no the".split())
_NEUTRAL = re.compile(
    r"(?<!\S)(?:not (?:sure|certain|say|know|hesitate|explain|decide|(?:one )?or the other"
    r"|(?:one |either )?(?:instead of|or) (?:the )?(?:one|other))"
    r"|no (?:idea|doubt|question|matter|clue|wait)|no (?:way|getting) (?:a?round|past)"
    r"|nothing (?:unless|without|if)|why not|or not|if not)(?!\S)"
)
"""Negations that deny neither a technique nor a need."""
_UNKNOWN = re.compile(
    r"(?<!\S)(?:no (?:idea|clue)|(?:not|less|un) ?(?:sure|certain)|unsure|undecided|not (?:know|say|care|worry)"
    r"|(?:another|some other) day|for later)(?!\S)"
)
"""What says that nothing is said of the needs beside it."""


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique as a clause names it, at this token."""

    name: str
    stance: Stance
    at: int


@dataclass(frozen=True, slots=True)
class Want:
    """A need as a clause names it, at this token; `kind` and `name` are those of its `Meaning`."""

    kind: str
    name: str
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence; `links` are the words and marks that lead into it."""

    links: frozenset[str]
    words: tuple[str, ...]
    techniques: tuple[Technique, ...]
    wants: tuple[Want, ...]
    met: tuple[Want, ...] = ()
    """Needs that it says are met already."""
    ends_in_technique: bool = False
    """Whether nothing follows the technique that it names last."""
    foreign: bool = False
    """Whether it is what somebody else thinks, or what is called wrong."""
    unknown: bool = False
    """Whether it says that the learner does not know."""
    start: int = 0
    end: int = 0

    @property
    def denied(self) -> bool:
        """Whether it says no to something."""
        return not NEGATIONS.isdisjoint(self.words)

    def says(self, *words: str) -> bool:
        """Whether one of the words stands in it."""
        return any(word in self.words for word in words)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands between two full stops, as its clauses; `asks`: it ends in a question mark."""

    clauses: tuple[Clause, ...]
    start: int
    end: int
    asks: bool

    def said(self, text: Sequence[Token]) -> str:
        """Its words and marks in a row."""
        return " ".join(token.word for token in text[self.start : self.end])


@dataclass(frozen=True, slots=True)
class _Span:
    links: frozenset[str]
    start: int
    end: int


def sentences(text: Sequence[Token], found: Sequence[Found]) -> Iterator[Sentence]:
    """The sentences of a text."""
    start = 0
    for at in range(len(text) + 1):
        if at == len(text) or text[at].word in ENDS:
            spans = _joined(list(_spans(text, start, at, found)), text, found)
            if spans:
                clauses = tuple(_clause(text, span, found) for span in spans)
                yield Sentence(clauses, start, at, at < len(text) and text[at].word == "?")
            start = at + 1


def _spans(text: Sequence[Token], start: int, end: int, found: Sequence[Found]) -> Iterator[_Span]:
    """The stretches between the words and marks that split; no phrase is split."""
    inside = {at for f in found for at in range(f.start + 1, f.end)}
    links: set[str] = set()
    first = start
    for at in range(start, end):
        if at in inside or not _splits(text, at):
            continue
        if at > first:
            yield _Span(frozenset(links), first, at)
            links = set()
        links.add(text[at].word)
        first = at + 1
    if end > first:
        yield _Span(frozenset(links), first, end)


def _splits(text: Sequence[Token], at: int) -> bool:
    before = text[at - 1].word if at else ""
    following = text[at + 1].word if at + 1 < len(text) else ""
    if text[at].word == "but":
        return before not in {"anything", "everything", "nothing", "all"}
    return text[at].word in SPLITS and (text[at].word != "as" or following in _PRONOUNS)


def _joined(spans: list[_Span], text: Sequence[Token], found: Sequence[Found]) -> list[_Span]:
    """With stretches made one whose techniques are listed side by side: "tuning and grounding"."""
    joined: list[_Span] = []
    for span in spans:
        if joined and _side_by_side(joined[-1], span, text, found):
            joined[-1] = _Span(joined[-1].links, joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _side_by_side(left: _Span, right: _Span, text: Sequence[Token], found: Sequence[Found]) -> bool:
    here, there = _within(left, found), _within(right, found)
    if not here or not there or not _is_tool(here[-1]) or not _is_tool(there[0]):
        return False
    if here[-1].meaning == there[0].meaning:
        return False
    between = {token.word for token in text[here[-1].end : there[0].start]}
    each_has_a_need = all(any(_is_want(f) for f in side) for side in (here, there))
    return between <= _JOINERS and not each_has_a_need


def _within(span: _Span, found: Sequence[Found]) -> list[Found]:
    return [f for f in found if span.start <= f.start < span.end]


def _is_tool(found: Found) -> bool:
    return found.meaning.kind == "technique" and found.meaning.value in {"fine-tuning", "grounding"}


def _is_want(found: Found) -> bool:
    return found.meaning.kind in {"need", "weak", "general", "all"}


def _clause(text: Sequence[Token], span: _Span, found: Sequence[Found]) -> Clause:
    said = " ".join(token.word for token in text[span.start : span.end])
    unknown = _UNKNOWN.search(said) is not None
    words = _without_neutral(said)
    inside = _within(span, found)
    named = [f for f in inside if f.meaning.kind == "technique"]
    named = named or [f for f in inside if f.meaning.kind == "builder"]
    edges = [span.start, *(f.end for f in named)]
    limits = [*(f.start for f in named[1:]), span.end]
    techniques: list[Technique] = []
    for f, edge, limit in zip(named, edges, limits, strict=False):
        wanted_first = any(_is_want(g) and edge <= g.start < f.start for g in inside)
        causal = wanted_first and not span.links.isdisjoint(REASONS)
        left = () if causal else words[edge - span.start : f.start - span.start]
        right = words[f.end - span.start : limit - span.start]
        how = stance(left, right, wanted=any(map(_is_want, inside)))
        if techniques and techniques[-1].stance in {"rejected", "unable"} and not {"or", "nor"}.isdisjoint(left):
            how = techniques[-1].stance
        if f.meaning.kind == "technique" or how == "affirmed":
            techniques.append(Technique(f.meaning.value, how, f.start))
    wants = tuple(Want(f.meaning.kind, f.meaning.value, f.start, f.end) for f in inside if _is_want(f))
    met = tuple(
        Want("met", f.meaning.value, f.start, f.end)
        for f in inside
        if f.meaning.kind == "met" and NEGATIONS.isdisjoint(words[: f.start - span.start])
    )
    ends = bool(named) and named[-1].end == span.end
    return Clause(
        span.links, words, tuple(techniques), wants, met, ends, unknown=unknown, start=span.start, end=span.end
    )


def _without_neutral(said: str) -> tuple[str, ...]:
    """The words, those of neutral negations blotted out."""
    blotted = _NEUTRAL.sub(lambda match: " ".join("_" for _ in match[0].split()), said)
    return tuple(blotted.split())
