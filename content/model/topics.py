"""What the course explains: topics, terms, comparisons, claims and the lesson."""

from typing import Literal

from pydantic import Field, model_validator

from content.model.base import Model, Prose, Slug, Waivable
from content.model.questions import Option


class Topic(Waivable):
    """One idea of the section at four lengths, and how learners ask for it."""

    id: Slug
    title: Prose
    objectives: tuple[Slug, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)
    related: tuple[Slug, ...] = Field(min_length=1, description="The nearest topics, nearest first.")
    asked: tuple[Prose, ...] = Field(min_length=1, description="Questions as learners type them.")
    one_line: Prose
    short: Prose
    full: Prose
    child: Prose = Field(description="For a ten-year-old.")
    example: Prose
    analogy: Prose


class Term(Waivable):
    """A glossary entry."""

    id: Slug
    term: Prose
    aliases: tuple[Prose, ...] = ()
    definition: Prose
    topic: Slug = Field(description="The topic that says more.")
    confused_with: Slug | None = Field(None, description="The term that it is often taken for.")
    difference: Prose | None = Field(None, description="How to tell it from `confused_with`.")
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _both_or_none(self) -> "Term":
        if (self.confused_with is None) != (self.difference is None):
            raise ValueError("give `confused_with` and `difference` together, or neither")
        return self


class Claim(Waivable):
    """Something that learners ask to have confirmed, and whether it holds."""

    id: Slug
    statement: Prose
    holds: Literal[True, False, "depends"]
    says: Prose = Field(description="What follows the yes or no: the reason, in a sentence or two.")
    topics: tuple[Slug, ...] = Field(min_length=1, description="The topics that say more, nearest first.")
    asked: tuple[Prose, ...] = Field(
        min_length=1,
        description="Yes-or-no questions; <name> is any of a section's phrases, (a|b) one of several, [a] optional.",
    )


class Aspect(Model):
    """One row of a comparison."""

    id: Slug
    title: Prose
    cells: tuple[Prose, ...]
    why: Prose = Field(description="A sentence or two that the row alone cannot say.")
    topic: Slug
    aliases: tuple[Prose, ...] = ()


class Comparison(Waivable):
    """Two things side by side."""

    id: Slug
    title: Prose
    columns: tuple[Prose, ...]
    aspects: tuple[Aspect, ...] = Field(min_length=1)
    summary: Prose
    topic: Slug
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _full_rows(self) -> "Comparison":
        for aspect in self.aspects:
            if len(aspect.cells) != len(self.columns):
                raise ValueError(f"aspect {aspect.id} needs one cell for each of the columns")
        return self


class Check(Model):
    """A question asked inside the lesson: nothing is scored, every choice is answered."""

    stem: Prose
    options: tuple[Option, ...] = Field(min_length=2, max_length=4)

    @model_validator(mode="after")
    def _one_key(self) -> "Check":
        if sum(option.right for option in self.options) != 1:
            raise ValueError("mark exactly one option with `right: true`")
        return self


class LessonStep(Model):
    """A short step of the lesson, with a check where one helps."""

    title: Prose
    text: Prose
    check: Check | None = None
    again: tuple[Check, ...] = Field(
        (), description="The same kind of need in another dress, for those who missed the check; asked in turn."
    )

    @model_validator(mode="after")
    def _again_after_a_check(self) -> "LessonStep":
        if self.again and self.check is None:
            raise ValueError("give the step a `check` before checks to ask `again`")
        return self

    @property
    def checks(self) -> tuple[Check, ...]:
        """The check and those that follow when it was missed."""
        return (self.check, *self.again) if self.check is not None else ()


class Lesson(Waivable):
    """The step by step explanation of one topic."""

    id: Slug
    title: Prose
    topic: Slug
    steps: tuple[LessonStep, ...] = Field(min_length=2)
    sources: tuple[str, ...] = Field(min_length=1)
