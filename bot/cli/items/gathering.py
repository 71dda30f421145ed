"""Puts the course, the counts and what learners told together, by revision of each question."""

from dataclasses import dataclass

from bot.store.items import Told, tallies, told
from bot.store.rows import Execute
from content.model import Course, Question
from content.statistics import Figures, Tally, figures


@dataclass(frozen=True, slots=True)
class Item:
    """One revision of a question: what the course has of it now, its counts, its figures, what was said of it."""

    question: Question | None
    tally: Tally
    figures: Figures
    told: tuple[Told, ...]

    @property
    def current(self) -> bool:
        """Whether this is the revision that learners get now."""
        return self.question is not None and self.question.revision == self.tally.revision


def gather(course: Course, execute: Execute, subject: str) -> list[Item]:
    """Every question of the course as it is now, and every former revision that was answered or challenged."""
    counted = {(tally.question, tally.revision): tally for tally in tallies(execute)}
    for question in course.questions.values():
        counted.setdefault((question.id, question.revision), Tally(question.id, question.revision))
    messages = told(execute, ("challenge", "note"), subject or None)
    order = {name: n for n, name in enumerate(course.questions)}
    by_course = sorted(counted.values(), key=lambda t: (order.get(t.question, len(order)), t.question, -t.revision))
    return [_item(course.questions.get(tally.question), tally, messages) for tally in by_course]


def _item(question: Question | None, tally: Tally, messages: list[Told]) -> Item:
    answered = question if question is not None and question.revision == tally.revision else None
    said = (one for one in messages if (one.subject, one.revision) == (tally.question, tally.revision))
    return Item(question, tally, figures(tally, answered), tuple(said))
