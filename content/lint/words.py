"""A text in the parts that rules ask for: words, sentences, stems, and how hard it is to read."""

import re
from functools import cached_property

from content.markup import plain
from content.search.words import Lexicon

_LEXICON = Lexicon(frozenset(), ())
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')]*\s+(?=[\"“'(]?[A-Z0-9])")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<![^aeiouyl]l)(?:(?<=[^aeiouy])e|(?<=[^aeiouyscghxz])es|(?<=[^aeiouytd])ed)$")
_VERDICT = re.compile(r"^(?:True|False)\b[:,.]?\s*")


class Text:
    """A course text. `raw` is as it was written, `plain` without markup."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.plain = plain(raw)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in lower case; a compound with a hyphen is one word."""
        return tuple(_WORD.findall(self.plain.lower()))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences; an entry of a list ends one."""
        lines = (line.removeprefix("- ") for line in self.plain.splitlines())
        return tuple(found for line in lines for part in _SENTENCE_END.split(line) if (found := part.strip()))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of all words."""
        return tuple(_LEXICON.stems(self.plain))

    @cached_property
    def telling(self) -> frozenset[str]:
        """The stems of the words that tell of a subject."""
        return frozenset(_LEXICON.telling(self.plain))

    @cached_property
    def lead_in(self) -> str:
        """The last sentence: in a stem, the one that asks."""
        return self.sentences[-1] if self.sentences else ""

    @cached_property
    def reason(self) -> "Text":
        """The text without the verdict that an option of a true-false question begins with."""
        return Text(_VERDICT.sub("", self.raw))

    @cached_property
    def grade(self) -> float:
        """The school year that reads it with ease: Flesch-Kincaid grade (Kincaid et al. 1975, NTIS AD-A006 655)."""
        if not self.words:
            return 0.0
        parts = [part for word in self.words for part in re.split(r"[-'’]", word) if part]
        syllable_count = sum(map(syllables, parts))
        return 0.39 * len(parts) / len(self.sentences) + 11.8 * syllable_count / len(parts) - 15.59


def syllables(word: str) -> int:
    """How many syllables a word has, near enough for an average: its groups of vowels, less a silent ending."""
    if not word.isalpha():
        return 1
    groups = len(_VOWELS.findall(word))
    return max(1, groups - bool(_SILENT.search(word)))


def has_word(text: Text, words: frozenset[str]) -> str | None:
    """The first word of the text that is one of `words`."""
    return next((word for word in text.words if word in words), None)
