"""The kinds of question that the tutor can ask, as an author writes them."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from content.model.base import Model, Prose, Slug, Waivable, right_options

Level = Literal["recall", "apply", "decide"]
Technique = Literal["fine-tuning", "grounding", "both", "neither"]
TECHNIQUES: tuple[Technique, ...] = ("fine-tuning", "grounding", "both", "neither")

OPTION_LIMIT = 75
"""Characters of an option: what a Slack button holds (PLATFORMS: option text 75)."""

Line = Annotated[str, Field(min_length=1, max_length=OPTION_LIMIT)]
"""What stands on one line to be chosen, matched or ordered."""


class Option(Model):
    """One answer to choose, with the reason that is shown after the choice."""

    text: Line = Field(description="The answer as a learner reads it.")
    right: bool = Field(False, strict=True, description="Whether it belongs to the right answer.")
    why: Prose = Field(description="Why this option is right, or what is wrong with it.")
    misconception: Slug | None = Field(None, description="The wrong belief that leads here.")


class Need(Model):
    """One line of a matching question: a need, and the technique that meets it."""

    text: Line = Field(description="The need, as a learner reads it.")
    technique: Technique = Field(description="What meets the need.")
    why: Prose = Field(description="Why this technique meets it.")


class Step(Model):
    """One line of an ordering question, written at its right place."""

    text: Line = Field(description="The step, as a learner reads it.")
    why: Prose = Field(description="Why it stands at this place.")


class BaseQuestion(Waivable):
    """What all kinds of question have."""

    id: Slug = Field(description="Never used twice in a course, and never changed: answers are kept by it.")
    revision: int = Field(1, ge=1, strict=True, description="Raise it when the meaning or the key changes.")
    objective: Slug = Field(description="Id of the objective in section.md that it measures.")
    topics: tuple[Slug, ...] = Field(min_length=1, description="Ids of the topics it is about, the main one first.")
    level: Level = Field(description="recall a fact, apply it to a small case, or decide a whole case.")
    difficulty: float = Field(gt=0, lt=1, strict=True, description="Guessed share of learners who get it right.")
    stem: Prose = Field(description="The case and the question, answerable with the options covered.")
    hints: tuple[Prose, ...] = Field(min_length=1, max_length=3, description="From a nudge to nearly there.")
    sources: tuple[str, ...] = Field(min_length=1, description="Keys of course.yaml's sources.")
    variant_of: Slug | None = Field(None, description="A question that asks the same in another dress.")


class Choice(BaseQuestion):
    """One right option; for `true-false` each option says True or False and why."""

    model_config = ConfigDict(json_schema_extra=right_options(1, 1))

    kind: Literal["one", "true-false"] = Field("one", description="One right option; or True and False with reasons.")
    options: tuple[Option, ...] = Field(min_length=2, max_length=5, description="Exactly one has `right: true`.")

    @model_validator(mode="after")
    def _one_key(self) -> "Choice":
        if sum(option.right for option in self.options) != 1:
            raise ValueError("mark exactly one option with `right: true`")
        if self.kind == "true-false" and not all(o.text.startswith(("True", "False")) for o in self.options):
            raise ValueError("begin each option of a true-false question with True or False")
        return self


class Several(BaseQuestion):
    """Two or more right options, and at least one wrong."""

    model_config = ConfigDict(json_schema_extra=right_options(2))

    kind: Literal["several"] = Field(description="Several options are right.")
    options: tuple[Option, ...] = Field(
        min_length=3, max_length=6, description="Two or more have `right: true`, and at least one has not."
    )

    @model_validator(mode="after")
    def _keys(self) -> "Several":
        if not 2 <= sum(option.right for option in self.options) < len(self.options):
            raise ValueError("mark two or more options with `right: true`, and leave at least one wrong")
        return self


class Match(BaseQuestion):
    """Needs to be paired each with fine-tuning, grounding, both or neither."""

    kind: Literal["match"] = Field(description="Each need is paired with a technique.")
    needs: tuple[Need, ...] = Field(min_length=2, max_length=5, description="The lines to be paired.")


class Order(BaseQuestion):
    """Steps to be put in order; written in the right one, shown shuffled."""

    kind: Literal["order"] = Field(description="Steps are put in order.")
    steps: tuple[Step, ...] = Field(min_length=3, max_length=6, description="In the right order; shown shuffled.")


Question = Annotated[Choice | Several | Match | Order, Field(discriminator="kind")]
