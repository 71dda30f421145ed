"""What every model of the course shares: frozen, strict about unknown keys, identified by a slug."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""An id: lower-case words joined by hyphens, 40 characters at most, so that a button can carry it."""

Prose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), Field(json_schema_extra={"pattern": r"\S"})
]
"""Text for a learner, in the Markdown subset of `content.markup`."""


class Model(BaseModel):
    """Frozen, and an unknown key is an error: a misspelt field must not be ignored in silence.

    Built when first used, so that the parts of a course get no validators of their own beside the course's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def right_options(least: int, most: int | None = None) -> dict[str, Any]:
    """The rule for JSON Schema that so many of the `options` have `right: true`, and that not all have."""
    right = {"properties": {"right": {"const": True}}, "required": ["right"]}
    counted = {"contains": right, "minContains": least, **({} if most is None else {"maxContains": most})}
    return {"allOf": [{"properties": {"options": counted}}, {"properties": {"options": {"contains": {"not": right}}}}]}


class Waivable(Model):
    """Something that an author writes and the linter finds fault with."""

    waive: dict[str, Prose] = Field(default_factory=dict, description="Lint rule id -> why its finding may stand here.")


class Source(Waivable):
    """A public page that a statement rests on, and the day somebody last read it."""

    title: Prose = Field(description="The page's title and, in brackets, whose page it is.")
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] = Field(description="Begins with https://.")
    read_on: date = Field(description="The day somebody last read the page: year-month-day.")


class Objective(Model):
    """Something a learner can do after the section."""

    id: Slug = Field(description="What questions and topics name it by.")
    title: Prose = Field(description="Completes the sentence: the learner can …")


class Misconception(Waivable):
    """A wrong belief that questions, scenarios and answers name by its id."""

    id: Slug = Field(description="What options name it by.")
    belief: Prose = Field(description="The wrong belief, as a learner would say it.")
    correction: Prose = Field(description="What is so instead, and why, in one or two sentences.")
    topics: tuple[Slug, ...] = Field(min_length=1, description="Ids of the topics that put it right, nearest first.")
