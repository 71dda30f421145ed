"""What a typed line wants of a tutor, learned from phrasings: for the lines that no rule is sure of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from content.loader import load
from content.model import Course
from content.phrasings.lines import FOLDER, SUBJECT, Typed, fingerprint, questions, typed_lines
from content.search.classifier import Classifier, Line, learned
from content.search.features import Named, views_of
from content.search.packing import StaleModelError, packed, unpacked
from content.search.words import Lexicon, normalise, spellings

FILE = FOLDER / "wishes.bin"
"""What was learned of the phrasings, as `chat-tutor learn` writes it."""

VERSION = 1
"""Raise it when the same phrasings would be learned otherwise."""

NO_WISHES = frozenset({"answer", "ask", "out_of_scope"})
"""What people type beside what they want of the tutor itself."""

_WORDED_FROM = 0.8
"""How likely a question of a course has to be a wish to be taken for one."""

_NUMBER = "#"
_TOKEN = re.compile(r"\*|[^\W_]+")
_TELLING = 3
"""How many of the first and of the last words count by their place."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest wish, and how likely it is, 0 to 1."""

    wish: str
    share: float


class Wishes:
    """Tells what typed lines want."""

    def __init__(self, known: frozenset[str], classifier: Classifier) -> None:
        """`known`: the words of the phrasings; any other is taken for a part of a subject."""
        self._classifier = classifier
        self._lexicon = Lexicon(known, known)

    def guess(self, text: str, *, question_open: bool) -> Guess:
        """What a line wants."""
        shares = self._classifier.shares(views_of(_features(self._lexicon, text, question_open)))
        wish = max(shares, key=shares.__getitem__)
        return Guess(wish, round(shares[wish], 4))

    def packed(self) -> bytes:
        """What was learned, as the content of a file."""
        told = {"version": VERSION, "fingerprint": fingerprint(), "known": " ".join(sorted(self._lexicon.known))}
        return packed(told, (self._classifier,))


def build(course: Course | None = None) -> Wishes:
    """Learn the phrasings, and how questions are asked from the shipped course, or another; the same on every machine.

    A question of the course that is worded as a wish, such as "define grounding", is left out.
    """
    lines = tuple(dict.fromkeys(typed_lines()))
    known = frozenset(word for word in spellings(line.text for line in lines) if not word.isdecimal())
    worded = _learned(known, lines)
    asked = [
        line
        for line in questions(course or load())
        if worded.guess(line.text, question_open=line.open).share < _WORDED_FROM
        or worded.guess(line.text, question_open=line.open).wish in NO_WISHES
    ]
    return _learned(known, (*lines, *asked))


def _learned(known: frozenset[str], lines: Sequence[Typed]) -> Wishes:
    lexicon = Lexicon(known, known)
    views = [views_of(_features(lexicon, line.text, line.open)) for line in lines]
    return Wishes(known, learned([Line(line.text, line.wish) for line in lines], views))


@cache
def wishes() -> Wishes:
    """What was learned of the phrasings; learned anew, in seconds, when they changed since."""
    try:
        told, (classifier,) = unpacked(FILE.read_bytes())
    except (OSError, StaleModelError):
        return build()
    if (told["version"], told["fingerprint"]) != (VERSION, fingerprint()):
        return build()
    return Wishes(frozenset(told["known"].split()), classifier)


def _features(lexicon: Lexicon, text: str, question_open: bool) -> Named:
    """Words, runs of two and three, and the words at both ends, each alone and with whether a question is open."""
    said = list(_tokens(lexicon, text))
    ends = ["<", *said, ">"]
    found = [*said, *map(" ".join, pairwise(ends))]
    found += map(" ".join, zip(ends, ends[1:], ends[2:], strict=False))
    found += [f"{n}^{word}" for n, word in enumerate(said[:_TELLING])]
    found += [f"{n}$ {word}" for n, word in enumerate(said[: -_TELLING - 1 : -1])]
    found.append(f"long {min(len(said), 12) // 2}")
    return found, [f"{question_open} {feature}" for feature in found]


def _tokens(lexicon: Lexicon, text: str) -> Iterator[str]:
    """Stems; one mark for a number, and one for any run of words that the phrasings do not know."""
    last = ""
    for word in map(lexicon.mended, _TOKEN.findall(normalise(text))):
        kept = _NUMBER if word.isdecimal() else SUBJECT
        token = lexicon.stem(word) if word in lexicon.known else kept
        if token != last or token != SUBJECT:
            yield token
        last = token
