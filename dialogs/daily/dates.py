"""Dates and spans as people type them."""

import re
from datetime import date, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = "january february march april may june july august september october november december".split()
_NUMBERS = {
    word: n for n, words in enumerate("a|an|one two three four five six".split(), 1) for word in words.split("|")
}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(rf"{_DAY}(?: of)? {_MONTH}{_YEAR}"),
    re.compile(rf"{_MONTH} {_DAY}{_YEAR}"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?"),
)
_SPAN = re.compile(r"\bfor (?:the next )?(?P<n>\d{1,3}|an?|one|two|three|four|five|six) (?P<unit>day|week|month)s?\b")
_UNTIL = re.compile(r"\b(?:until|till|til|through|before|to)\b(?: the)?\s*(?P<date>.*)")
LONGEST = timedelta(days=366)


def span(text: str, today: date) -> date | None:
    """The day after "for 2 weeks" from today on; `None` where no span is told."""
    if (match := _SPAN.search(text)) is None:
        return None
    count = int(match["n"]) if match["n"].isdecimal() else _NUMBERS[match["n"]]
    days = {"day": 1, "week": 7, "month": 30}[match["unit"]]
    return today + min(timedelta(days=count * days), LONGEST)


def until(text: str) -> str | None:
    """The words after "until"; `None` where there is no such word."""
    match = _UNTIL.search(text)
    return re.sub(r"\s*\b(?:please|thanks|thank you)\b.*", "", match["date"]).strip(" .!") if match else None


def coming(text: str, today: date) -> date | None:
    """The day that is named, the next of its name from tomorrow on; `None` where it is none, or is past."""
    near = {"tomorrow": 1, "next week": 7 - today.weekday(), "next month": 30}
    if text in near:
        return today + timedelta(days=near[text])
    name = text.removeprefix("next ").removeprefix("on ")
    if len(name) >= 3 and (found := [n for n, day in enumerate(DAYS) if day.startswith(name)]):
        return today + timedelta(days=(found[0] - today.weekday() - 1) % 7 + 1)
    for form in _FORMS:
        if (match := form.match(text)) is not None:
            return _dated(match, today)
    return None


def _dated(match: re.Match[str], today: date) -> date | None:
    month = match["month"]
    number = int(month) if month.isdecimal() else [m[:3] for m in _MONTHS].index(month) + 1
    years = [int(match["year"])] if match["year"] else [today.year, today.year + 1]
    for year in years:
        try:
            day = date(year, number, int(match["day"]))
        except ValueError:
            continue
        if timedelta() < day - today <= LONGEST:
            return day
    return None
