"""What somebody wants of the daily quiz, read from words in any order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches

from content.markup import literal
from dialogs.daily import dates

MOST = 10
"""Questions a day."""

_VERBS: Mapping[str, str] = {
    word: verb
    for verb, words in {
        "on": "on start join subscribe set enable begin want",
        "off": "off stop leave unsubscribe cancel end disable quit",
        "pause": "pause snooze suspend hold break holiday vacation skip",
        "resume": "resume unpause continue back",
        "now": "now go today quiz",
        "change": "change edit settings options form",
        "zone": "zone timezone",
        "confidence": "confidence sure sureness certainty",
        "quiet": "quiet silence",
        "invite": "invite invitation",
    }.items()
    for word in words.split()
}
_CLOCK = re.compile(r"(?<![\d.:])(\d{1,2})[:.h](\d{2})\s*(am|pm)?(?![\d.:])")
_HOUR = re.compile(r"\b(\d{1,2})\s*(am|pm)\b")
_AT = re.compile(r"\bat (\d{1,2})(?:\s*(?:o'?clock|h))?\b(?!\s*questions?)")
_PARTS = {"noon": 12, "midday": 12, "lunch": 12, "lunchtime": 12, "afternoon": 15, "evening": 18, "evenings": 18}
_COUNT = re.compile(r"\b(\d{1,3}|an?|one|two|three|four|five|six) (?:\w+ )?questions?\b")
_COUNTS = {
    word: n for n, words in enumerate("a|an|one two three four five six".split(), 1) for word in words.split("|")
}
_WEEKDAYS = re.compile(r"\b(?:(?:week|work(?:ing)?)[ -]?days?|mon(?:day)?\s*(?:-|to|through)\s*fri(?:day)?)\b")
_EVERY_DAY = re.compile(
    r"\b(?:every ?day|each day|all days|all week|(?:7|seven) days|(?:with|and|on|also|incl\w*) weekends?"
    r"|weekends? too)\b"
)
_ZONE = re.compile(r"\b(?:time ?)?zone\b(?: (?:is|to|of|in)\b)?[: ]*(?P<place>[a-z/_+\-' ]*)")


@dataclass(frozen=True, slots=True)
class Wish:
    """A verb, and what was told beside it; `faults` says what could not be read, and how to put it."""

    verb: str = ""
    at: time | None = None
    weekdays_only: bool | None = None
    count: int | None = None
    until: date | None = None
    place: str = ""
    off: bool = False
    hours: tuple[time, time] | None = None
    faults: tuple[str, ...] = ()


def read(text: str, today: date) -> Wish:
    """The wish that the words after `daily` tell; `today` is the learner's."""
    text = " ".join(text.lower().replace("’", "'").split())
    faults: list[str] = []
    verb = _verb(text)
    if verb == "quiet":
        hours = [found for match in _CLOCK.finditer(text) if (found := _time(match[1], match[2], match[3])) is not None]
        return Wish(verb, off=" off" in text or "no " in text, hours=(hours[0], hours[1]) if len(hours) == 2 else None)
    until = _until(text, today, faults) if verb == "pause" else None
    place = match["place"].strip() if (match := _ZONE.search(text)) is not None else ""
    told = text if verb != "pause" else ""
    at, count = _at(told, faults), _count(told, faults)
    weekdays = True if _WEEKDAYS.search(told) else False if _EVERY_DAY.search(told) else None
    if verb in {"", "zone"} and (at, count, weekdays) != (None, None, None):
        verb = "on"
    if not verb and (at, count, weekdays) == (None, None, None) and text and not faults:
        faults.append(f"I do not know what “{literal(text[:40])}” means for the daily quiz.")
    place = re.split(r"\b(?:on|at|with|every|each|week\w*|and|for)\b|\d", place)[0].strip() if place else ""
    return Wish(verb, at, weekdays, count, until, place, re.search(r"\boff\b", text) is not None, faults=tuple(faults))


def _verb(text: str) -> str:
    words = re.findall(r"[a-z]+", text)
    if not words:
        return ""
    known = [_VERBS[word] for word in words if word in _VERBS]
    if words[0] in _VERBS:
        return _VERBS[words[0]]
    for verb in ("pause", "resume", "off", "zone", "quiet", "confidence"):
        if verb in known:
            return verb
    if known := [verb for verb in known if verb != "now"]:
        return known[0]
    near = get_close_matches(words[0], _VERBS, n=1, cutoff=0.8)
    return _VERBS[near[0]] if near and len(words[0]) > 3 else ""


def _at(text: str, faults: list[str]) -> time | None:
    if (match := _CLOCK.search(text)) is not None:
        hour, minute, half = match.groups()
    elif (match := _HOUR.search(text)) is not None:
        hour, minute, half = match[1], "0", match[2]
    elif (match := _AT.search(text)) is not None:
        hour, minute, half = match[1], "0", None
    else:
        named = [hour for word, hour in _PARTS.items() if re.search(rf"\b{word}\b", text)]
        return time(named[0]) if named else None
    found = _time(hour, minute, half)
    if found is None:
        faults.append(f"“{match[0].strip()}” is no time of day. Put it like *09:00* or *9 am*.")
    return found


def _time(hour: str, minute: str, half: str | None) -> time | None:
    number = int(hour)
    if half is not None:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + 12 * (half == "pm")
    return time(number, int(minute)) if number < 24 and int(minute) < 60 else None


def _count(text: str, faults: list[str]) -> int | None:
    if (match := _COUNT.search(text)) is None:
        return None
    count = int(match[1]) if match[1].isdecimal() else _COUNTS[match[1]]
    if not 1 <= count <= MOST:
        faults.append(f"I ask between 1 and {MOST} questions a day.")
        return max(1, min(MOST, count))
    return count


def _until(text: str, today: date, faults: list[str]) -> date | None:
    if (found := dates.span(text, today)) is not None:
        return found
    said = dates.until(text)
    if not said:
        return None
    if (found := dates.coming(said, today)) is None:
        faults.append(
            f"I cannot read “{literal(said[:30])}” as a coming day. Put it like *24 December* or *2026-12-24*."
        )
    return found
