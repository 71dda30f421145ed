"""What a course holds of what a yes-or-no question asks."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from content.model import Claim

TURNING = frozenset(
    "no not never nothing none without only hardly impossible unable incapable useless wrong unnecessary superfluous"
    " pointless drop ignore neglect half instead unlike forbidden less fewer least rather mistake overkill".split()
)
"""Words that may turn a claim into its opposite."""

ALWAYS = frozenset("always every all everything".split())
"""Words that ask whether something is so in every case."""

Holds = Literal[True, False, "depends"]

Polarity = Literal["confirmed", "denied", "depends"]
"""What a right answer to a yes-or-no question begins with."""

POLARITY_OF: Mapping[Holds, Polarity] = {True: "confirmed", False: "denied", "depends": "depends"}
"""That of a question which asks whether a claim holds."""

TURNED: Mapping[Polarity, Polarity] = {"confirmed": "denied", "denied": "confirmed", "depends": "depends"}
"""That of a sentence which denies what one of this polarity states."""


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest claim of those that hold as most of the likely ones do.

    `share`: how likely this claim is among all; `sure`: how likely it holds as this one does, among the likely ones;
    `apart`: how likely no claim is asked for. All from 0 to 1. `turned`: a word of the question that turns a claim into
    its opposite, and that nobody uses to ask for this one.
    `held`: how likely what is asked for holds, does not, or depends.
    `explained`: how much of what the question says speaks for the claim. `parts`: the claim that it names the parts of.
    """

    claim: Claim
    share: float
    sure: float
    apart: float
    held: Mapping[Holds, float]
    turned: str = ""
    explained: float = 0.0
    parts: Claim | None = None


def found(claims: Iterable[Claim], shares: Mapping[str, float]) -> Found | None:
    """What is held, from how likely each claim is; nothing when a course has no claims."""
    sums: dict[Holds, float] = {}
    nearest: dict[Holds, Claim] = {}
    for claim in claims:
        sums[claim.holds] = sums.get(claim.holds, 0.0) + shares[claim.id]
        if claim.holds not in nearest or shares[claim.id] > shares[nearest[claim.holds].id]:
            nearest[claim.holds] = claim
    if not sums:
        return None
    holds = max(sums, key=lambda one: sums[one])
    claim, whole = nearest[holds], math.fsum(sums.values())
    held = {one: total / whole for one, total in sums.items()}
    return Found(claim, round(shares[claim.id] / whole, 4), round(sums[holds] / whole, 4), round(1.0 - whole, 4), held)
