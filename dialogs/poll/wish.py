"""How long a question is to be open for everybody, what it is to be about, or that it is to end."""

import re
from dataclasses import dataclass
from datetime import timedelta

USUAL = timedelta(minutes=10)
SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=24)

_ENDS = re.compile(r"\b(?:stop|end|close|finish|quit|off|over|cancel)\b", re.IGNORECASE)
_LASTS = re.compile(
    r"\b(?:for|in|within|lasting)?\s*(?P<count>\d{1,4}|an?|one|two|three|half an)\s*-?"
    r"(?P<unit>m|mins?|minutes?|h|hrs?|hours?|days?)\b",
    re.IGNORECASE,
)
_COUNTS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "half an": 0.5}
_AROUND = re.compile(
    r"\b(?:questions?|for|on|about|of|the|a|an|one|some|with|please|pls|now|again|here|today|another|open)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for; `about` is what is left of the words. `cut`: the time asked for was out of bounds."""

    ends: bool = False
    lasts: timedelta = USUAL
    about: str = ""
    cut: bool = False


def read(text: str) -> Wish:
    """What the words after the command ask for."""
    if _ENDS.search(text):
        return Wish(ends=True)
    found = _LASTS.search(text)
    asked = _length(found["count"], found["unit"]) if found else USUAL
    lasts = min(max(asked, SHORTEST), LONGEST)
    about = " ".join(_AROUND.sub(" ", _LASTS.sub(" ", text)).split())
    return Wish(lasts=lasts, about=about, cut=lasts != asked)


def _length(count: str, unit: str) -> timedelta:
    number = float(count) if count.isdecimal() else _COUNTS[" ".join(count.lower().split())]
    name = {"m": "minutes", "h": "hours", "d": "days"}[unit[0].lower()]
    return timedelta(**{name: number})
