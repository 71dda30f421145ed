"""The forms of a claim: how an author writes down what learners ask.

`does <grounding> (stop|end) [all] hallucinations` has a slot for each word outside brackets. `<name>` is any phrase of
that name, `(a|b)` a slot for one of several, and `[a|b]` may be said beside. Small words count for nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.model import Claim, Course
from content.search.words import Lexicon

Token = str
"""A stem; `<name>` for a phrase that claims name; `=name` for one of plain synonyms."""

Slot = tuple[frozenset[Token], ...]
"""One place of a form: the runs of tokens that may fill it."""

_PART = re.compile(r"\((?P<one>[^)]*)\)|\[(?P<may>[^\]]*)\]|(?P<word>[^\s()\[\]]+)")
_NAME = re.compile(r"<([a-z-]+)>")
_SMALL = frozenset(
    "a an the do does did done is are was were be been being am can could will would should shall may might has have"
    " had i we you u it they he she my our your its their us me them to of in on at for with by from as that this these"
    " those so if and or any some please really actually also there s then but get gets able possible one ones"
    " something anything anyone anybody let tell come even once thing when while itself you".split()
)
"""Words that change no claim."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way of asking for a claim. `names` are those of its slots and of what may be said beside, in order."""

    claim: Claim
    slots: tuple[Slot, ...]
    beside: frozenset[Token]
    names: tuple[Token, ...]

    @property
    def tokens(self) -> frozenset[Token]:
        """All that may be said."""
        return self.beside.union(*(run for slot in self.slots for run in slot))


class Reader:
    """Reads questions and forms as tokens."""

    def __init__(self, course: Course, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = dict(_phrases(course, lexicon))
        self._longest = max(map(len, self._phrases), default=1)
        self._runs: dict[str, frozenset[Token]] = {}

    def tokens(self, text: str) -> list[Token]:
        """The telling tokens of a text, the longest phrases in one."""
        words = self._lexicon.words(text)
        stems = tuple(map(self._lexicon.stem, words))
        tokens, at = [], 0
        while at < len(stems):
            size, token = self._longest_phrase(stems, at)
            if token:
                tokens.append(token)
            elif words[at] not in _SMALL:
                tokens.append(stems[at])
            at += size
        return tokens

    def standing_for(self, words: Iterable[str]) -> frozenset[Token]:
        """The tokens that stand for words."""
        return frozenset(token for word in words for token in self.tokens(word))

    def form(self, claim: Claim, text: str) -> Form:
        """A form as the author wrote it."""
        slots: list[Slot] = []
        beside: set[Token] = set()
        names: dict[Token, None] = {}
        for part in _PART.finditer(text):
            runs = tuple(map(self._run, _options(part)))
            if part["may"] is not None:
                beside.update(*runs)
            elif all(runs):
                slots.append(runs)
            names |= dict.fromkeys(sorted(token for run in runs for token in run if is_name(token)))
        return Form(claim, tuple(slots), frozenset(beside), tuple(names))

    def _longest_phrase(self, stems: tuple[str, ...], at: int) -> tuple[int, Token]:
        for size in range(min(self._longest, len(stems) - at), 0, -1):
            token = self._phrases.get(stems[at : at + size])
            if token is not None:
                return size, token
        return 1, ""

    def _run(self, text: str) -> frozenset[Token]:
        """The tokens of one alternative of a slot."""
        run = self._runs.get(text)
        if run is None:
            pieces = enumerate(_NAME.split(text))
            found = ([f"<{piece}>"] if n % 2 else self.tokens(piece) for n, piece in pieces if piece)
            run = self._runs[text] = frozenset(token for tokens in found for token in tokens)
        return run


def is_name(token: Token) -> bool:
    """Whether a token is a phrase that claims name."""
    return token.startswith("<")


def _options(part: re.Match[str]) -> list[str]:
    return (part["one"] or part["may"] or part["word"] or "").split("|")


def _phrases(course: Course, lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], Token]]:
    """Runs of stems, and the token that stands for each."""
    named = {name for claim in course.claims.values() for form in claim.asked for name in _NAME.findall(form)}
    for section in course.sections:
        for name, phrases in section.phrases.items():
            token = f"<{name}>" if name in named else f"={name}"
            yield from ((tuple(lexicon.stems(phrase)), token) for phrase in phrases)


def spelled_out(course: Course) -> Iterator[tuple[Claim, str]]:
    """Each claim as a statement, and each of its forms once, with the next one of all alternatives."""
    phrases = {name: group for section in course.sections for name, group in section.phrases.items()}
    for claim in course.claims.values():
        yield claim, claim.statement
        yield from ((claim, _spelled_out(form, phrases, turn)) for turn, form in enumerate(claim.asked))


def _spelled_out(form: str, phrases: Mapping[str, tuple[str, ...]], turn: int) -> str:
    options = [_options(part) for part in _PART.finditer(form)]
    text = " ".join(group[(turn + at) % len(group)] for at, group in enumerate(options))
    return _NAME.sub(lambda name: phrases[name[1]][turn % len(phrases[name[1]])], text)
