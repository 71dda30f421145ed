"""The options of a question: their number, form and order."""

import re
from collections.abc import Callable, Iterator

from content.lint.bank import Bank
from content.lint.registry import Problem, rule
from content.lint.words import Text, has_word

ABSOLUTE = frozenset(
    "all always completely entirely every everyone everything impossible never nobody none only totally".split()
)
VAGUE = frozenset(
    "commonly frequently generally mostly normally occasionally often rarely seldom sometimes typically usually".split()
)
_COMBINED = re.compile(
    r"\b(?:all|none|any|both|neither|more than one) of (?:the )?"
    r"(?:above\b|(?:these|those|them|others?|options)[.,;]?$)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"\b\(?[A-E]\)? (?:and|or|&) \(?[A-E]\b")
_NUMBER = re.compile(r"^\D{0,12}?(\d+(?:[.,]\d+)*)")
_PLACED = re.compile(r"(?:First|Second|Third|Then|Next|Afterwards|Finally|Last(?:ly)?|At last|\d+[.)])(?!\w)")
_TECHNIQUE = re.compile(
    r"\b(?:(?:fine-?)?tun(?:e|es|ed|ing)|ground(?: (?:it|an?|the|its)|ed|ing)|RAG)\b", re.IGNORECASE
)
_NEGATIONS = frozenset("no not neither nor without".split())


@rule("error", "reword one of them, or replace it")
def options_same(bank: Bank) -> Iterator[Problem]:
    """No two options of a question say the same in the same words."""
    for asked in bank.choosings:
        seen: dict[tuple[str, ...], str] = {}
        for n, text in enumerate(asked.texts):
            form = tuple(stem for stem in text.stems if stem not in {"a", "an", "the"})
            if form in seen:
                yield asked.at(n), f"this option says what {seen[form]!r} says"
            seen.setdefault(form, text.plain)


@rule("error", "write an option that stands by itself; use the kind `several` where more than one is right")
def options_combined(bank: Bank) -> Iterator[Problem]:
    """No option is "all of the above", "none of these" or "A and B": options are shuffled, and logic gives it away."""
    for asked in bank.choosings:
        named = re.search(r"\b[B-E]\b", asked.stem.plain)  # the case itself has an A and a B
        for n, text in enumerate(asked.texts):
            if match := _COMBINED.search(text.plain) or (not named and _LETTERS.search(text.plain)):
                yield asked.at(n), f"{match[0]!r} points to other options"


@rule("warning", "drop the weakest; three or four suffice")
def options_many(bank: Bank) -> Iterator[Problem]:
    """A question has four options at most (for several keys: five)."""
    for asked in bank.choosings:
        limit = 5 if asked.kind == "several" else 4
        if len(asked.options) > limit:
            yield asked.place, f"there are {len(asked.options)} options"


@rule("warning", "soften the distractor, or use an absolute word in the key too")
def absolute_word(bank: Bank) -> Iterator[Problem]:
    """No distractor has an absolute word (always, never, only …) that no key has: the testwise rule it out."""
    for asked in bank.choosings:
        if any(has_word(text, ABSOLUTE) for text in asked.rights):
            continue
        for n, (text, option) in enumerate(zip(asked.texts, asked.options, strict=True)):
            if not option.right and (word := has_word(text, ABSOLUTE)):
                yield asked.at(n), f"{word!r} gives this distractor away"


@rule("warning", "say how often, or say it without")
def vague_frequency(bank: Bank) -> Iterator[Problem]:
    """No option, need or step says usually, often, sometimes: readers differ widely in what these mean."""
    for passage in bank.labels:
        if word := has_word(passage.text, VAGUE):
            yield passage.place, f"{word!r} means something else to each reader"


_ING = re.compile(r"(\w{3,}ing)\b")
_OBJECT = re.compile(r" (?:an?|the|its?|their|our|more|some)\b")
_ING_NOUNS = frozenset(
    "building grounding hosting meeting morning nothing pricing prompting spring string training tuning".split()
)

FORMS: dict[str, Callable[[Text], bool]] = {
    "end with a full stop": lambda text: text.plain.endswith("."),
    "end with a question mark": lambda text: text.plain.endswith("?"),
    "begin with a small letter": lambda text: text.plain[:1].islower(),
    "begin with a verb in -ing": lambda text: bool(_ING.match(text.plain)),
    "begin with to": lambda text: text.plain.startswith("To "),
    "begin with because": lambda text: text.plain.startswith("Because "),
    "begin with a number": lambda text: text.plain[:1].isdigit(),
    "begin with yes or no": lambda text: bool(re.match(r"(?:Yes|No)\b,?", text.plain)),
    "begin with it or they": lambda text: bool(re.match(r"(?:Its?|They|Their)\b", text.plain)),
}
"""What can set one option apart from all others in form, told without a grammar."""


@rule("warning", "give all options one form")
def options_not_parallel(bank: Bank) -> Iterator[Problem]:
    """No option is the odd one out in form: what the others begin or end with, it does too."""
    for asked in bank.choosings:
        texts = [text.reason for text in asked.texts]
        if len(texts) < 3:
            continue
        nouns = any(map(_begins_with_noun, texts))
        for form, holds in FORMS.items():
            has = [holds(text) for text in texts]
            if has.count(True) == 1 and not (nouns and "-ing" in form):
                yield asked.at(has.index(True)), f"this option alone does {form}"
            elif has.count(False) == 1 and not (nouns and "-ing" in form):
                yield asked.at(has.index(False)), f"this option alone does not {form}"


def _begins_with_noun(text: Text) -> bool:
    """Whether the first word ends in -ing and is a noun: it is known as one, and takes no object."""
    match = _ING.match(text.plain)
    return match is not None and match[1].lower() in _ING_NOUNS and not _OBJECT.match(text.plain[match.end() :])


@rule("warning", "put them in ascending or descending order")
def options_unordered(bank: Bank) -> Iterator[Problem]:
    """Options that are numbers stand in their order."""
    for asked in bank.choosings:
        numbers = [_number(text) for text in asked.texts]
        if len(numbers) > 2 and None not in numbers:
            values = [number for number in numbers if number is not None]
            if values not in (sorted(values), sorted(values, reverse=True)):
                yield asked.place, f"the options stand at {', '.join(f'{value:g}' for value in values)}"


def _number(text: Text) -> float | None:
    """The number that an option amounts to; none where it says much besides."""
    match = _NUMBER.match(text.plain)
    return float(match[1].replace(",", "")) if match and len(text.words) <= 4 else None


@rule("warning", "reword the wider one, or replace it")
def option_inside_option(bank: Bank) -> Iterator[Problem]:
    """No option holds all that another one says: who believes the one must take the other too."""
    for asked in bank.choosings:
        for n, text in enumerate(asked.texts):
            for other in asked.texts:
                if other is not text and _holds(text, other):
                    yield asked.at(n), f"this option includes {other.plain!r}"


def _holds(wider: Text, narrower: Text) -> bool:
    inner, outer = narrower.reason, wider.reason
    negated = (_NEGATIONS & set(inner.words)) != (_NEGATIONS & set(outer.words))
    return len(inner.telling) >= 2 and inner.telling < outer.telling and not negated and inner.plain in outer.plain


@rule("warning", "let the options begin with the word that the article asks for, or put a(n)")
def article_clue(bank: Bank) -> Iterator[Problem]:
    """A stem that ends in a or an fits every option."""
    for asked in bank.choosings:
        match = re.search(r"\b(an?)\s*(?:_+|…|\.\.\.)?\s*[:?.]?$", asked.stem.plain)
        if match is None:
            continue
        for n, text in enumerate(asked.texts):
            if (match[1] == "an") != (text.plain[:1].lower() in "aeiou"):
                yield asked.at(n), f"the stem ends in {match[1]!r}, which rules this option out by its sound"


@rule("warning", "give the lines at least two different techniques")
def match_all_same(bank: Bank) -> Iterator[Problem]:
    """The needs of a matching question do not all call for the same technique."""
    for asked in bank.questions:
        if asked.question.kind == "match":
            techniques = {need.technique for need in asked.question.needs}
            if len(techniques) == 1:
                yield asked.place, f"every need calls for {techniques.pop()}"


@rule("warning", "leave the word out; the order is what is asked")
def order_clue(bank: Bank) -> Iterator[Problem]:
    """No step of an ordering question says where it belongs: first, then, next, finally, or a number."""
    for asked in bank.questions:
        if asked.question.kind == "order":
            for n, step in enumerate(asked.question.steps):
                if match := _PLACED.match(step.text):
                    yield (*asked.place, "steps", n, "text"), f"{match[0]!r} tells the place of this step"


@rule("warning", "say what is needed, not how it is met")
def need_names_technique(bank: Bank) -> Iterator[Problem]:
    """No line of a matching question names the technique that it is to be matched with."""
    for asked in bank.questions:
        if asked.question.kind == "match":
            for n, need in enumerate(asked.question.needs):
                if match := _TECHNIQUE.search(need.text):
                    yield (*asked.place, "needs", n, "text"), f"{match[0]!r} names a technique"
