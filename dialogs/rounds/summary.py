"""What is said when a round has ended."""

from datetime import date, datetime

from content.model import Course
from dialogs.days import local_day, moment, next_day, standing
from dialogs.learner import Daily, Learner
from dialogs.reply import Button, Buttons, Element, Progress, Text
from dialogs.review import pick
from dialogs.rounds.round import DIALOG, Round
from dialogs.turn import Action


def summary(course: Course, round_: Round, learner: Learner, at: datetime) -> tuple[Element, ...]:
    """The score of a round that has ended, what to look at again, and what may come next."""
    answered = len(round_.scores)
    if round_.day is not None:
        told = _of_the_day(course, round_, learner, at)
    elif not answered:
        again = Buttons((Button("Start a quiz", Action(DIALOG, "start"), primary=True),))
        return (Text("Stopped. Nothing was answered, so nothing was counted."), again)
    else:
        right = sum(score == 1.0 for _, score in round_.scores)
        told = (Progress("Right in this round", right, answered), Text(_verdict(right, answered)))
    return (*told, *_onward(course, round_))


def _onward(course: Course, round_: Round) -> tuple[Element, ...]:
    wrong = [course.questions[name] for name, score in round_.scores if score < 1.0 and name in course.questions]
    topics = list(dict.fromkeys(question.topics[0] for question in wrong))[:3]
    looks = tuple(Button(course.topics[t].title, Action("explain", "topic", (t,))) for t in topics)
    if round_.day is not None and not round_.over:
        after = Button("Go on", Action("daily", "now"), primary=True)
    else:
        after = Button("Another round", Action(DIALOG, "start"), primary=not looks and round_.day is None)
    return (
        *((Text("Worth another look:"), Buttons(looks)) if looks else ()),
        Buttons((after, Button("My progress", Action("progress", "show")))),
    )


def _verdict(right: int, answered: int) -> str:
    if right == answered:
        return "All right. The next round brings new ones, and these come back when they are about to fade."
    if answered == 1:
        return "Not this time. It comes back soon."
    if 3 * right >= 2 * answered:
        return "A solid round. What you missed comes back first."
    return "A tough round, and those teach the most. What you missed comes back soon."


# The set of a day


def _of_the_day(course: Course, round_: Round, learner: Learner, at: datetime) -> tuple[Element, ...]:
    """Two lines: how it went with the days in a row, and what comes next."""
    right, answered = sum(score == 1.0 for _, score in round_.scores), len(round_.scores)
    if not round_.over:
        left = len(round_.questions) - round_.at - round_.told
        done = f"{answered} answered, {right} right" if answered else "nothing was counted"
        return (Text(f"Stopped: {done}. {left} of today's {len(round_.questions)} are left; *daily now* goes on."),)
    score = f"**{right} of {answered} right today.**" if answered else "**All of today's skipped.**"
    row = in_a_row(learner, local_day(learner, at))
    return (Text(f"{score} {row}".strip()), Text(upcoming(course, learner, at)))


def in_a_row(learner: Learner, day: date) -> str:
    """The days in a row, and what keeps them when one is missed."""
    length = standing(learner.streak, day, learner.daily)
    if length < 2:
        return "Day one of a new row." if length else ""
    kept = learner.streak.freezes
    spare = {0: "", 1: " A missed day would be forgiven."}.get(kept, f" {kept} missed days would be forgiven.")
    return f"That makes {length} days in a row.{spare}"


def upcoming(course: Course, learner: Learner, at: datetime) -> str:
    """What the next set holds, and when it comes."""
    daily = learner.daily
    today = local_day(learner, at)
    day = next_day(daily or Daily(weekdays_only=False), max(today, learner.offered_on or today))
    due, new = forecast(course, learner, moment(learner, day, (daily or Daily()).at))
    parts = [f"{due} to review" if due else "", f"{new} new" if new else ""]
    what = " and ".join(filter(None, parts)) or "a rest"
    when = "Tomorrow" if (day - today).days == 1 else f"On {day:%A}" if (day - today).days < 7 else f"On {day:%d %B}"
    if daily is None:
        return f"{when}: {what}. I bring them to you when you say *daily on*."
    return f"{when} at {daily.at:%H:%M}: {what}."


def forecast(course: Course, learner: Learner, at: datetime) -> tuple[int, int]:
    """How many questions of a set at this time were seen before, and how many are new."""
    chosen = pick(course, learner, at, (learner.daily or Daily()).count, again=False)
    seen = sum(name in learner.reviews for name in chosen)
    return seen, len(chosen) - seen
