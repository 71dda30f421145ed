"""Text to search by: plain words, compounds joined, spelling mended, stems and character n-grams."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import Stemmer

GRAM = 4
"""Characters of an n-gram."""

MENDABLE = 5
"""Letters that a word needs before its spelling is mended; a shorter one is too often another word."""

_WORD = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_CONTRACTIONS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\b(?:can't|cant|cannot)\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"\b(do|does|did|is|are|was|should|would|could)n'?t\b", r"\1 not"),
        (r"\b(what|where|how|who|when|that|there|it)'?s\b", r"\1 is"),
        (r"'(?:s|re|ve|ll|d|m)\b", ""),
    )
)
_CONTRACTED = re.compile(
    r"'|\b(?:cannot|(?:ca|wo|do|does|did|is|are|was|should|would|could)nt|(?:what|where|how|who|when|that|there|it)s)\b"
)
"""What every contraction has, so that few texts are searched for each."""

_SLOPPY = {
    short: plain
    for plain, shorts in {
        "what": "wat wht wut wot waht",
        "what is": "wats wots whts",
        "when": "wen whn wehn",
        "which": "wich whcih wihch",
        "how": "hw hwo",
        "with": "wiht",
        "without": "w/o wo",
        "between": "betwen beetween bw",
        "difference": "diff diffrence differnce diference differance",
        "different": "diffrent diferent",
        "should": "shud shoud shld",
        "could": "cud coud",
        "would": "wud woud",
        "does": "duz",
        "do not": "dunt",
        "you": "u",
        "your": "ur",
        "are": "r",
        "the": "teh hte",
        "because": "cuz cos bc becuz",
        "please": "plz pls plss",
        "company": "compny comapny",
        "example": "exmaple exampel eg",
        "the same": "thesame",
        "documents": "docs",
        "document": "doc",
        "information": "info infos",
    }.items()
    for short in shorts.split()
}
_SLOPPY_WORD = re.compile(r"(?<![\w/'-])(?:" + "|".join(map(re.escape, _SLOPPY)) + r")(?![\w/'-])")
"""How people in a hurry write, and what they mean."""

_CACHE = 5_000

EVERYDAY = frozenset(
    "a an the of to in on for and or but nor is are was were be been am do does did done can could should would will"
    " shall may might must have has had having i we you he she it they them us me my our your his her its their this"
    " that these those what how when why who whom whose which where with without at by as if so not no yes there"
    " here from about into onto over under out up down off then than too very just only also even still again ever"
    " any some all each every many much more most less least few both either neither one two three first second"
    " get got gets go goes going make makes made take takes want wants need needs know knows like think say says"
    " tell give use used using see let please pls ok okay hi hello hey thanks now well really thing things stuff"
    " something anything because while between during before after same other another else own way lot bit right"
    " good better best bad worse new old s t u im ive dont".split()
)
"""Words that tell nothing of a subject."""


def normalise(text: str) -> str:
    """Lower case, one kind of quotes, contractions and sloppy spellings written out."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_QUOTES)
    text = _SLOPPY_WORD.sub(lambda match: _SLOPPY[match[0]], text)
    if _CONTRACTED.search(text):
        for pattern, plain in _CONTRACTIONS:
            text = pattern.sub(plain, text)
    return text


def spellings(texts: Iterable[str]) -> frozenset[str]:
    """Every word of the texts; hyphenated ones also as one word, which joins `fine tuning` later."""
    found: set[str] = set()
    for text in map(normalise, texts):
        found.update(_WORD.findall(text))
        found.update(compound.replace("-", "") for compound in _HYPHENATED.findall(text))
    return frozenset(found)


def edits(left: str, right: str, limit: int) -> int:
    """Letters put in, left out, changed or swapped with a neighbour; above `limit` the count is not exact."""
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
    """The words of a course: which are compounds, which are misspelt, and their stems."""

    def __init__(self, known: frozenset[str], names: Iterable[str]) -> None:
        """`known`: spellings that are right; `names`: the words that misspellings are mended to."""
        self.known = known
        self._names: dict[str, list[tuple[str, int]]] = {}
        for name in sorted(set(names)):
            if len(name) >= MENDABLE:
                self._names.setdefault(name[0], []).append((name, _letters(name)))
        self._stemmer = Stemmer.Stemmer("english", 0)
        self._stems: dict[str, str] = {}
        self._mended: dict[str, str] = {}
        self._grams: dict[str, tuple[str, ...]] = {}

    def words(self, text: str) -> list[str]:
        """The words, compounds joined and misspelt names mended."""
        return [self.mended(word) for word in self._split(text)]

    def stem(self, word: str) -> str:
        """The stem of a word."""
        stem = self._stems.get(word)
        if stem is None:
            stem = self._stems[word] = str(self._stemmer.stemWord(word))
            _bound(self._stems)
        return stem

    def grams(self, word: str) -> tuple[str, ...]:
        """The character n-grams of a word, its ends marked."""
        found = self._grams.get(word)
        if found is None:
            marked = f" {word} "
            found = tuple(marked[at : at + GRAM] for at in range(max(1, len(marked) - GRAM + 1)))
            self._grams[word] = found
            _bound(self._grams)
        return found

    def stems(self, text: str) -> list[str]:
        """The stems of `words`."""
        return [self.stem(word) for word in self.words(text)]

    def telling(self, text: str) -> list[str]:
        """The stems of the words that tell of a subject."""
        return [self.stem(word) for word in self.words(text) if word not in EVERYDAY and not word.isdecimal()]

    def _split(self, text: str) -> list[str]:
        """The words; neighbours are joined where the course knows them as one: fine tuning, fine-tuning."""
        words: list[str] = []
        for word in _WORD.findall(normalise(text)):
            if words and min(len(words[-1]), len(word)) > 1 and words[-1] + word in self.known:
                words[-1] += word
            else:
                words.append(word)
        return words

    def mended(self, word: str) -> str:
        """The name that an unknown word is a misspelling of; else the word."""
        if word in self.known or len(word) < MENDABLE or not word.isalpha():
            return word
        mended = self._mended.get(word)
        if mended is None:
            limit = 1 if len(word) < 8 else 2
            letters = _letters(word)
            near = (
                (edits(word, name, limit), name)
                for name, held in self._names.get(word[0], ())
                if (letters ^ held).bit_count() <= 2 * limit  # an edit changes two letters at most
            )
            distance, name = min(near, default=(limit + 1, word))
            mended = self._mended[word] = name if distance <= limit else word
            _bound(self._mended)
        return mended


def _letters(word: str) -> int:
    """A bit for each of the letters that a word has; rare ones share theirs."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def _bound(cache: dict[str, Any]) -> None:
    """Forget all when learners have typed very many different words."""
    if len(cache) > _CACHE:
        cache.clear()
