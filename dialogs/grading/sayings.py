"""Phrases of an author, found in an answer whatever its words for the techniques."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from dialogs.grading.reading import Reading
from dialogs.grading.stances import NEGATIONS
from dialogs.grading.text import stem
from dialogs.grading.vocabulary import FILLERS


def says(reading: Reading, phrases: Sequence[str]) -> bool:
    """Whether the answer says one of the phrases, and does not deny it."""
    if not phrases:
        return False
    return any(
        _said(stems, phrase)
        for stems in (list(_stems(reading, s.start, s.end)) for s in reading.sentences)
        for phrase in _spelt(tuple(phrases))
    )


def _stems(reading: Reading, start: int, end: int) -> Iterator[str]:
    """The words of a sentence as stems, small ones left out, techniques by their names."""
    named = {f.start: f for f in reading.found if f.meaning.kind == "technique"}
    at = start
    while at < end:
        if at in named and named[at].meaning.value in {"fine-tuning", "grounding"}:
            yield stem(named[at].meaning.value)
            at = named[at].end
            continue
        word = reading.tokens[at].word
        if reading.tokens[at].is_word and word not in FILLERS - {"they"}:
            yield stem(word)
        at += 1


@lru_cache(maxsize=256)
def _spelt(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(stem(word) for word in words if word not in FILLERS - {"they"})
        for phrase in phrases
        for words in product(*(part.lower().split("/") for part in phrase.split()))
    )


def _said(stems: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    starts = [n for n in range(len(stems) - size + 1) if tuple(stems[n : n + size]) == tuple(phrase)]
    return any(NEGATIONS.isdisjoint(stems[max(0, n - 3) : n]) for n in starts)
