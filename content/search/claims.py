"""Which claim of a course a yes-or-no question asks about. Strict, since a wrong yes is worse than none."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from content.model import Claim, Course
from content.search.words import Lexicon

ALIKE_FROM = 0.45
"""How alike question and form must be, 0 to 1, for a claim to be worth a thought."""

SURE_FROM = 0.6
"""How alike they must be for a claim to be meant, whatever else the question looks like."""

_STRANGE = 4.0
"""The weight of a token that no form has."""

_PART = re.compile(r"\((?P<one>[^)]*)\)|\[(?P<may>[^\]]*)\]|(?P<word>[^\s()\[\]]+)")
_NAME = re.compile(r"<([a-z-]+)>")
_LIGHT = frozenset(
    "a an the do does did done is are was were be been being am can could will would should shall may might has have"
    " had i we you u it they he she my our your its their us me them to of in on at for with by from as that this these"
    " those so if and or any some please really just actually also there s then but get gets able possible one ones"
    " something anything anyone anybody let tell come even once thing".split()
)
"""Words that change no claim."""

Token = str
"""A stem; or `<name>` where one of a section's phrases stands."""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim, and how alike its nearest form and the question are."""

    claim: Claim
    alike: float


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of asking: slots that must be filled, each by one of several token runs, and what may stand beside."""

    claim: Claim
    slots: tuple[tuple[frozenset[Token], ...], ...]
    beside: frozenset[Token]
    names: tuple[Token, ...]

    @property
    def tokens(self) -> frozenset[Token]:
        """All that the form may say."""
        return self.beside.union(*(run for slot in self.slots for run in slot))


class Claims:
    """The claims of a course, to be found by questions."""

    def __init__(self, course: Course, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = _phrases(course, lexicon)
        self._longest = max(map(len, self._phrases), default=1)
        run = cache(self._run)
        self._forms = [
            _form(claim, text, run) for claim in course.claims.values() for text in (claim.statement, *claim.asked)
        ]
        self._about = _names_by_claim(self._forms)
        held = Counter(token for form in self._forms for token in form.tokens)
        self._weights = {token: math.log(1 + len(self._forms) / count) for token, count in held.items()}
        self._needed = [tuple(map(self._slot_weight, form.slots)) for form in self._forms]

    def find(self, text: str) -> Found | None:
        """The claim that a question asks about, when one is near enough."""
        said = self._tokens(text)
        names = tuple(dict.fromkeys(token for token in said if token.startswith("<")))
        weights = {token: self._weights.get(token, _STRANGE) for token in said}
        best, nearest = 0.0, None
        for form, needed in zip(self._forms, self._needed, strict=True):
            if self._fits(form, names):
                alike = _alike(form, needed, weights)
                if alike > best:
                    best, nearest = alike, form
        return Found(nearest.claim, round(best, 4)) if nearest and best >= ALIKE_FROM else None

    def _fits(self, form: _Form, names: tuple[Token, ...]) -> bool:
        """Whether form and question are about the same things, in the same order."""
        if not self._about[form.claim.id].issuperset(names):
            return False
        return tuple(name for name in names if name in form.names) == form.names

    def _slot_weight(self, slot: Iterable[frozenset[Token]]) -> float:
        return min(max(self._weights[token] for token in run) for run in slot)

    def _tokens(self, text: str) -> list[Token]:
        """The telling tokens of a text; the longest phrases become their names."""
        words = self._lexicon.words(text)
        stems = [self._lexicon.stem(word) for word in words]
        tokens, at = [], 0
        while at < len(stems):
            for size in range(min(self._longest, len(stems) - at), 0, -1):
                name = self._phrases.get(tuple(stems[at : at + size]))
                if name is not None:
                    tokens.append(name)
                    at += size
                    break
            else:
                if words[at] not in _LIGHT:
                    tokens.append(stems[at])
                at += 1
        return tokens

    def _run(self, text: str) -> frozenset[Token]:
        """The tokens of one alternative of a form."""
        found: set[Token] = set()
        for n, piece in enumerate(_NAME.split(text)):
            found.update([f"<{piece}>"] if n % 2 else self._tokens(piece))
        return frozenset(found)


def _phrases(course: Course, lexicon: Lexicon) -> dict[tuple[str, ...], Token]:
    """Runs of stems, and the token that stands for each: `<name>` where claims name the group, else `=name`."""
    named = {name for claim in course.claims.values() for form in claim.asked for name in _NAME.findall(form)}
    return {
        tuple(lexicon.stems(phrase)): f"<{name}>" if name in named else f"={name}"
        for section in course.sections
        for name, phrases in section.phrases.items()
        for phrase in phrases
    }


def _form(claim: Claim, text: str, run: Callable[[str], frozenset[Token]]) -> _Form:
    slots: list[tuple[frozenset[Token], ...]] = []
    beside: set[Token] = set()
    for part in _PART.finditer(text):
        runs = tuple(run(option) for option in _options(part))
        if part["may"] is not None:
            beside.update(*runs)
        elif all(runs):
            slots.append(runs)
    names = dict.fromkeys(t for slot in slots if len(slot) == 1 for t in slot[0] if t.startswith("<"))
    return _Form(claim, tuple(slots), frozenset(beside), tuple(names))


def _options(part: re.Match[str]) -> list[str]:
    return (part["one"] or part["may"] or part["word"] or "").split("|")


def _names_by_claim(forms: Iterable[_Form]) -> dict[str, set[Token]]:
    about: dict[str, set[Token]] = {}
    for form in forms:
        about.setdefault(form.claim.id, set()).update(t for t in form.tokens if t.startswith("<"))
    return about


def _alike(form: _Form, needed: Iterable[float], said: Mapping[Token, float]) -> float:
    """Harmonic mean of how much of the form is said, and how much of what is said is in the form."""
    filled, whole, used = 0.0, 0.0, set(form.beside)
    for slot, weight in zip(form.slots, needed, strict=True):
        whole += weight
        matching = [run for run in slot if run <= said.keys()]
        if matching:
            filled += weight
            used.update(*matching)
    if not filled:
        return 0.0
    recall = filled / whole
    precision = math.fsum(said[token] for token in said if token in used) / math.fsum(said.values())
    return 2 * recall * precision / (recall + precision) if precision else 0.0


def spelled_out(course: Course) -> Iterator[tuple[Claim, str]]:
    """Each form of each claim once, written out with the next one of its alternatives."""
    phrases = {name: group for section in course.sections for name, group in section.phrases.items()}
    for claim in course.claims.values():
        yield claim, claim.statement
        for n, form in enumerate(claim.asked):
            yield claim, _spelled_out(form, phrases, n)


def _spelled_out(form: str, phrases: dict[str, tuple[str, ...]], turn: int) -> str:
    words = []
    for at, part in enumerate(_PART.finditer(form)):
        options = _options(part)
        words.append(options[(turn + at) % len(options)])
    text = " ".join(words)
    return _NAME.sub(lambda name: phrases[name[1]][turn % len(phrases[name[1]])], text)
