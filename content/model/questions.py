"""The kinds of question that the tutor can ask, as an author writes them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from content.model.base import Model, Prose, Slug, Waivable

Level = Literal["recall", "apply", "decide"]
Technique = Literal["fine-tuning", "grounding", "both", "neither"]
TECHNIQUES: tuple[Technique, ...] = ("fine-tuning", "grounding", "both", "neither")

OPTION_LIMIT = 75
"""Characters of an option: what a Slack button holds (PLATFORMS: option text 75)."""


class Option(Model):
    """One answer to choose, with the reason that is shown after the choice."""

    text: Annotated[str, Field(min_length=1, max_length=OPTION_LIMIT)]
    right: bool = False
    why: Prose = Field(description="Why this option is right, or what is wrong with it.")
    misconception: Slug | None = Field(None, description="The wrong belief that leads here.")


class Need(Model):
    """One line of a matching question: a need, and the technique that meets it."""

    text: Annotated[str, Field(min_length=1, max_length=OPTION_LIMIT)]
    technique: Technique
    why: Prose


class Step(Model):
    """One line of an ordering question, written at its right place."""

    text: Annotated[str, Field(min_length=1, max_length=OPTION_LIMIT)]
    why: Prose


class BaseQuestion(Waivable):
    """What all kinds of question have."""

    id: Slug
    revision: int = Field(1, ge=1, description="Raise it when the meaning or the key changes.")
    objective: Slug
    topics: tuple[Slug, ...] = Field(min_length=1)
    level: Level
    difficulty: float = Field(gt=0, lt=1, description="Guessed share of learners who get it right.")
    stem: Prose
    hints: tuple[Prose, ...] = Field(min_length=1, max_length=3, description="From a nudge to nearly there.")
    sources: tuple[str, ...] = Field(min_length=1, description="Keys of course.yaml's sources.")
    variant_of: Slug | None = Field(None, description="A question that asks the same in another dress.")


class Choice(BaseQuestion):
    """One right option; for `true-false` each option says True or False and why."""

    kind: Literal["one", "true-false"] = "one"
    options: tuple[Option, ...] = Field(min_length=2, max_length=5)

    @model_validator(mode="after")
    def _one_key(self) -> "Choice":
        if sum(option.right for option in self.options) != 1:
            raise ValueError("mark exactly one option with `right: true`")
        if self.kind == "true-false" and not all(o.text.startswith(("True", "False")) for o in self.options):
            raise ValueError("begin each option of a true-false question with True or False")
        return self


class Several(BaseQuestion):
    """Two or more right options, and at least one wrong."""

    kind: Literal["several"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=6)

    @model_validator(mode="after")
    def _keys(self) -> "Several":
        if not 2 <= sum(option.right for option in self.options) < len(self.options):
            raise ValueError("mark two or more options with `right: true`, and leave at least one wrong")
        return self


class Match(BaseQuestion):
    """Needs to be paired each with fine-tuning, grounding, both or neither."""

    kind: Literal["match"]
    needs: tuple[Need, ...] = Field(min_length=2, max_length=5)


class Order(BaseQuestion):
    """Steps to be put in order; written in the right one, shown shuffled."""

    kind: Literal["order"]
    steps: tuple[Step, ...] = Field(min_length=3, max_length=6)


Question = Annotated[Choice | Several | Match | Order, Field(discriminator="kind")]
