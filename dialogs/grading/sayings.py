"""Phrases of an author, found in an answer whatever its words for the techniques."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from dialogs.grading.clauses import Sentence
from dialogs.grading.reading import Reading
from dialogs.grading.stances import NEGATIONS
from dialogs.grading.text import stem
from dialogs.grading.vocabulary import FILLERS

_LEFT_OUT = FILLERS - {"they"}
DENIED_WITHIN = 3
"""Words before a phrase that may deny it."""


def stemmed(reading: Reading) -> tuple[str, ...]:
    """The sentences of an answer as stems: without others' opinions and small words, techniques by their names."""
    named = {
        f.start: f
        for f in reading.found
        if f.meaning.kind == "technique" and f.meaning.value in {"fine-tuning", "grounding"}
    }

    def stems(start: int, end: int) -> Iterator[str]:
        at = start
        while at < end:
            token = reading.tokens[at]
            if at in named:
                yield stem(named[at].meaning.value)
                at = named[at].end
                continue
            if token.is_word and token.word not in _LEFT_OUT:
                yield stem(token.word)
            at += 1

    def own(sentence: Sentence) -> Iterator[str]:
        foreign = [clause for clause in sentence.clauses if clause.foreign]
        edges = [sentence.start, *(edge for c in foreign for edge in (c.start, c.end)), sentence.end]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            yield from stems(start, end)

    return tuple(f" {' '.join(own(sentence))} " for sentence in reading.sentences)


def says(sentences: Sequence[str], phrases: tuple[str, ...]) -> bool:
    """Whether one of the `stemmed` sentences says one of the phrases, and does not deny it."""
    return any(
        phrase in sentence and NEGATIONS.isdisjoint(sentence.partition(phrase)[0].split()[-DENIED_WITHIN:])
        for phrase in _spelt(phrases)
        for sentence in sentences
    )


@lru_cache(maxsize=256)
def _spelt(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f" {' '.join(stem(word) for word in words if word not in _LEFT_OUT)} "
        for phrase in phrases
        for words in product(*(part.lower().split("/") for part in phrase.split()))
    )
