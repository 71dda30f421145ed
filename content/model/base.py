"""What every model of the course shares: frozen, strict about unknown keys, identified by a slug."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""An id: lower-case words joined by hyphens, 40 characters at most, so that a button can carry it."""

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text for a learner, in the Markdown subset of `content.markup`."""


class Model(BaseModel):
    """Frozen, and an unknown key is an error: a misspelt field must not be ignored in silence.

    Built when first used, so that the parts of a course get no validators of their own beside the course's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Waivable(Model):
    """Something that an author writes and the linter finds fault with."""

    waive: dict[str, Prose] = Field(default_factory=dict, description="Lint rule id -> why its finding may stand here.")


class Source(Waivable):
    """A public page that a statement rests on, and the day somebody last read it."""

    title: Prose
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
    read_on: date


class Objective(Model):
    """Something a learner can do after the section."""

    id: Slug
    title: Prose = Field(description="Completes the sentence: the learner can …")


class Misconception(Waivable):
    """A wrong belief that questions, scenarios and answers name by its id."""

    id: Slug
    belief: Prose = Field(description="The wrong belief, as a learner would say it.")
    correction: Prose = Field(description="What is so instead, and why, in one or two sentences.")
    topics: tuple[Slug, ...] = Field(min_length=1)
