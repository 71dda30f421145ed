"""A learner's own days: when the daily quiz comes next, which days were missed, and the streak of them.

Local time is by `zoneinfo`. An hour that a change of the clocks leaves out is taken an hour later, and one that comes
twice is taken the first time (PEP 495, `fold=0`): either way a day has one.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dialogs.learner import Daily, Learner, Streak

EARN_EVERY = 7
"""Days in a row that earn a freeze."""

MOST_FREEZES = 2
PATIENCE = timedelta(hours=1)
"""How long after its hour a quiz is not yet late, and is sent even in quiet hours."""

_DAY = timedelta(days=1)
_LONG_AGO = date(1970, 1, 1)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of this name; UTC where it is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Whether a zone has this name; Windows has names of its own, and a browser that knows none may make one up."""
    return zone(name).key == name


def city(name: str) -> str:
    """A zone's name as people say it: `America/New_York` is New York, `Etc/UTC` UTC."""
    return name.rpartition("/")[2].replace("_", " ")


def dated(day: date) -> str:
    """A day in words: `Wednesday 9 December`."""
    return f"{day:%A} {day.day} {day:%B}"


def local_day(learner: Learner, at: datetime) -> date:
    """The learner's own day."""
    return at.astimezone(zone(learner.zone)).date()


def moment(learner: Learner, day: date, at: time) -> datetime:
    """When it is `at` on the learner's `day`, in UTC."""
    return datetime.combine(day, at, zone(learner.zone)).astimezone(UTC)


# When it comes


def comes_on(daily: Daily, day: date) -> bool:
    """Whether the quiz is wanted on this day."""
    return not (daily.weekdays_only and day.weekday() >= 5) and not _paused(daily, day)


def _paused(daily: Daily, day: date) -> bool:
    return daily.paused_until is not None and (daily.paused_from or _LONG_AGO) <= day < daily.paused_until


def next_day(daily: Daily, after: date) -> date:
    """The first day after this one on which the quiz is wanted."""
    day = after + _DAY
    while not comes_on(daily, day):
        day = daily.paused_until if daily.paused_until is not None and _paused(daily, day) else day + _DAY
    return day


def next_due(learner: Learner, passed: datetime | None = None) -> datetime | None:
    """When the next quiz is due; `None` for those who want none or have no place for it.

    With `passed`, what was due up to then is let go of.
    """
    if learner.daily is None or learner.home is None:
        return None
    after = learner.offered_on or _LONG_AGO
    if passed is not None:
        today = local_day(learner, passed)
        over = moment(learner, today, learner.daily.at) <= passed
        after = max(after, today if over else today - _DAY)
    return moment(learner, next_day(learner.daily, after), learner.daily.at)


def called(learner: Learner, at: datetime) -> date | None:
    """The day whose quiz is to be sent now; `None` when that is none.

    A day that went by is not made up for, so a quiz comes late on its own day only, and not in quiet hours.
    """
    daily = learner.daily
    if daily is None or learner.home is None:
        return None
    today = local_day(learner, at)
    for day in (today - _DAY, today):
        since = at - moment(learner, day, daily.at)
        if timedelta() <= since and comes_on(daily, day) and (learner.offered_on or _LONG_AGO) < day:
            on_time = since <= PATIENCE
            if on_time or (day == today and not in_quiet_hours(learner, at)):
                return day
    return None


def is_late(learner: Learner, day: date, at: datetime) -> bool:
    """Whether the quiz of this day comes so late that something has to be said."""
    return learner.daily is not None and at - moment(learner, day, learner.daily.at) > PATIENCE


def in_quiet_hours(learner: Learner, at: datetime) -> bool:
    """Whether the learner does not want to hear from us now."""
    return _quiet(learner.daily, at.astimezone(zone(learner.zone)).time())


def _quiet(daily: Daily | None, now: time) -> bool:
    if daily is None or daily.quiet is None:
        return False
    start, end = daily.quiet
    return start <= now < end if start <= end else now >= start or now < end


def last_call(learner: Learner, day: date) -> datetime:
    """Until when the quiz of this day may still be sent: its day's end, or the quiet hours."""
    daily = learner.daily or Daily()
    due = moment(learner, day, daily.at)
    if _quiet(daily, daily.at):
        return due + PATIENCE
    ends = [moment(learner, day + _DAY, time())]
    if daily.quiet is not None:
        ends += [end for near in (day, day + _DAY) if (end := moment(learner, near, daily.quiet[0])) > due]
    return max(min(ends), due + PATIENCE)


# Days in a row


def missed(daily: Daily | None, last: date, day: date) -> int:
    """Days between these two on which a quiz was wanted; without a wish every day counts."""
    days = ((last + timedelta(days=n)) for n in range(1, min((day - last).days, 60)))
    return sum(daily is None or comes_on(daily, between) for between in days)


def continued(streak: Streak, day: date, daily: Daily | None = None) -> Streak:
    """The streak after an answer on this day: a missed day uses up a freeze before it breaks."""
    if streak.last is not None and day <= streak.last:
        return streak
    gap = missed(daily, streak.last, day) if streak.last is not None else 0
    if gap > streak.freezes:
        return Streak(1, max(1, streak.best), day)
    length, freezes = streak.length + 1, streak.freezes - gap
    if length % EARN_EVERY == 0:
        freezes = min(MOST_FREEZES, freezes + 1)
    return Streak(length, max(length, streak.best), day, freezes)


def standing(streak: Streak, day: date, daily: Daily | None = None) -> int:
    """How many days in a row still stand on this day, before it has an answer."""
    if streak.last is None or missed(daily, streak.last, day) > streak.freezes:
        return 0
    return streak.length
