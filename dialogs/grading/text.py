"""An answer as tokens, and the phrases found in it: inflected, misspelt, with small words in between."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import Stemmer

from content.search.words import MENDABLE, edits
from dialogs.grading.vocabulary import FILLERS, WELL_SPELT, Meaning

TOKEN_LIMIT = 600
"""Tokens of an answer that are read; a long answer in chat has a quarter of them."""

GAP = 3
"""Small words that may stand between two words of a phrase."""

MEMORY = 4000
"""Words whose spelling is remembered."""

_TOKEN = re.compile(
    r"(?P<ie>\bi\.e\.?)|(?P<arrow>[-=]+>|→|=)|(?P<dash>(?<=\s)-+(?=\s)|[–—])"
    r"|(?P<word>[^\W_]+(?:'[^\W_]+)*)|(?P<mark>[.…!?;:,()/+&\n])"
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_IRREGULAR = {
    "cannot": ("can", "not"),
    "can't": ("can", "not"),
    "cant": ("can", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "it's": ("it", "is"),
    "that's": ("that", "is"),
    "thats": ("that", "is"),
}
_ENDINGS: dict[str, tuple[str, ...]] = {"re": ("are",), "d": ("would",), "ll": ("will",), "t": ("not",)}
_UNMARKED_NOT = re.compile(r"(do|does|did|is|are|was|were|would|could|should|need)nt")
_STEMMER = Stemmer.Stemmer("english", 0)


class Token(NamedTuple):
    """A word in lower case, or a mark; `start` and `end` are its place in the text."""

    word: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word and not a mark."""
        return self.word[0].isalnum()


class Found(NamedTuple):
    """A phrase in a text: what it means, and the tokens from `start` to before `end`."""

    meaning: Meaning
    start: int
    end: int


def fold(text: str) -> str:
    """The text with one character for each thing; the places of tokens are places in it."""
    return unicodedata.normalize("NFKC", text).translate(_QUOTES)


def tokens(text: str) -> list[Token]:
    """The tokens of a folded text, contractions written out."""
    found = (Token(word, m.start(), m.end()) for m in _TOKEN.finditer(text) for word in _written_out(m))
    return [token for token, _ in zip(found, range(TOKEN_LIMIT), strict=False)]


def _written_out(match: re.Match[str]) -> tuple[str, ...]:
    if match["ie"] or match["arrow"] or match["dash"]:
        return ("ie" if match["ie"] else "=" if match["arrow"] else "-",)
    word = match[0].lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if (unmarked := _UNMARKED_NOT.fullmatch(word)) is not None:
        return (unmarked[1], "not")
    head, _, ending = word.partition("'")
    return (head.removesuffix("n") if ending == "t" else head, *_ENDINGS.get(ending, ()))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of an English word."""
    found: str = _STEMMER.stemWord(word)
    return found


class Phrases:
    """Phrases that are looked for, each with its meaning."""

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        """How phrases are written, `vocabulary` says; of two equal ones, the later counts."""
        spelt = {words: meaning for phrase, meaning in phrases for words in product(*map(_either, phrase.split()))}
        self._by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = defaultdict(list)
        for key, meaning in {tuple(map(_key, words)): m for words, m in spelt.items()}.items():
            self._by_first[key[0]].append((key, meaning))
        for same_first in self._by_first.values():
            same_first.sort(key=lambda entry: -len(entry[0]))
        words = {word.removeprefix("=") for phrase in spelt for word in phrase}
        self._stems = {stem(word) for word in words}
        self._memory: dict[str, str] = {}
        self._mendable = sorted(word for word in words if len(word) >= MENDABLE)

    def find(self, text: Sequence[Token]) -> list[Found]:
        """The phrases in a text, from the left, the longest at each place."""
        words = [self._mended(token.word) for token in text]
        found, at = [], 0
        while at < len(words):
            match = self._longest(words, at)
            found += [match] if match else []
            at = match.end if match else at + 1
        return found

    def _longest(self, words: Sequence[str], at: int) -> Found | None:
        begun = (*self._by_first.get("=" + words[at], ()), *self._by_first.get(stem(words[at]), ()))
        ends = ((_end(key, words, at, 1 if m.kind == "idiom" else GAP), m) for key, m in begun)
        found = [Found(meaning, at, end) for end, meaning in ends if end is not None]
        return max(found, key=lambda match: match.end, default=None)

    def _mended(self, word: str) -> str:
        """The word of a phrase that this is a misspelling of; else the word."""
        if word not in self._memory:
            if len(self._memory) >= MEMORY:
                self._memory.clear()
            self._memory[word] = self._nearest(word)
        return self._memory[word]

    def _nearest(self, word: str) -> str:
        known_already = word in WELL_SPELT or stem(word) in self._stems
        if len(word) < MENDABLE or known_already or not word.isalpha():
            return word
        limit = 1 if len(word) < MENDABLE + 3 else 2
        near = [(edits(word, known, limit), known) for known in self._mendable if known[0] == word[0]]
        distance, known = min(near, default=(limit + 1, word))
        return known if distance <= limit else word


def _either(word: str) -> Iterator[str]:
    exact = "=" if word.startswith("=") else ""
    yield from (exact + part for part in word.removeprefix("=").lower().split("/"))


def _key(word: str) -> str:
    return word if word.startswith("=") else stem(word)


def _end(key: Sequence[str], words: Sequence[str], at: int, most: int) -> int | None:
    """Where the phrase that begins at a place ends, with so many small words in a gap; `None` when it is not there."""
    end = at + 1
    for part in key[1:]:
        gap = 0
        while end < len(words) and not _is(part, words[end]) and gap < most and words[end] in FILLERS:
            end, gap = end + 1, gap + 1
        if end >= len(words) or not _is(part, words[end]):
            return None
        end += 1
    return end


def _is(part: str, word: str) -> bool:
    return part[1:] == word if part.startswith("=") else part == stem(word)
