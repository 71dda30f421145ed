"""Which claim of a course a yes-or-no question asks about. Strict, since a wrong yes is worse than none."""

import math
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass

from content.model import Claim, Course
from content.search.forms import Form, Reader, Slot, Token, is_name
from content.search.words import Lexicon

ALIKE_FROM = 0.35
"""How alike question and form must be, 0 to 1, for a claim to be worth a thought."""

TOLD_FROM = 0.5
"""The share of a form's words, its names aside, that a question has to say."""

_STRANGE = 4.0
"""The weight of a token that no form has."""

_DECISIVE = frozenset(
    "fast faster quick quicker slow slower cheap cheaper expensive dearer better superior worse stronger weaker"
    " stop end remove reduce lower increase raise fewer less narrower narrow broader broad before later never not"
    " no without impossible exclude unchanged untouched alone different wrong useless incapable unable pointless"
    " unnecessary smaller bigger harder easier safer riskier".split()
)
"""Words that turn a claim into another: question and form must agree in them."""

_UNIVERSAL = frozenset({"always", "every", "all"})
"""Words that may turn what holds into what does not."""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim, and how alike its nearest form and the question are."""

    claim: Claim
    alike: float


@dataclass(frozen=True, slots=True)
class _Place:
    """A slot, and how much it weighs. `names`: it only names what the claim is about."""

    slot: Slot
    weight: float
    names: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """A form made ready. The question must say the names in `needed`, may say those in `allowed`, and turns as it."""

    form: Form
    places: tuple[_Place, ...]
    needed: frozenset[Token]
    allowed: frozenset[Token]
    turning: frozenset[Token]
    turns: tuple[Slot, ...]


class Claims:
    """The claims of a course, to be found by questions."""

    def __init__(self, course: Course, lexicon: Lexicon) -> None:
        self._reader = Reader(course, lexicon)
        self._decisive = self._reader.standing_for(_DECISIVE)
        self._universal = self._reader.standing_for(_UNIVERSAL)
        forms = [
            self._reader.form(claim, text)
            for claim in course.claims.values()
            for text in (claim.statement, *claim.asked)
        ]
        held = Counter(token for form in forms for token in form.tokens)
        self._weights = {token: math.log(1 + len(forms) / count) for token, count in held.items()}
        self._places: dict[Slot, _Place] = {}
        self._shared: dict[frozenset[Token], frozenset[Token]] = {}
        about: dict[str, set[Token]] = {}
        for form in forms:
            about.setdefault(form.claim.id, set()).update(form.names)
        self._entries = [self._entry(form, frozenset(about[form.claim.id])) for form in forms]

    def find(self, text: str) -> Found | None:
        """The claim that a question asks about, when one is near enough."""
        tokens = self._reader.tokens(text)
        names = tuple(dict.fromkeys(filter(is_name, tokens)))
        said = {token: self._weights.get(token, _STRANGE) for token in tokens}
        best, nearest = 0.0, None
        for entry in self._entries:
            if entry.needed.issubset(names) and entry.allowed.issuperset(names) and self._fits(entry, said, names):
                alike = _alike(entry, said)
                if alike > best:
                    best, nearest = alike, entry.form.claim
        return Found(nearest, round(best, 4)) if nearest and best >= ALIKE_FROM else None

    def _fits(self, entry: _Entry, said: Mapping[Token, float], names: tuple[Token, ...]) -> bool:
        """Whether form and question name things in the same order, and turn the same way."""
        if len(names) > 1:
            order = entry.form.names
            if [name for name in names if name in order] != [name for name in order if name in names]:
                return False
        turning = self._decisive | self._universal if entry.form.claim.holds is True else self._decisive
        if not (said.keys() & turning) <= entry.turning:
            return False
        return all(_filled(slot, said.keys()) for slot in entry.turns)

    def _place(self, slot: Slot) -> _Place:
        """The place of a slot; forms have most of theirs in common."""
        if slot not in self._places:
            weight = min(max(self._weights[token] for token in run) for run in slot)
            self._places[slot] = _Place(slot, weight, _only_names(slot))
        return self._places[slot]

    def _entry(self, form: Form, about: frozenset[Token]) -> _Entry:
        turning = self._decisive | self._universal
        places = tuple(map(self._place, form.slots))
        needed = frozenset(token for place in places if place.names for token in place.slot[0])
        turned = form.tokens & turning
        return _Entry(
            form,
            places,
            needed=self._shared.setdefault(needed, needed),
            allowed=about,
            turning=self._shared.setdefault(turned, turned),
            turns=tuple(slot for slot in form.slots if all(run & turning for run in slot)),
        )


def _alike(entry: _Entry, said: Mapping[Token, float]) -> float:
    """Harmonic mean of how much of the form is said, and how much of what is said is in the form.

    Nothing, when the form says more than names and too little of that is said.
    """
    whole = filled = told = tell = 0.0
    used = set(entry.form.beside)
    for place in entry.places:
        matching = [run for run in place.slot if run <= said.keys()]
        used.update(*matching)
        gained = place.weight if matching else 0.0
        whole += place.weight
        filled += gained
        if not place.names:
            tell += place.weight
            told += gained
    if not filled or told < TOLD_FROM * tell:
        return 0.0
    recall = filled / whole
    precision = math.fsum(said[token] for token in said if token in used) / math.fsum(said.values())
    return 2 * recall * precision / (recall + precision) if precision else 0.0


def _filled(slot: Slot, said: Set[Token]) -> bool:
    return any(run <= said for run in slot)


def _only_names(slot: Slot) -> bool:
    return len(slot) == 1 and all(map(is_name, slot[0]))
