"""Typed words that mean a control: a letter, a number, the label or a telling part of it."""

import re
from collections.abc import Sequence

from dialogs.learner import Offered

_LETTER = re.compile(
    r"^(?:option |answer |letter )?\(?([a-h])(?:[).:!]*$|[).,:;]*\s+(?:because|'?cause|'?cos|'?cuz|since|as)\s+\w)"
)
_LEAD_IN = re.compile(
    r"^(?:i (?:would |will )?(?:think|say|guess|choose|pick|take|go with)"
    r"|i'(?:d|ll) (?:say|choose|pick|take|go with)"
    r"|i mean|no(?= i mean\b)|is(?= [a-h]\W*$)"
    r"|it'?s|it is|my answer is|(?:the )?answer(?: is)?|h?m+|well|probably|maybe|perhaps|definitely)[:,.]?\s+"
)
_ORDINALS = {
    word: position
    for position, names in enumerate(
        (
            "first 1st one",
            "second 2nd two",
            "third 3rd three",
            "fourth 4th four",
            "fifth 5th five",
            "sixth 6th six",
        )
    )
    for word in names.split()
} | {"last": -1}
_ORDINAL_FILLER = frozenset({"the", "option", "number", "no", "answer", "choice"})
_QUESTION = re.compile(
    r"^(?:what|why|how|when|who|which|where|is|are|does|do|can|could|should|would|will|wait)\b|\?\s*$"
)
_SMALL = frozenset(
    "the a an it its it's is are to of and or in on for that this they them you your i we he she".split()
    + "be with because would will can must should not no from at by as so what which".split()
)


_NO = frozenset({"no", "nope", "no thanks", "cancel", "cancel that", "never mind", "nevermind", "don't", "keep it"})
"""Ways of turning down what was asked."""


def words(text: str) -> list[str]:
    """Lower-case words of a text, without its punctuation."""
    return re.findall(r"[\w'’-]+", text.lower())


def is_question(text: str) -> bool:
    """Whether words begin or end as a question does."""
    return _QUESTION.search(text.strip().lower()) is not None


def choose(text: str, offered: Sequence[Offered]) -> str | None:
    """The wire of the action that the text means, or `None` when it may mean something else."""
    said = " ".join(words(text))
    if not said:
        return None
    for control in offered:
        if said == " ".join(words(control.label)):
            return control.action
    turning_down = [control for control in offered if not control.key and words(control.label)[:1] == ["no"]]
    if said in _NO and len(turning_down) == 1:
        return turning_down[0].action
    lettered = [control for control in offered if control.key]
    if lettered:
        position = _position(text.strip().lower(), said, lettered)
        return None if position is None else lettered[position].action
    if said.isdecimal() and len(said) < 3 and 0 < int(said) <= len(offered):
        return offered[int(said) - 1].action
    return None


def begun(text: str, offered: Sequence[Offered]) -> str | None:
    """The wire of the one button whose label begins with the words: "more" for `More on RAG`."""
    said = words(text)
    if _SMALL.issuperset(said):
        return None
    starting = [control for control in offered if not control.key and words(control.label)[: len(said)] == said]
    return starting[0].action if len(starting) == 1 else None


def _position(text: str, said: str, lettered: Sequence[Offered]) -> int | None:
    """Which lettered choice is meant."""
    text = text.replace("’", "'")
    while (lead_in := _LEAD_IN.match(text)) is not None:
        text = text[lead_in.end() :]
    keys = [control.key.lower() for control in lettered]
    if (match := _LETTER.match(text)) is not None:
        return keys.index(match[1]) if match[1] in keys else None
    position = _ordinal(words(text), len(lettered))
    if position is not None:
        return position
    if _QUESTION.search(text):
        return None
    return _by_part(said, [" ".join(words(control.label)) for control in lettered])


def _ordinal(said: list[str], count: int) -> int | None:
    """The position that "third", "the last one" or "number 2" names."""
    told = [word for word in said if word not in _ORDINAL_FILLER]
    if len(told) == 2 and told[1] == "one":
        told.pop()
    if len(told) != 1:
        return None
    word = told[0]
    position = int(word) - 1 if word.isdecimal() and len(word) < 3 else _ORDINALS.get(word)
    if position is None or word == "0" or position >= count:
        return None
    return position % count


def _by_part(said: str, labels: Sequence[str]) -> int | None:
    """The one label that the words are part of, or that begins the words."""
    told = [word for word in said.split() if word not in _SMALL]
    if not told:
        return None
    starting = [n for n, label in enumerate(labels) if said.startswith(label + " ")]
    if len(starting) == 1:
        return starting[0]
    inside = [n for n, label in enumerate(labels) if f" {said} " in f" {label} "]
    if len(inside) == 1:
        return inside[0]
    if len(told) < 2:
        return None
    covering = [n for n, label in enumerate(labels) if set(told) <= set(label.split())]
    return covering[0] if len(covering) == 1 else None
