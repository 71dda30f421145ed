"""What the course explains: topics, terms, comparisons, claims and the lesson."""

from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from content.model.base import Model, Prose, Slug, Waivable, right_options
from content.model.questions import Option

_SOURCES = "Keys of the course's sources, the best one first."


class Topic(Waivable):
    """One idea of the section at four lengths, and how learners ask for it."""

    id: Slug = Field(description="The name of the file, without .md.")
    title: Prose = Field(description="What stands on its button and above its text.")
    objectives: tuple[Slug, ...] = Field(min_length=1, description="Ids of the objectives in section.md it serves.")
    sources: tuple[str, ...] = Field(min_length=1, description=_SOURCES)
    related: tuple[Slug, ...] = Field((), description="Ids of the nearest topics, nearest first.")
    asked: tuple[Prose, ...] = Field(min_length=1, description="Questions as learners type them.")
    one_line: Prose = Field(description="The idea in a sentence.")
    short: Prose = Field(description="The answer to a question about it.")
    full: Prose = Field(description="All of it, on a screen or two.")
    child: Prose = Field(description="For a ten-year-old.")
    example: Prose = Field(description="A case from business.")
    analogy: Prose = Field(description="A likeness from everyday life.")


class Term(Waivable):
    """A glossary entry."""

    id: Slug = Field(description="What other terms name it by.")
    term: Prose = Field(description="The term as it is written in a sentence.")
    aliases: tuple[Prose, ...] = Field((), description="Other spellings and names that learners type.")
    definition: Prose = Field(description="What it means, in a sentence or two.")
    topic: Slug = Field(description="The topic that says more.")
    confused_with: Slug | None = Field(None, description="The term that it is often taken for.")
    difference: Prose | None = Field(None, description="How to tell it from `confused_with`.")
    sources: tuple[str, ...] = Field(min_length=1, description=_SOURCES)

    @model_validator(mode="after")
    def _both_or_none(self) -> "Term":
        if (self.confused_with is None) != (self.difference is None):
            raise ValueError("give `confused_with` and `difference` together, or neither")
        return self


class Claim(Waivable):
    """Something that learners ask to have confirmed, and whether it holds."""

    id: Slug = Field(description="Never used twice in a course.")
    statement: Prose = Field(description="The claim as a plain sentence.")
    holds: Literal[True, False, "depends"] = Field(description="Whether it is so: true, false, or depends.")
    says: Prose = Field(description="What follows the yes or no: the reason, in a sentence or two.")
    topics: tuple[Slug, ...] = Field(min_length=1, description="The topics that say more, nearest first.")
    asked: tuple[Prose, ...] = Field(
        min_length=1,
        description="Yes-or-no questions; <name> is any of a section's phrases, (a|b) one of several, [a] optional.",
    )
    parts: tuple[Prose, ...] = Field(
        (),
        description="Words that ask for it in any sentence: <name> is any phrase of that name, (a|b) one of several.",
    )


class YesNoQuestions(Model):
    """Yes-or-no questions as learners type them, by what a right answer begins with."""

    confirmed: tuple[Prose, ...] = Field((), description="Questions whose right answer begins with yes.")
    denied: tuple[Prose, ...] = Field((), description="Questions whose right answer begins with no.")
    depends: tuple[Prose, ...] = Field((), description="Questions that nobody can answer without knowing the case.")


class Aspect(Model):
    """One row of a comparison."""

    id: Slug = Field(description="What its button names it by.")
    title: Prose = Field(description="The name of the row.")
    cells: tuple[Prose, ...] = Field(description="One for each of the columns.")
    why: Prose = Field(description="A sentence or two that the row alone cannot say.")
    topic: Slug = Field(description="The topic that says more.")
    aliases: tuple[Prose, ...] = Field((), description="Other words by which learners ask for this row.")


class Comparison(Waivable):
    """Two things side by side."""

    id: Slug = Field(description="What its button names it by.")
    title: Prose = Field(description="What stands above the table.")
    columns: tuple[Prose, ...] = Field(description="What is compared.")
    aspects: tuple[Aspect, ...] = Field(min_length=1, description="The rows.")
    summary: Prose = Field(description="What the table comes to.")
    topic: Slug = Field(description="The topic that says more.")
    sources: tuple[str, ...] = Field(min_length=1, description=_SOURCES)

    @model_validator(mode="after")
    def _full_rows(self) -> "Comparison":
        for aspect in self.aspects:
            if len(aspect.cells) != len(self.columns):
                raise ValueError(f"aspect {aspect.id} needs one cell for each of the columns")
        return self


class Check(Model):
    """A question asked inside the lesson: nothing is scored, every choice is answered."""

    model_config = ConfigDict(json_schema_extra=right_options(1, 1))

    stem: Prose = Field(description="The question.")
    options: tuple[Option, ...] = Field(min_length=2, max_length=4, description="Exactly one has `right: true`.")

    @model_validator(mode="after")
    def _one_key(self) -> "Check":
        if sum(option.right for option in self.options) != 1:
            raise ValueError("mark exactly one option with `right: true`")
        return self


class LessonStep(Model):
    """A short step of the lesson, with a check where one helps."""

    title: Prose = Field(description="What stands above the step.")
    text: Prose = Field(description="A short text: one idea.")
    check: Check | None = Field(None, description="A question before the next step.")
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

    id: Slug = Field(description="What its button names it by.")
    title: Prose = Field(description="What stands on its button.")
    topic: Slug = Field(description="The topic that `explain` takes step by step with it.")
    steps: tuple[LessonStep, ...] = Field(min_length=2, description="In their order.")
    sources: tuple[str, ...] = Field(min_length=1, description=_SOURCES)
