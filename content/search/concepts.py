"""Words read as concepts: phrases that a course counts as the same become one token, small words none."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from content.model import Course
from content.search.words import Lexicon

Token = str
"""A stem, or `=name` for any of the phrases of that name."""

NAME = re.compile(r"<([a-z-]+)>")
"""How a claim's form names a group of phrases: what the claim is about."""

_SMALL = frozenset(
    "a an the do does did done is are was were be been being am can could will would should shall may might has have"
    " had i we you u it they he she my our your its their us me them to of in on at for with by from as that this these"
    " those so if and or any some please really actually also there s then but get gets able possible one ones"
    " something anything anyone anybody let tell come even once thing when while itself".split()
)
"""Words that change no claim."""


class Reading(NamedTuple):
    """A text as it is read: its words, the stem of each, and its concepts, the longest phrases in one."""

    words: list[str]
    stems: list[str]
    tokens: list[Token]


class Concepts:
    """The words and the concepts of texts, as one course spells and groups them."""

    def __init__(self, course: Course, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._phrases = dict(_phrases(course, lexicon))
        self._longest: dict[str, int] = {}
        """How many words the longest phrase has that begins with a stem."""
        for phrase in self._phrases:
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 1))
        forms = (form for claim in course.claims.values() for form in claim.asked)
        self.subjects = frozenset(f"={name}" for form in forms for name in NAME.findall(form))

    def read(self, text: str) -> Reading:
        """The words and the concepts of a text."""
        words = self.lexicon.words(text)
        stems = [self.lexicon.stem(word) for word in words]
        tokens, at = [], 0
        while at < len(stems):
            size, token = self._longest_phrase(stems, at)
            if token:
                tokens.append(token)
            elif words[at] not in _SMALL:
                tokens.append(stems[at])
            at += size
        return Reading(words, stems, tokens)

    def about(self, tokens: Sequence[Token]) -> str:
        """What claims are about of what a text speaks of, each once, in the order in which it is said."""
        return " ".join(dict.fromkeys(token for token in tokens if token in self.subjects))

    def _longest_phrase(self, stems: list[str], at: int) -> tuple[int, Token]:
        for size in range(min(self._longest.get(stems[at], 0), len(stems) - at), 0, -1):
            token = self._phrases.get(tuple(stems[at : at + size]))
            if token is not None:
                return size, token
        return 1, ""


def _phrases(course: Course, lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], Token]]:
    """Runs of stems, and the token that stands for each."""
    for section in course.sections:
        for name, phrases in section.phrases.items():
            yield from ((tuple(lexicon.stems(phrase)), f"={name}") for phrase in phrases)
