"""How a clause speaks of a technique: for it, against it, or neither."""

import re
from collections.abc import Sequence
from typing import Literal

Stance = Literal["affirmed", "rejected", "unable", "not only", "not alone", "without", "aside"]
"""affirmed: it is to be used. rejected: it is not to be used. unable: it does not do something. not only: it does
something, and there is more. not alone: it is not enough. without: what happens in its absence. aside: nothing is
said for it or against it.
"""

NEGATIONS = frozenset(
    "not no never without nor neither nothing none fail fails failed failing skip avoid drop forget omit unable "
    "unnecessary useless pointless hardly nicht kein keine pas".split()
)
_DISMISSED = re.compile(
    r"(?<!\S)(?:not|no|never|neither|nor|skip|avoid|drop|forget|omit|unnecessary|useless|pointless|nicht|kein|keine|pas"
    r"|(?:instead|place) of|rather than|than|over|versus|vs)(?!\S)"
)
_NOT_NEEDED = re.compile(
    r"(?<!\S)(?:need\w*|necessary|requir\w+|worth|an option|the (?:answer|way|right)|right|suit\w*"
    r"|fit\w*|use|good|help\w*|work"
    r"|do|here|at all)(?!\S)"
)
_ANYTHING_BUT = re.compile(r"(?<!\S)(?:anything|everything|all) (?:but|except)(?!\S)")
_NOT_ONLY = re.compile(r"(?<!\S)not (?:only|just|merely|simply)(?!\S)")
_ALONE = re.compile(r"(?<!\S)(?:alone|only|just|solely|itself|own|enough|suffice\w*|sufficient|isolation)(?!\S)")
_LEAVES_OPEN = re.compile(
    r"(?<!\S)lea(?:ve|ves|ving) (?:\w+ ){1,4}"
    r"(?:weak|poor|open|unmet|unsolved|out|behind|as (?:it|they) (?:is|was|are))(?!\S)"
)
_DRAWBACK = re.compile(
    r"(?<!\S)(?:too \w+|expensive|costly|slow\w*|overkill|a waste|risky|pric[e]?y|pointless|useless"
    r"|wrong|unnecessary)(?!\S)"
)


def stance(left: Sequence[str], right: Sequence[str], *, wanted: bool) -> Stance:
    """What the words before and after a technique say of it; `wanted`: its clause names a need."""
    before, after = " ".join(left), " ".join(right)
    if _ANYTHING_BUT.search(before):
        return "rejected"
    before = before.rpartition(" but ")[2]
    if "without" in before.split():
        return "affirmed" if _DISMISSED.search(before) else "without"
    if _NOT_ONLY.search(before):
        return "not only"
    if _DISMISSED.search(before):
        return "not alone" if _ALONE.search(before) or _ALONE.match(after) else "unable" if wanted else "rejected"
    if _LEAVES_OPEN.search(after):
        return "not alone" if _ALONE.search(before) or _ALONE.match(after) else "unable"
    if not NEGATIONS.isdisjoint(right):
        if _ALONE.search(before) or _ALONE.search(after):
            return "not alone"
        denied = re.split(r"(?<!\S)(?:not|no|never|nothing)(?!\S)", after, maxsplit=1)[-1]
        dismissed = not wanted and (not denied.strip() or _NOT_NEEDED.search(denied) is not None)
        return "rejected" if dismissed else "unable"
    if _DRAWBACK.search(after) and not wanted:
        return "aside"
    return "affirmed"
