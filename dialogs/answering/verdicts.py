"""The yes or no that a question wants, and the claim of the course that gives the reason.

Two readers look at it, and neither knows of the other: one finds the claim that is asked for, which holds or does not,
and one has learned from whole questions what their right answer begins with. What they hold likely is multiplied.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.model import Claim
from content.search import POLARITY_OF, TURNED, Holds, Index, Polarity, polar
from content.search import Found as FoundClaim

SURE_FROM = 0.6
"""How sure it has to be that a claim holds, or does not, for it to be the one asked for."""

SURER_FROM = 0.85
"""The same where words of the question do not speak for the claim, or where its parts speak for another."""

EXPLAINED_FROM = 0.8
"""How much of what a question says has to speak for a claim, for all of it to count as explained."""

DISPUTED_FROM = 0.65
"""How sure the wording has to be to stand against the parts."""

LIKELY_FROM = 0.25
"""How likely the claim itself has to be for that."""

APART_TO = 0.9
"""How likely it may be at most that a question asks for no claim."""

CERTAIN_FROM = 0.8
"""How sure and how likely a claim has to be to count for a question that may be outside."""

DOUBTED_FROM = 0.1
"""How likely inside such a question has to be."""

CLAIMED_FROM = 0.3
"""How likely inside any other question that asks for a claim has to be."""

SAID_FROM = 0.87
"""How likely a verdict has to be to be said."""

REASON_FROM = 0.2
"""How likely the nearest claim has to be to give the reason of a verdict, where none is surely asked for."""

NEAREST_FROM = 0.4
"""The same where no verdict is sure, and it is all that is said."""

_CLAIMS, _WHOLE = 1.0, 1.25
"""How much each reader counts, as powers of what it holds likely."""

_AGREED, _WORDED, _NAMED = 10.0, 10.0, 1.5
"""How much more likely what holds of the claim asked for is: one that wording and parts agree on, or one of the two."""

_UNHEARD = 0.02
"""What no reader rules out."""

_SAID: Mapping[Polarity, str] = {"confirmed": "**Yes.**", "denied": "**No.**", "depends": "**It depends.**"}
_TO_A_DENIAL = {**_SAID, "confirmed": "**Yes, that is right.**", "denied": "**No, that is not so.**"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a right answer begins with. `negated`: the question denies something; `claim`: what it asks for."""

    polarity: Polarity
    negated: bool
    claim: Claim | None

    @property
    def said(self) -> str:
        """The words for it; to a denial they say whether it is right."""
        return (_TO_A_DENIAL if self.negated else _SAID)[self.polarity]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The claim that a question asks for. `weight`: how much more likely that makes what holds of it."""

    claim: Claim
    weight: float


@dataclass(frozen=True, slots=True)
class _Judged:
    """How likely each polarity is, and the claims that may give the reason, the one asked for first."""

    shares: Mapping[Polarity, float]
    claims: Sequence[tuple[Claim, Polarity]]
    negated: bool


def verdict(index: Index, text: str, inside: float) -> Verdict | None:
    """The verdict on a question; nothing where it wants none, or where none is sure.

    `inside`: how likely the course speaks of what the question asks, 0 to 1.
    """
    judged = _judged(index, text, inside)
    if judged is None:
        return None
    likeliest = max(judged.shares, key=lambda name: judged.shares[name])
    if judged.shares[likeliest] < SAID_FROM:
        return None
    reason = next((claim for claim, name in judged.claims if name == likeliest), None)
    return Verdict(likeliest, judged.negated, reason)


def likely(index: Index, text: str, inside: float) -> Mapping[Polarity, float]:
    """How likely each verdict on a question is, 0 to 1, by both readers; nothing where it wants none."""
    judged = _judged(index, text, inside)
    return judged.shares if judged else {}


def _judged(index: Index, text: str, inside: float) -> _Judged | None:
    """What both readers hold of every way to read a question; nothing where it wants no yes and no no."""
    read = tuple((one, index.claim(one.sentence)) for one in polar.readings(text))
    if not read:
        return None
    odds = _by_the_whole(index, [one for one, _ in read])
    claims: list[tuple[Claim, Polarity]] = []
    for one, found in read:
        if found is None:
            continue
        asked = _asked_for(found, inside)
        for holds, share in found.held.items():
            surely = asked.weight if asked is not None and asked.claim.holds == holds else 1.0
            odds[_polarity(holds, one)] *= ((share + _UNHEARD) ** _CLAIMS * surely) ** (1 / len(read))
        if asked is not None:
            claims.insert(0, (asked.claim, _polarity(asked.claim.holds, one)))
        elif found.share >= REASON_FROM and inside >= CLAIMED_FROM:
            claims.append((found.claim, _polarity(found.claim.holds, one)))
    whole = math.fsum(odds.values())
    return _Judged({name: one / whole for name, one in odds.items()}, claims, read[0][0].negated)


def nearest(index: Index, text: str) -> Claim | None:
    """The claim that stands out as near to what a yes-or-no question asks, though no yes and no no is sure.

    It is one that holds: what is said of another only makes sense after a no.
    """
    found = [index.claim(one.sentence) for one in polar.readings(text)]
    likeliest = max((one for one in found if one is not None), key=lambda one: one.share, default=None)
    if likeliest is None or likeliest.share < NEAREST_FROM or likeliest.claim.holds is not True:
        return None
    return likeliest.claim


def _by_the_whole(index: Index, read: Sequence[polar.YesNo]) -> dict[Polarity, float]:
    """The odds of each polarity by what is asked, turned round where that is denied."""
    odds: dict[Polarity, float] = dict.fromkeys(TURNED, 1.0)
    for one in read:
        for asked, share in index.polarities(one.sentence).items():
            odds[TURNED[asked] if one.negated else asked] *= (share + _UNHEARD) ** (_WHOLE / len(read))
    return odds


def _polarity(holds: Holds, read: polar.YesNo) -> Polarity:
    """That of a sentence that states a claim, or that denies it."""
    return POLARITY_OF[holds if holds == "depends" else holds != read.negated]


def _asked_for(found: FoundClaim, inside: float) -> _Asked | None:
    """The claim that a question asks for: by its wording, by its parts, or by both together.

    The two are independent; where they agree each needs less, and where they do not the surer one has to be much surer.
    """
    certain = min(found.sure, found.share, 1 - found.apart) >= CERTAIN_FROM
    if inside < (DOUBTED_FROM if certain else CLAIMED_FROM):
        return None
    worded = found.sure >= (SURE_FROM if found.explained >= EXPLAINED_FROM else SURER_FROM)
    worded = worded and found.share >= LIKELY_FROM and found.apart <= APART_TO and not found.turned
    if found.parts is None:
        return _Asked(found.claim, _WORDED) if worded else None
    if found.parts.holds == found.claim.holds:
        agreed = found.sure >= SURE_FROM
        return _Asked(found.claim if worded else found.parts, _AGREED if agreed else _NAMED)
    if found.sure < DISPUTED_FROM:
        return _Asked(found.parts, _NAMED)
    return _Asked(found.claim, _WORDED) if worded and found.sure >= SURER_FROM else None
