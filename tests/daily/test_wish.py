"""What somebody wants of the daily quiz, in whatever words and order."""

from datetime import date, time

import pytest

from dialogs.daily.wish import Wish, read
from dialogs.daily.zones import find

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("on", Wish("on")),
        ("on 09:00 weekdays 5 questions", Wish("on", time(9), weekdays_only=True, count=5)),
        ("5 questions every day on at 9", Wish("on", time(9), weekdays_only=False, count=5)),
        ("on 7.45", Wish("on", time(7, 45))),
        ("9:30 pm on weekends too", Wish("on", time(21, 30), weekdays_only=False)),
        ("12 am", Wish("on", time(0))),
        ("at noon, three questions", Wish("on", time(12), count=3)),
        ("mon-fri 8am", Wish("on", time(8), weekdays_only=True)),
        ("on send me one question every day in the evening", Wish("on", time(18), weekdays_only=False, count=1)),
        ("turn it off", Wish("off", off=True)),
        ("unsubscribe", Wish("off")),
        ("pause", Wish("pause")),
        ("pause for 2 weeks", Wish("pause", until=date(2026, 12, 7))),
        ("pause for a month", Wish("pause", until=date(2026, 12, 23))),
        ("pause until 24 December", Wish("pause", until=date(2026, 12, 24))),
        ("pause till January 3rd", Wish("pause", until=date(2027, 1, 3))),
        ("pause until 2027-02-01", Wish("pause", until=date(2027, 2, 1))),
        ("pause until friday", Wish("pause", until=date(2026, 11, 27))),
        ("pause until next monday", Wish("pause", until=date(2026, 11, 30))),
        ("pause the daily quiz until tomorrow please", Wish("pause", until=date(2026, 11, 24))),
        ("resume", Wish("resume")),
        ("now", Wish("now")),
        ("zone Asia/Tokyo", Wish("zone", place="asia/tokyo")),
        ("time zone is New York", Wish("zone", place="new york")),
        ("on 9:00 zone Lisbon 2 questions", Wish("on", time(9), count=2, place="lisbon")),
        ("confidence on", Wish("confidence")),
        ("confidence off", Wish("confidence", off=True)),
        ("quiet 20:00-08:00", Wish("quiet", hours=(time(20), time(8)))),
        ("quiet off", Wish("quiet", off=True)),
        ("paus", Wish("pause")),
    ],
)
def test_words_in_any_order(text: str, wish: Wish) -> None:
    """Verb, hour, days and number are read from wherever they stand."""
    assert read(text, MONDAY) == wish


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("on 25:00", "25:00"),
        ("on 13 pm", "13 pm"),
        ("on 50 questions", "between 1 and 10"),
        ("pause until 31 February", "31 february"),
        ("pause until 2020-01-01", "2020-01-01"),
        ("bananas", "bananas"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, told: str) -> None:
    """A word that cannot be taken is named, with how to put it."""
    (fault,) = read(text, MONDAY).faults
    assert told in fault


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("tokyo", "Asia/Tokyo"),
        ("New York", "America/New_York"),
        ("buenos aires", "America/Buenos_Aires"),
        ("Munich", "Europe/Berlin"),
        ("utc", "UTC"),
        ("Bengaluru", "Asia/Kolkata"),
    ],
)
def test_zones_by_name(text: str, zone: str) -> None:
    """A zone is found by its key, its city, and large cities that have none of their own."""
    assert find(text) == (zone, ())


def test_near_misses_are_offered() -> None:
    """A name that is nearly right gets what it may mean; one that is like none gets nothing."""
    assert "Asia/Tokyo" in find("tokio")[1]
    assert "Europe/Lisbon" in find("lisbonn")[1]
    assert find("qqqqqq") == ("", ())
