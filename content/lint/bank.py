"""A course as the rules look at it: its items, its questions with options, and every text that learners read."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from content.lint.words import Text
from content.model import Check, Choice, Course, Match, Option, Order, Place, Question, Several, Waivable, walk

T = TypeVar("T")

READ = frozenset(
    "about acknowledge analogy answer architect assertion belief cells change child columns contrast correction"
    " deferral definition difference example full hints intro model_answer name one_line prompt pump question reply"
    " says setting short statement stem summary term text title why".split()
)
"""The fields that a learner gets to read."""

TYPED = frozenset({"asked", "outside", "phrases", "waive"})
"""The fields with words that learners type, or that only authors read."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something with an id that can have findings, and waive them."""

    place: Place
    id: str
    model: Waivable


@dataclass(frozen=True, slots=True)
class Passage:
    """A text for learners; `field` says what of its item it is."""

    place: Place
    field: str
    text: Text


@dataclass(frozen=True, slots=True)
class Choosing:
    """A question with options: one of the bank, or a check of a lesson (then it has no level and is not scored)."""

    place: Place
    id: str
    stem: Text
    options: tuple[Option, ...]
    texts: tuple[Text, ...]
    kind: str
    scored: bool

    @property
    def rights(self) -> list[Text]:
        """The options that are keys."""
        return [text for text, option in zip(self.texts, self.options, strict=True) if option.right]

    @property
    def wrongs(self) -> list[Text]:
        """The options that are distractors."""
        return [text for text, option in zip(self.texts, self.options, strict=True) if not option.right]

    def at(self, n: int) -> Place:
        """The place of an option's text."""
        return (*self.place, "options", n, "text")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of any kind."""

    place: Place
    question: Question
    stem: Text

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id


class Bank:
    """What the rules are handed: the course, the day, and views of the course."""

    def __init__(self, course: Course, today: date) -> None:
        self.course = course
        self.today = today

    @cached_property
    def items(self) -> dict[Place, Item]:
        """Everything that can have findings, by its place."""
        return {
            place: Item(place, getattr(value, "id", str(place[-1]) if place else ""), value)
            for place, value in self._parts
            if isinstance(value, Waivable)
        }

    @cached_property
    def questions(self) -> list[Asked]:
        """All questions of the bank."""
        return [
            Asked(place, value, Text(value.stem))
            for place, value in self._parts
            if isinstance(value, Choice | Several | Match | Order)
        ]

    @cached_property
    def choosings(self) -> list[Choosing]:
        """All questions with options, those inside lessons too."""
        return [
            _choosing(place, value, self.item_at(place).id)
            for place, value in self._parts
            if isinstance(value, Choice | Several | Check)
        ]

    @cached_property
    def scored(self) -> list[Choosing]:
        """The questions with options that a quiz asks."""
        return [choosing for choosing in self.choosings if choosing.scored]

    @cached_property
    def passages(self) -> list[Passage]:
        """Every text that a learner reads."""
        return [
            Passage(place, field, Text(value))
            for place, value in self._parts
            if isinstance(value, str) and (field := _field(place)) in READ and TYPED.isdisjoint(place)
        ]

    @cached_property
    def labels(self) -> list[Passage]:
        """The texts of options, needs and steps, which become buttons."""
        return [
            passage
            for passage in self.passages
            if passage.field == "text"
            and (passage.place[-3] in {"options", "needs"} or {"questions", "steps"} <= set(passage.place))
        ]

    @cached_property
    def common(self) -> frozenset[str]:
        """The stems that every tenth question has: the subject's own words, which tell no question from another."""
        counts = Counter(stem for asked in self.questions for stem in asked.stem.telling)
        return frozenset(stem for stem, count in counts.items() if count > max(2, len(self.questions) / 10))

    def all(self, kind: type[T]) -> list[tuple[Place, T]]:
        """Every model of a class, and its place."""
        return [(place, value) for place, value in self._parts if isinstance(value, kind)]

    def are_variants(self, left: str, right: str) -> bool:
        """Whether two questions are meant to ask the same: one a variant of the other, or both of a third."""
        roots = {self.course.questions[name].variant_of or name for name in (left, right)}
        return len(roots) == 1

    def item_at(self, place: Place) -> Item:
        """The innermost item around a place; the course where there is no other."""
        return next(item for n in range(len(place), -1, -1) if (item := self.items.get(place[:n])) is not None)

    @cached_property
    def _parts(self) -> list[tuple[Place, object]]:
        return list(walk(self.course))


def _field(place: Place) -> str:
    """The field that a value belongs to: itself, or the list that it is an entry of."""
    return str(next(part for part in reversed(place) if isinstance(part, str)))


def _choosing(place: Place, asked: Choice | Several | Check, name: str) -> Choosing:
    texts = tuple(Text(option.text) for option in asked.options)
    kind = "one" if isinstance(asked, Check) else asked.kind
    return Choosing(place, name, Text(asked.stem), asked.options, texts, kind, not isinstance(asked, Check))
