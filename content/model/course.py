"""The course as a whole, and the checks that need to see all of it."""

import re
from collections.abc import Container, Iterable, Iterator
from functools import cached_property

from pydantic import Field

from content.model.base import Misconception, Model, Objective, Prose, Slug, Source, Waivable
from content.model.questions import Question
from content.model.scenarios import Scenario
from content.model.topics import Claim, Comparison, Lesson, Term, Topic, YesNoQuestions


class Section(Waivable):
    """One section of the course, from one folder."""

    id: Slug = Field(description="The name of the folder.")
    title: Prose = Field(description="The name of the section, as learners read it.")
    intro: Prose = Field(description="What it is about, in a few sentences.")
    objectives: tuple[Objective, ...] = Field(min_length=1, description="What learners can do after it.")
    misconceptions: tuple[Misconception, ...] = ()
    topics: tuple[Topic, ...] = Field(min_length=1)
    comparisons: tuple[Comparison, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    claims: tuple[Claim, ...] = ()
    phrases: dict[Slug, tuple[Prose, ...]] = Field(
        default_factory=dict, description="Name -> ways of saying the same thing, for the claims."
    )
    yes_no: YesNoQuestions = Field(
        YesNoQuestions(), description="Yes-or-no questions, by what a right answer begins with."
    )
    questions: tuple[Question, ...] = Field(min_length=1)


class Course(Waivable):
    """Everything that is taught; immutable once loaded."""

    id: Slug = Field(description="The name of the course for machines.")
    title: Prose = Field(description="The name of the course, as learners read it.")
    about: Prose = Field(description="What it is, in a sentence.")
    stale_after_days: int = Field(ge=1, strict=True, description="A source read longer ago than this is reported.")
    sources: dict[str, Source] = Field(description="Key -> a public page that statements rest on.")
    sections: tuple[Section, ...] = Field(min_length=1)
    terms: tuple[Term, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    outside: dict[str, tuple[Prose, ...]] = Field(
        default_factory=dict, description="Kind -> lines that learners type and the course does not answer."
    )

    @cached_property
    def objectives(self) -> dict[str, Objective]:
        """Objectives of all sections by id, in the order of the course."""
        return {objective.id: objective for section in self.sections for objective in section.objectives}

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """Topics of all sections by id."""
        return {topic.id: topic for section in self.sections for topic in section.topics}

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Questions of all sections by id."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def misconceptions(self) -> dict[str, Misconception]:
        """Misconceptions of all sections by id."""
        return {item.id: item for section in self.sections for item in section.misconceptions}

    @cached_property
    def comparisons(self) -> dict[str, Comparison]:
        """Comparisons of all sections by id; the first is the default one."""
        return {item.id: item for section in self.sections for item in section.comparisons}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims of all sections by id."""
        return {claim.id: claim for section in self.sections for claim in section.claims}

    @cached_property
    def lessons(self) -> dict[str, Lesson]:
        """Lessons of all sections by id; the first is the default one."""
        return {lesson.id: lesson for section in self.sections for lesson in section.lessons}

    @cached_property
    def scenarios_by_id(self) -> dict[str, Scenario]:
        """Scenarios by id; the first is the default one."""
        return {scenario.id: scenario for scenario in self.scenarios}

    @cached_property
    def glossary(self) -> dict[str, Term]:
        """Terms by id."""
        return {term.id: term for term in self.terms}


Place = tuple[str | int, ...]
"""A path into the course: keys and indexes, as in a pydantic error."""


def broken_references(course: Course) -> Iterator[tuple[Place, str]]:
    """Yield (place, message) for each id that is used twice or names nothing."""
    yield from _repeated(course)
    known: dict[str, tuple[Container[str], str]] = {
        "topics": (course.topics, "topic"),
        "topic": (course.topics, "topic"),
        "related": (course.topics, "topic"),
        "objectives": (course.objectives, "objective"),
        "objective": (course.objectives, "objective"),
        "practise": (course.questions, "question"),
        "variant_of": (course.questions, "question"),
        "confused_with": (course.glossary, "term"),
        "sources": (course.sources, "source in course.yaml"),
        "misconception": (course.misconceptions, "misconception"),
    }
    for place, item in _models(course):
        for field, (ids, kind) in known.items():
            for where, name in _names(item, field):
                if name not in ids:
                    yield (*place, *where), f"there is no {kind} {name!r}"
        if isinstance(item, Scenario):
            yield from _broken_needs(place, item)
    for s, section in enumerate(course.sections):
        for n, claim in enumerate(section.claims):
            yield from _unknown_phrases(("sections", s, "claims", n), claim, section)


def _names(item: Model, field: str) -> Iterator[tuple[Place, str]]:
    """The ids that a field holds, one or many."""
    value = getattr(item, field, None)
    if isinstance(value, str):
        yield (field,), value
    elif isinstance(value, tuple):
        yield from (((field, n), name) for n, name in enumerate(value) if isinstance(name, str))


def _unknown_phrases(place: Place, claim: Claim, section: Section) -> Iterator[tuple[Place, str]]:
    for field, forms in (("asked", claim.asked), ("parts", claim.parts)):
        for n, form in enumerate(forms):
            for name in re.findall(r"<([^>]*)>", form):
                if name not in section.phrases:
                    yield (*place, field, n), f"there are no phrases {name!r} in phrases.yaml"


def _broken_needs(place: Place, scenario: Scenario) -> Iterator[tuple[Place, str]]:
    needs = {need.id for need in scenario.needs}
    for n, expectation in enumerate(scenario.expectations):
        if expectation.need not in needs:
            yield (*place, "expectations", n, "need"), f"the scenario has no need {expectation.need!r}"
    for n, misconception in enumerate(scenario.misconceptions):
        for m, pairing in enumerate(misconception.shown_by):
            if pairing.need not in needs:
                yield (
                    (*place, "misconceptions", n, "shown_by", m, "need"),
                    f"the scenario has no need {pairing.need!r}",
                )


def walk(course: Course) -> Iterator[tuple[Place, object]]:
    """The course and all that is in it, in its order, each part with its place."""
    waiting: list[tuple[Place, object]] = [((), course)]
    while waiting:
        place, value = waiting.pop()
        yield place, value
        parts: Iterable[tuple[str | int, object]] = ()
        if isinstance(value, Model):
            parts = ((field, getattr(value, field)) for field in type(value).model_fields)
        elif isinstance(value, dict):
            parts = value.items()
        elif isinstance(value, tuple):
            parts = enumerate(value)
        waiting += reversed([((*place, key), part) for key, part in parts])


def _models(course: Course) -> Iterator[tuple[Place, Model]]:
    return ((place, value) for place, value in walk(course) if isinstance(value, Model))


def _repeated(course: Course) -> Iterator[tuple[Place, str]]:
    seen: set[tuple[str, str]] = set()
    for place, item in _models(course):
        if len(place) != 2 and not (len(place) == 4 and place[0] == "sections"):
            continue  # what has a name of its own within a single item
        key = (str(place[-2]), str(getattr(item, "id", place[-1])))
        if key in seen:
            yield (*place, "id"), f"the id {key[1]!r} is used twice"
        seen.add(key)
