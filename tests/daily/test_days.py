"""A learner's own days: when the quiz comes, what counts as missed, and the row of days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dialogs.days import (
    called,
    continued,
    last_call,
    local_day,
    missed,
    next_day,
    next_due,
    standing,
    zone,
)
from dialogs.learner import Daily, Learner, Streak
from dialogs.turn import Address

HOME = Address("test", "t", "ann", "ann")
MINUTE = timedelta(minutes=1)


def learner(zone_name: str, at: time = time(9), *, offered_on: date | None = None) -> Learner:
    """Somebody with a daily quiz."""
    daily = Daily(at, weekdays_only=False)
    return Learner("test", "t", "ann", zone=zone_name, home=HOME, daily=daily, offered_on=offered_on)


def quizzes(
    who: Learner, start: datetime, end: datetime, moves: dict[datetime, str] | None = None
) -> Iterator[datetime]:
    """When the quizzes between two times come, as a scheduler that looks every time one is due finds them."""
    moves = dict(moves or {})
    who = replace(who, offered_on=local_day(who, start))
    now = start
    while now < end:
        due = next_due(who)
        assert due is not None
        coming = min([due, *moves])
        now = max(now, coming)
        if coming in moves:
            who = replace(who, zone=moves.pop(coming))
            continue
        day = called(who, now)
        assert day is not None, (now, who.zone)
        who = replace(who, offered_on=day)
        if now < end:
            yield now.astimezone(zone(who.zone))


CHANGES = [
    ("America/New_York", date(2026, 3, 8), time(2, 30)),
    ("America/New_York", date(2026, 11, 1), time(1, 30)),
    ("Europe/London", date(2026, 3, 29), time(1, 15)),
    ("Europe/London", date(2026, 10, 25), time(1, 15)),
    ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10)),
    ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45)),
]


@pytest.mark.parametrize(("name", "day", "at"), CHANGES)
def test_a_change_of_the_clocks_makes_one_quiz(name: str, day: date, at: time) -> None:
    """The hour that is left out and the hour that comes twice each give one quiz on their day."""
    start = datetime.combine(day - timedelta(days=3), time(), UTC)
    came = [when.date() for when in quizzes(learner(name, at), start, start + timedelta(days=7))]
    assert came == sorted(set(came))
    assert {day - timedelta(days=1), day, day + timedelta(days=1)} <= set(came)


@pytest.mark.parametrize("name", ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Tokyo"])
@pytest.mark.parametrize("at", [time(0), time(1, 30), time(2, 30), time(9), time(23, 59)])
def test_one_quiz_a_local_day_for_years(name: str, at: time) -> None:
    """Over four years with a leap day there is one on each local day, at its hour but on the days of a change."""
    start = datetime(2027, 1, 1, 12, tzinfo=UTC)
    came = list(quizzes(learner(name, at), start, datetime(2030, 12, 31, tzinfo=UTC)))
    days = [when.date() for when in came]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert date(2028, 2, 29) in days
    off = [when for when in came if when.time() != at]
    assert len(off) <= 8


def test_a_flight_from_tokyo_to_new_york() -> None:
    """Whoever flies gets one quiz on each day of where they are, and none twice."""
    start = datetime(2026, 3, 1, tzinfo=UTC)
    there, back = datetime(2026, 3, 6, 3, tzinfo=UTC), datetime(2026, 3, 12, 23, tzinfo=UTC)
    moves = {there: "America/New_York", back: "Asia/Tokyo"}
    came = list(quizzes(learner("Asia/Tokyo"), start, start + timedelta(days=20), moves))
    days = [when.date() for when in came]
    assert days == sorted(set(days))
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]


def test_weekdays_and_pauses() -> None:
    """Weekends and pauses have none; the first day after is the next that is wanted."""
    daily = Daily(weekdays_only=True)
    friday = date(2026, 11, 27)
    assert next_day(daily, friday) == date(2026, 11, 30)
    resting = replace(daily, paused_from=friday, paused_until=date(2027, 1, 2))
    assert next_day(resting, friday) == date(2027, 1, 4)
    assert next_day(resting, date(2026, 11, 25)) == date(2026, 11, 26)


def test_a_missed_day_is_not_piled_onto_the_next() -> None:
    """After three days without the tutor, the quiz of the day it is comes, once, and none for the days before."""
    who = learner("Europe/Berlin", offered_on=date(2026, 11, 20))
    late = datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert called(who, late) == date(2026, 11, 24)
    before = datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert called(who, before) is None
    assert next_due(who, before) == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert called(replace(who, offered_on=date(2026, 11, 24)), late) is None


def test_quiet_hours_hold_back_what_is_late() -> None:
    """Late in the evening nothing is made up for; an hour inside the quiet ones that was chosen is kept."""
    who = learner("UTC", time(9))
    night = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
    assert called(who, night) is None
    assert next_due(who, night) == datetime(2026, 11, 25, 9, tzinfo=UTC)
    owl = learner("UTC", time(22))
    assert called(owl, datetime(2026, 11, 24, 22, 10, tzinfo=UTC)) == date(2026, 11, 24)
    assert called(owl, datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("at", "until"),
    [(time(9), datetime(2026, 11, 24, 21, tzinfo=UTC)), (time(22), datetime(2026, 11, 24, 23, tzinfo=UTC))],
)
def test_a_quiz_may_be_sent_until_its_day_is_over(at: time, until: datetime) -> None:
    """Tries to send it end with the day or with the quiet hours, an hour after a chosen quiet one."""
    assert last_call(learner("UTC", at), date(2026, 11, 24)) == until


def test_nobody_is_called_who_did_not_ask() -> None:
    """Without a wish, or without a place that a direct turn named, nothing is due."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    for who in (replace(learner("UTC"), daily=None), replace(learner("UTC"), home=None)):
        assert next_due(who) is None
        assert called(who, now) is None


def test_streak() -> None:
    """Days in a row add up, the same day counts once, a missed day uses up a freeze, and the best is kept."""
    streak = Streak()
    for day in (1, 1, 2, 3):
        streak = continued(streak, date(2026, 3, day))
    assert (streak.length, streak.freezes) == (3, 1)
    streak = continued(streak, date(2026, 3, 5))
    assert (streak.length, streak.freezes) == (4, 0)
    broken = continued(streak, date(2026, 3, 7))
    assert (broken.length, broken.best, broken.freezes) == (1, 4, 1)


def test_days_off_break_no_row() -> None:
    """Weekends of somebody with weekdays, and the days of a pause, are not missed."""
    daily = Daily(weekdays_only=True, paused_from=date(2026, 12, 1), paused_until=date(2026, 12, 15))
    friday, monday = date(2026, 11, 27), date(2026, 11, 30)
    assert missed(daily, friday, monday) == 0
    assert missed(daily, monday, date(2026, 12, 15)) == 0
    assert missed(None, friday, monday) == 2
    assert continued(Streak(3, 3, friday, 0), monday, daily).length == 4


def test_freezes_are_earned() -> None:
    """Seven days in a row earn a freeze, and two are kept at most."""
    streak, day = Streak(), date(2026, 3, 1)
    kept = []
    for n in range(21):
        streak = continued(streak, day + timedelta(days=n))
        kept.append(streak.freezes)
    assert (kept[5], kept[6], kept[20]) == (1, 2, 2)


def test_a_row_stands_while_freezes_last() -> None:
    """A row is shown as long as one more answer would keep it."""
    streak = Streak(5, 5, date(2026, 3, 1), 1)
    assert [standing(streak, date(2026, 3, day)) for day in (1, 2, 3, 4)] == [5, 5, 5, 0]
    assert standing(Streak(), date(2026, 3, 1)) == 0
