"""What is shown of the daily quiz: what is set, the form that sets it, and the message of the day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from content.markup import literal
from content.model import Course
from dialogs.days import city, dated, is_late, local_day, next_due, standing, zone
from dialogs.learner import Daily, Learner
from dialogs.reply import Button, Buttons, Element, Facts, Field, Inputs, Text
from dialogs.review import due_count
from dialogs.turn import Action

NAME = "daily"
COUNTS = (1, 2, 3, 5, 8, 10)
PAUSES = (("Pause for a week", 7), ("For 2 weeks", 14), ("For a month", 30))

ON = Button("Turn daily on", Action(NAME, "on"), primary=True)
OFF = Button("Turn daily off", Action(NAME, "off"))
NOW = Button("Today's questions", Action(NAME, "now"), primary=True)
CHANGE = Button("Change", Action(NAME, "change"))
PAUSE = Button("Pause", Action(NAME, "pause"))
RESUME = Button("Resume", Action(NAME, "resume"), primary=True)
JOIN = Button("Join the daily quiz", Action(NAME, "join"), primary=True)


def state(course: Course, learner: Learner, daily: Daily, at: datetime) -> tuple[Element, ...]:
    """What is set, when the next quiz comes, and what can be changed."""
    today = local_day(learner, at)
    waiting = due_count(course, learner, at)
    facts = (
        ("When", f"{daily.at:%H:%M} {days(daily)}, {city(learner.zone)} time"),
        ("Questions a day", str(daily.count)),
        ("Next one", coming(learner, at)),
        *((("Quiet hours", hours(daily)),) if daily.quiet is not None else ()),
        ("Days in a row", str(standing(learner.streak, today, daily))),
        ("Reviews waiting", str(waiting) if waiting else "none, so new questions come"),
    )
    paused = daily.paused_until is not None and daily.paused_until > today
    return (Facts(facts), Buttons((NOW, CHANGE, RESUME if paused else PAUSE, OFF)))


def days(daily: Daily) -> str:
    """On which days it comes."""
    return "on weekdays" if daily.weekdays_only else "every day"


def hours(daily: Daily) -> str:
    """The quiet hours."""
    return "none" if daily.quiet is None else f"{daily.quiet[0]:%H:%M} to {daily.quiet[1]:%H:%M}"


def coming(learner: Learner, at: datetime) -> str:
    """When the next quiz comes, in the learner's own time."""
    due = next_due(learner, at)
    if due is None:
        return "once you have written to me directly"
    here = due.astimezone(zone(learner.zone))
    return f"{dated(here.date())} at {here:%H:%M}"


# The form


def form(learner: Learner, daily: Daily, place: str = "", fault: str = "") -> tuple[Element, ...]:
    """All that can be set, as it is now; with a `fault`, as it was sent, for there is no such `place`."""
    times = sorted({daily.at, *(time(hour) for hour in range(6, 23))})
    counts = sorted({daily.count, *COUNTS})
    fields = (
        Field("at", "At", tuple((f"{t:%H:%M}", f"{t:%H:%M}") for t in times), value=(f"{daily.at:%H:%M}",)),
        Field("days", "On", _DAYS, value=("weekdays" if daily.weekdays_only else "all",)),
        Field("count", "Questions a day", tuple((str(n), str(n)) for n in counts), value=(str(daily.count),)),
        Field("zone", "Your time zone or city", value=(place or learner.zone,), optional=True, error=fault),
    )
    typed = "A message does as well, such as *daily on 8:30 weekdays 3 questions* or *daily zone Paris*."
    return (Text("Your daily quiz", "title"), Inputs(Action(NAME, "set"), fields, "Save"), Text(typed, "note"))


_DAYS = (("weekdays", "Weekdays"), ("all", "Every day"))


def filled(daily: Daily, values: Mapping[str, Sequence[str]]) -> Daily:
    """The wish as a form has it; a field that says nothing we offered leaves it as it was."""
    first = {name: value[0] for name, value in values.items() if value}
    try:
        at = time.fromisoformat(first.get("at", "")).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        at = daily.at
    count = first.get("count", "")
    told = first.get("days", "")
    return replace(
        daily,
        at=at,
        weekdays_only=told == "weekdays" if told in dict(_DAYS) else daily.weekdays_only,
        count=int(count) if count in {*map(str, COUNTS), str(daily.count)} else daily.count,
    )


# The message of the day


def hello(learner: Learner, daily: Daily, day: date, at: datetime) -> Text:
    """Begins the message of a day, and says so when it comes late."""
    name = f", {literal(learner.name)}" if learner.name else ""
    late = (
        f" It comes later than {daily.at:%H:%M} today, which is my doing; the next one is on time again."
        if is_late(learner, day, at)
        else ""
    )
    number = "question" if daily.count == 1 else "questions"
    return Text(f"Hello{name}. Here is your daily quiz, {daily.count} {number} for today.{late}")


def ways_out() -> tuple[Element, ...]:
    """How these messages are paused and stopped; below every one of them."""
    note = Text("You get this because you asked for it. *daily pause* rests it, *daily off* ends it.", "note")
    return (note, Buttons((PAUSE, OFF)))
