"""The forms of a claim: how an author writes down what learners ask.

`does <grounding> (stop|end) [all] hallucinations`: `<name>` is any phrase of that name, `(a|b)` one of several, and
`[a|b]` may be said beside. A form is learned from by writing it out, a few times where it has alternatives.
"""

import re
from collections.abc import Iterator, Mapping

from content.model import Claim, Course
from content.search.concepts import NAME

_PART = re.compile(r"\((?P<one>[^)]*)\)|\[(?P<may>[^\]]*)\]|(?P<word>[^\s()\[\]]+)")

_MARKS = frozenset("()[]<>")
"""What a question that stands as it was typed has none of."""


def spelled_out(course: Course, most: int = 1) -> Iterator[tuple[Claim, str]]:
    """Each claim as a statement, and each of its forms written out, `most` times at the most.

    Written out once, a form has all that may be said beside; more often, every other part of it.
    """
    phrases = {name: group for section in course.sections for name, group in section.phrases.items()}
    for claim in course.claims.values():
        yield claim, claim.statement
        for place, form in enumerate(claim.asked):
            yield from ((claim, text) for text in written_out(form, phrases, most, place))


def typed(claim: Claim) -> Iterator[str]:
    """The questions of a claim that stand as they were typed."""
    return filter(_MARKS.isdisjoint, claim.asked)


def written_out(form: str, phrases: Mapping[str, tuple[str, ...]], most: int, place: int = 0) -> Iterator[str]:
    """A form with one of each alternative, each time others, `most` times at the most; `place` says where to begin."""
    if _MARKS.isdisjoint(form):
        return iter((form,))
    parts = [(_options(part), part["may"] is not None) for part in _PART.finditer(form)]
    times = min(most, max(2, *(len(options) for options, _ in parts)))
    return (_written(parts, phrases, place + turn, sparing=most > 1) for turn in range(times))


def _options(part: re.Match[str]) -> list[str]:
    return (part["one"] or part["may"] or part["word"] or "").split("|")


def _written(
    parts: list[tuple[list[str], bool]], phrases: Mapping[str, tuple[str, ...]], turn: int, *, sparing: bool
) -> str:
    said = [
        options[(turn + at) % len(options)]
        for at, (options, may) in enumerate(parts)
        if not (sparing and may and (turn + at) % 2)
    ]
    return NAME.sub(lambda name: phrases[name[1]][turn % len(phrases[name[1]])], " ".join(said))
