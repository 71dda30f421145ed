"""What is written in a format is read back as it was, for all that the format can hold."""

from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content import load
from content.formats import READERS, WRITERS
from content.formats.draft import fields_of
from content.formats.landing import land
from content.model import Course, Question
from tests.content.strategies import questions

COURSE = load()


def back(name: str, given: list[Question]) -> list[dict[str, Any]]:
    """The fields of these questions after they were written and read."""
    course: Any = SimpleNamespace(sections=[SimpleNamespace(title="A/B: {x}", questions=given)])
    text = WRITERS[name](course, given).data.decode("utf-8-sig").replace("\r\n", "\n")
    reading = READERS[name]("file", text)
    assert not reading.faults
    return [{"kind": "one", **draft.fields} for draft in reading.drafts]


@pytest.mark.parametrize("name", READERS)
@settings(deadline=None, max_examples=30)
@given(st.data())
def test_any_question_comes_back(name: str, data: st.DataObject) -> None:
    """Whatever a question's texts hold, all its fields come back the same."""
    written = data.draw(
        st.lists(questions(plain_pairs=name == "gift"), min_size=1, max_size=3, unique_by=lambda q: q.id)
    )
    assert back(name, written) == [{"kind": "one", **fields_of(question)} for question in written]


@pytest.mark.parametrize("name", READERS)
def test_the_shipped_course_comes_back(name: str) -> None:
    """All questions of the shipped course are known again, word for word."""
    shipped = tuple(COURSE.questions.values())
    text = WRITERS[name](COURSE, shipped).data.decode("utf-8-sig").replace("\r\n", "\n")
    landing = land(READERS[name]("file", text), "file", COURSE, COURSE.sections[0])
    assert landing.known == list(COURSE.questions)
    assert not landing.faults
    assert not landing.landed


@settings(deadline=None, max_examples=30)
@given(questions())
def test_a_landed_question_is_the_same(question: Question) -> None:
    """A question that lands in a course that has all it names is written as YAML that says the same."""
    course: Any = SimpleNamespace(
        questions={name: None for name in [question.variant_of] if name},
        objectives={question.objective},
        topics={topic: SimpleNamespace(sources=("X",)) for topic in question.topics},
        sources=set(question.sources),
        misconceptions={line.misconception for line in getattr(question, "options", ())},
    )
    assume(question.variant_of != question.id)
    section: Any = SimpleNamespace(objectives=[SimpleNamespace(id="x")], topics=[SimpleNamespace(id="x")])
    reading = READERS["csv"]("file", WRITERS["csv"](COURSE, [question]).data.decode("utf-8-sig"))
    landing = land(reading, "file", course, section)
    assert [one.question for one in landing.landed] == [question]
    assert not landing.landed[0].to_write
    assert not landing.landed[0].left_out
    assert yaml.safe_load(landing.yaml("file")) == [fields_of(question)]


def test_what_gift_cannot_hold_is_said() -> None:
    """An arrow inside a pair is the one thing that GIFT changes, and the export names the question."""
    course: Course = COURSE
    matching = next(q for q in course.questions.values() if q.kind == "match")
    need = matching.needs[0].model_copy(update={"text": "old -> new"})
    changed = matching.model_copy(update={"needs": (need, *matching.needs[1:])})
    exported = WRITERS["gift"](_holding(changed), [changed])
    assert matching.id in exported.by_what()["the arrow -> inside a line: written →"]
    assert "=old → new -> " in exported.data.decode()


def _holding(question: Question) -> Any:
    return SimpleNamespace(sections=[SimpleNamespace(title="x", questions=[question])])


def test_every_export_says_what_is_missing() -> None:
    """GIFT names what only its comments hold, Anki what it drops, CSV nothing: it holds all of the course."""
    shipped = tuple(COURSE.questions.values())
    gaps = {name: WRITERS[name](COURSE, shipped).by_what() for name in WRITERS}
    assert not gaps["csv"]
    hinted = next(ids for what, ids in gaps["gift"].items() if "hints" in what)
    assert hinted == list(COURSE.questions)
    assert any("misconceptions" in what for what in gaps["gift"])
    assert any("misconceptions" in what for what in gaps["apkg"])
