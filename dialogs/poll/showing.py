"""A poll as everybody sees it, open and closed, and what is said of it to one person."""

from datetime import datetime

from content.model import Course
from content.model.questions import Choice as Question
from dialogs.days import city, zone
from dialogs.presenting import LETTERS, Grade, Presentation, code, grade, key, source_note
from dialogs.reply import Button, Buttons, Choice, Choices, Element, Progress, Refresh, Reply, Text
from dialogs.room import Poll
from dialogs.turn import Action

NAME = "poll"
FEWEST = 3
"""Answers below which no counts are shown: they would tell who answered what."""

TITLE = "A question for everyone"
SECRET = "Only you see what you answer, and you may change it until then."  # noqa: S105 - no password
AGAIN = "*quiz everyone* asks another."


def showing(poll: Poll) -> Presentation:
    """The one showing of it, so that everybody sees the options in the same order."""
    return Presentation(poll.question, poll.revision, 0, poll.id[:8])


def until(poll: Poll) -> str:
    """When it closes, in words."""
    closes, opened = (at.astimezone(zone(poll.zone)) for at in (poll.closes_at, poll.opened_at))
    day = "" if closes.date() == opened.date() else f"{closes:%A} "
    return f"{day}{closes:%H:%M} ({city(poll.zone)})"


def answered(count: int) -> str:
    """How many have answered, in words."""
    return "Nobody has answered yet." if not count else f"{count} {'has' if count == 1 else 'have'} answered."


def lettered(question: Question, poll: Poll, choice: str) -> str:
    """An option that was taken, with the letter that everybody sees."""
    order = showing(poll).order(len(question.options))
    at = LETTERS.index(choice.upper())
    return f"**{LETTERS[order.index(at)]}**: {question.options[at].text}"


def posted(poll: Poll, elements: tuple[Element, ...]) -> Reply:
    """What everybody sees, in the place of what they saw before; who has answered may look how it stands for them."""
    own = Refresh(Action(NAME, "view", (poll.id,)), poll.voters) if poll.voters else None
    return Reply(elements, update=poll.message, refresh=own)


def own_elements(question: Question, poll: Poll) -> tuple[Element, ...]:
    """The same with what one person answered, which nobody else is to see."""
    shown = open_elements(question, poll) if poll.open else closed_elements(question, poll)
    if not poll.mine:
        return shown
    mine = lettered(question, poll, poll.mine)
    if poll.open:
        told = f"Your answer is {mine}. You may change it until {until(poll)}. Only you see this."
    else:
        told = f"Your answer was {mine}. **{_verdict(graded_answer(question, poll))}** Only you see this."
    *rest, controls = shown
    return (*rest, Text(told), controls)


def open_elements(question: Question, poll: Poll, *, copy: bool = False) -> tuple[Element, ...]:
    """The question with its controls, how many have answered, and when it closes.

    A `copy` is for one person alone; the number, and the way to close it, stay with what everybody sees.
    """
    options = tuple(
        Choice(LETTERS[n], question.options[at].text, Action(NAME, "vote", (poll.id, LETTERS[n].lower())))
        for n, at in enumerate(showing(poll).order(len(question.options)))
    )
    count = "" if copy else f"{answered(poll.answers)} "
    return (
        Text(TITLE, "title"),
        Text(question.stem),
        Choices(options),
        Text(f"{count}Open until {until(poll)}. {SECRET}", "note"),
        *(() if copy else (Buttons((Button("Close now", Action(NAME, "close", (poll.id,))),)),)),
    )


def closed_elements(question: Question, poll: Poll) -> tuple[Element, ...]:
    """The question with its key, and how often each option was taken, unless too few have answered."""
    mine = Buttons((Button("Explain my answer", Action(NAME, "mine", (poll.id,))),))
    return (
        Text(f"{TITLE}: closed", "title"),
        Text(question.stem),
        *(_bars(question, poll) if poll.answers >= FEWEST else _key(question, poll)),
        *((mine,) if poll.answers else ()),
    )


def _bars(question: Question, poll: Poll) -> tuple[Element, ...]:
    right = key(question)
    bars = tuple(
        Progress(
            f"{LETTERS[n]}  {question.options[at].text}{' (right answer)' if at in right else ''}",
            poll.counts.get(code((at,)), 0),
            poll.answers,
        )
        for n, at in enumerate(showing(poll).order(len(question.options)))
    )
    return (*bars, Text(f"{poll.answers} answered. Who answered what is shown to nobody.", "note"))


def _key(question: Question, poll: Poll) -> tuple[Element, ...]:
    right = key(question)
    options = tuple(
        Choice(
            LETTERS[n],
            question.options[at].text,
            Action(NAME, "mine", (poll.id,)),
            "right answer" if at in right else "",
            at in right,
        )
        for n, at in enumerate(showing(poll).order(len(question.options)))
    )
    few = f"Only {poll.answers} answered: too few to count in public." if poll.answers else "Nobody answered."
    return (Choices(options, settled=True), Text(few, "note"))


def explanation(course: Course, question: Question, poll: Poll) -> tuple[Element, ...]:
    """Why the right option is right and the others are not, and where to read it."""
    (right,) = key(question)
    order = showing(poll).order(len(question.options))
    others = "\n".join(
        f"- {lettered(question, poll, code((n,)))}. {question.options[n].why}" for n in order if n != right
    )
    return (
        Text(f"The right answer is {lettered(question, poll, code((right,)))}. {question.options[right].why}"),
        Text(others),
        source_note(course.sources, question.sources[:1]),
    )


def graded_answer(question: Question, poll: Poll) -> Grade:
    """What the learner's own answer is worth."""
    return grade(question, showing(poll), (LETTERS.index(poll.mine.upper()),))


def _verdict(graded: Grade) -> str:
    return "Right." if graded.right else "Not quite."


def my_explanation(course: Course, question: Question, poll: Poll) -> tuple[Element, ...]:
    """What became of one person's answer, and why."""
    graded = graded_answer(question, poll)
    more = Button("Explain this", Action("explain", "topic", (question.topics[0],)))
    return (
        Text(question.stem),
        Text(f"Your answer was {lettered(question, poll, poll.mine)}."),
        Text(f"**{_verdict(graded)}** " + "\n\n".join(graded.remarks)),
        source_note(course.sources, question.sources[:1]),
        Buttons((more,)),
    )


def rewritten() -> tuple[Element, ...]:
    """In place of a question that is another one by now."""
    told = f"This question was changed while it was open, so nobody's answer is counted. {AGAIN}"
    return (Text(f"{TITLE}: closed", "title"), Text(told))


def over(poll: Poll, now: datetime) -> bool:
    """Whether its time is up."""
    return now >= poll.closes_at
