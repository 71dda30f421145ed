"""Text to search by: normalised words, joined compounds, mended spelling, stems and character n-grams."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_CONTRACTIONS = (
    (re.compile(r"\b(?:can't|cant|cannot)\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(do|does|did|is|are|was|should|would|could)nt\b"), r"\1 not"),
    (re.compile(r"\bwhats\b"), "what is"),
    (re.compile(r"\b(what|where|how|who|when|that|there|it)'s\b"), r"\1 is"),
    (re.compile(r"'(?:s|re|ve|ll|d|m)\b"), ""),
)
GRAM = 4
"""Characters of an n-gram."""

MENDABLE = 5
"""Letters that a word needs before its spelling is mended; shorter ones are too often another word."""


def normalise(text: str) -> str:
    """Lower case, one kind of quotes, contractions written out."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_QUOTES)
    for pattern, plain in _CONTRACTIONS:
        text = pattern.sub(plain, text)
    return text


def grams(word: str) -> Iterator[str]:
    """The character n-grams of a word, its ends marked."""
    marked = f" {word} "
    if len(marked) <= GRAM:
        yield marked
    for at in range(len(marked) - GRAM + 1):
        yield marked[at : at + GRAM]


def edits(left: str, right: str, limit: int) -> int:
    """Insertions, deletions, changes and swaps of neighbours between two words; more than `limit` counts as `limit + 1`."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


class Lexicon:
    """The words of a course: what is a compound, what is misspelt."""

    def __init__(self, texts: Iterable[str], names: Iterable[str]) -> None:
        """`texts`: all that the course says; `names`: titles, terms and aliases, which misspellings are mended to."""
        self._stemmer = snowballstemmer.stemmer("english")
        self._known: Counter[str] = Counter()
        for text in texts:
            plain = normalise(text)
            self._known.update(_WORD.findall(plain))
            self._known.update(compound.replace("-", "") for compound in re.findall(r"\w+-\w+", plain))
        self._names = sorted({w for name in names for w in self._split(name) if len(w) >= MENDABLE})
        self._mended: dict[str, str] = {}

    def words(self, text: str) -> list[str]:
        """The words, compounds joined and misspelt names mended."""
        return [self._mend(word) for word in self._split(text)]

    def stems(self, text: str) -> list[str]:
        """The stems of `words`."""
        return list(self._stemmer.stemWords(self.words(text)))

    def stem(self, words: list[str]) -> list[str]:
        """The stems of words."""
        return list(self._stemmer.stemWords(words))

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def _split(self, text: str) -> list[str]:
        """Words, with neighbours joined where the course knows them as one: fine tuning, fine-tuning, finetuning."""
        words: list[str] = []
        for word in _WORD.findall(normalise(text)):
            if words and len(words[-1]) > 1 and words[-1] + word in self._known:
                words[-1] += word
            else:
                words.append(word)
        return words

    def _mend(self, word: str) -> str:
        """The name that an unknown word is a misspelling of; else the word."""
        if len(word) < MENDABLE or word in self._known or not word.isalpha():
            return word
        if word not in self._mended:
            if len(self._mended) > 5000:
                self._mended.clear()
            limit = 1 if len(word) < 8 else 2
            near = [(edits(word, name, limit), name) for name in self._names if name[0] == word[0]]
            distance, name = min(near, default=(limit + 1, word))
            self._mended[word] = name if distance <= limit else word
        return self._mended[word]
