"""What a typed line wants of a tutor, learned from phrasings: beside which rules weigh in."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from content.loader import load
from content.model import Course
from content.phrasings.lines import FOLDER, SUBJECT, Typed, fingerprint, questions, typed_lines
from content.search.classifier import Classifier, Line, learned
from content.search.features import Named, views_of
from content.search.packing import StaleModelError, packed, unpacked
from content.search.regression import Descent
from content.search.words import Lexicon, normalise, spellings

FILE = FOLDER / "wishes.bin"
"""What was learned of the phrasings, as `chat-tutor learn` writes it."""

VERSION = 7
"""Raise it when the same phrasings would be learned otherwise."""

_DESCENT = Descent(nearly=0.02)
"""Most lines here count little, and all are needed."""

_NUMBER = "#"
_TOKEN = re.compile(r"\*|[^\W_]+|[^\w\s.,;:!\"'()/-]")
_TELLING = 3
"""How many of the first and of the last words count by their place."""


class Wishes:
    """Tells what typed lines want."""

    def __init__(self, known: frozenset[str], classifier: Classifier) -> None:
        """`known`: the words of the phrasings; any other is taken for a part of a subject."""
        self._classifier = classifier
        self._lexicon = Lexicon(known, known)

    def shares(self, text: str, *, question_open: bool) -> dict[str, float]:
        """How likely each wish is, all together one."""
        return self._classifier.shares(views_of(_features(self._lexicon, text, question_open)))

    def packed(self) -> bytes:
        """What was learned, as the content of a file."""
        told = {"version": VERSION, "fingerprint": fingerprint(), "known": " ".join(sorted(self._lexicon.known))}
        return packed(told, (self._classifier,))


def build(course: Course | None = None) -> Wishes:
    """Learn the phrasings, and how questions are asked of a course; the same on every machine."""
    lines = tuple(dict.fromkeys((*typed_lines(), *questions(course or load()))))
    known = _common(lines)
    lexicon = Lexicon(known, known)
    views = [views_of(_features(lexicon, line.text, line.open)) for line in lines]
    return Wishes(known, learned([Line(line.text, line.wish, line.weight) for line in lines], views, _DESCENT))


def _common(lines: Sequence[Typed]) -> frozenset[str]:
    """The words that more than one line has; any other is as good as one that nobody has typed yet."""
    held = Counter(word for text in {line.text for line in lines} for word in spellings([text]))
    return frozenset(word for word, lines_ in held.items() if lines_ > 1 and not word.isdecimal())


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
    """Its form, the same with whether a question is open, its words, and their character n-grams.

    The form: stems with subjects left blank, runs of two and three, and the words at both ends.
    """
    words = _TOKEN.findall(normalise(text))
    said = list(_tokens(lexicon, words))
    ends = ["<", *said, ">"]
    form = [*said, *map(" ".join, pairwise(ends))]
    form += map(" ".join, zip(ends, ends[1:], ends[2:], strict=False))
    form += [f"{n}^{word}" for n, word in enumerate(said[:_TELLING])]
    form += [f"{n}$ {word}" for n, word in enumerate(said[: -_TELLING - 1 : -1])]
    form.append(f"long {min(len(said), 12) // 2}")
    if text.rstrip().endswith("?"):
        form.append("asked")
    stems = [lexicon.stem(word) for word in words]
    worded = [f"w {word}" for word in stems] + [f"w {a} {b}" for a, b in pairwise(["<", *stems, ">"])]
    letters = [f"l {gram}" for word in words for gram in lexicon.grams(word)]
    return form, [f"{question_open} {feature}" for feature in form], worded, letters


def _tokens(lexicon: Lexicon, words: Sequence[str]) -> Iterator[str]:
    """Stems; one mark for a number, and one for any run of words that the phrasings do not know."""
    last = ""
    for word in map(lexicon.mended, words):
        kept = _NUMBER if word.isdecimal() else SUBJECT
        token = lexicon.stem(word) if word in lexicon.known else kept
        if token != last or token != SUBJECT:
            yield token
        last = token
