"""What each file of a course's folder holds: the one list that the loader and the JSON Schemas go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from content.model import (
    Claim,
    Comparison,
    Course,
    Lesson,
    Misconception,
    Question,
    Scenario,
    Section,
    Source,
    Term,
    YesNoQuestions,
)
from content.model import Topic as TopicModel
from content.model.base import Prose, Slug

TOPIC_PARTS = {
    "one line": "one_line",
    "short": "short",
    "full": "full",
    "for a ten-year-old": "child",
    "example": "example",
    "analogy": "analogy",
}
"""Headings of a topic's Markdown file, and the fields that they fill."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: where it stands in the course's folder, and the type of what it holds.

    `elsewhere`: fields of that type which another place fills, and that place. `named`: its path gives its id.
    """

    name: str
    patterns: tuple[str, ...]
    holds: Any
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    named: bool = False

    def covers(self, path: str) -> bool:
        """Whether a path, relative to the course's folder, is of this kind."""
        return any(path.count("/") == one.count("/") and fnmatchcase(path, one) for one in self.patterns)


def _in_section(name: str) -> tuple[str, ...]:
    return (f"sections/*/{name}",)


KINDS = (
    FileKind(
        "course",
        ("course.yaml",),
        Course,
        {
            "sections": "a folder under sections/",
            "terms": "glossary.yaml",
            "scenarios": "a file under scenarios/",
            "outside": "outside.yaml",
        },
    ),
    FileKind("glossary", ("glossary.yaml", *_in_section("glossary.yaml")), tuple[Term, ...]),
    FileKind("outside", ("outside.yaml", *_in_section("outside.yaml")), dict[str, tuple[Prose, ...]]),
    FileKind("scenario", ("scenarios/*.yaml",), Scenario, named=True),
    FileKind(
        "section",
        _in_section("section.md"),
        Section,
        {
            "intro": "the text below the second `---`",
            **{
                name: f"{name}.yaml beside this file"
                for name in ("misconceptions", "comparisons", "lessons", "claims", "phrases")
            },
            "yes_no": "yes-no.yaml beside this file",
            "topics": "files in topics/",
            "questions": "files in questions/",
        },
        named=True,
    ),
    FileKind(
        "topic",
        _in_section("topics/*.md"),
        TopicModel,
        {part: f"the text below `## {heading.capitalize()}`" for heading, part in TOPIC_PARTS.items()},
        named=True,
    ),
    FileKind("sources", _in_section("sources.yaml"), dict[str, Source]),
    FileKind("misconceptions", _in_section("misconceptions.yaml"), tuple[Misconception, ...]),
    FileKind("comparisons", _in_section("comparisons.yaml"), tuple[Comparison, ...]),
    FileKind("lessons", _in_section("lessons.yaml"), tuple[Lesson, ...]),
    FileKind("claims", _in_section("claims.yaml"), tuple[Claim, ...]),
    FileKind("phrases", _in_section("phrases.yaml"), dict[Slug, tuple[Prose, ...]]),
    FileKind("yes-no", _in_section("yes-no.yaml"), YesNoQuestions),
    FileKind("asked", _in_section("asked.yaml"), dict[Slug, tuple[Prose, ...]]),
    FileKind("questions", _in_section("questions/*.yaml"), tuple[Question, ...]),
)


def kind_of(path: str) -> FileKind | None:
    """The kind of a file by its path in the course's folder."""
    return next((kind for kind in KINDS if kind.covers(path)), None)
