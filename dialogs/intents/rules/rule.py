"""What a rule is."""

import re
from dataclasses import dataclass
from typing import Literal

When = Literal["always", "open", "closed"]
"""Whether a rule needs an open question, or needs that there is none."""


@dataclass(frozen=True, slots=True)
class Form:
    """A line of this form has this intent."""

    intent: str
    pattern: re.Pattern[str]
    when: When = "always"


@dataclass(frozen=True, slots=True)
class Bag:
    """A line of these words alone, at least one of them a key, has this intent."""

    intent: str
    keys: frozenset[str]
    companions: frozenset[str]


def form(intent: str, pattern: str, when: When = "always") -> Form:
    """A form whose pattern is spread out: a blank in it is escaped."""
    return Form(intent, re.compile(pattern, re.VERBOSE), when)
