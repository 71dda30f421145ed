"""An item is found by its id, and what is shown of it is what the tutor says."""

import pytest

from bot.preview.items import AmbiguousItemError, Item, UnknownItemError, find, items, steps
from content.model import Course
from dialogs.reply import Reply
from tests.render.strategies import said
from tests.talk import router, shipped

KINDS = ("one", "true-false", "several", "match", "order")


def a_question(kind: str) -> str:
    """The id of a question of this kind."""
    return next(name for name, question in shipped().questions.items() if question.kind == kind)


def titles(item: Item) -> list[str]:
    """What the steps of an item are called."""
    return [step.title for step in steps(shipped(), item, router())]


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_with_its_answers_and_hints(kind: str) -> None:
    """A question of any kind is shown as asked, wrong, right, and with all its hints."""
    question = shipped().questions[a_question(kind)]
    asked, wrong, right, hinted = steps(shipped(), find(shipped(), question.id), router())
    assert question.stem in words(asked.replies)
    assert "**Right.**" in words(right.replies)
    assert "**Right.**" not in words(wrong.replies)
    assert any(told in words(wrong.replies) for told in ("**Not quite.**", "**Partly right.**"))
    assert all(hint in words(hinted.replies) for hint in question.hints)


def words(replies: tuple[Reply, ...]) -> str:
    """All texts of some replies."""
    return "\n".join(text for reply in replies for element in reply.elements for text in said(element))


def test_every_kind_of_item() -> None:
    """Terms, topics at each length, scenarios with each first choice, tables row by row, lessons step by step."""
    course = shipped()
    assert titles(find(course, "term:rag")) == ["The term"]
    assert titles(find(course, "cost")) == ["In short", "Shorter", "More", "Example", "Analogy", "Simpler"]
    assert "After “neither”" in titles(find(course, "law-firm"))
    table = next(iter(course.comparisons.values()))
    assert titles(find(course, f"comparison:{table.id}"))[1:] == [aspect.title for aspect in table.aspects]
    lesson = next(iter(course.lessons.values()))
    assert len(titles(find(course, f"lesson:{lesson.id}"))) == len(lesson.steps)


def test_every_item_can_be_shown() -> None:
    """No item of the shipped course is without something to show."""
    for item in (item for found in items(shipped()).values() for item in found if item.kind != "question"):
        assert all(step.replies for step in steps(shipped(), item, router())), item


def test_an_unknown_id() -> None:
    """What nothing is called is told so."""
    with pytest.raises(UnknownItemError, match="there is no question, term, topic"):
        find(shipped(), "nothing-of-the-kind")
    with pytest.raises(UnknownItemError, match="there is no term 'law-firm'"):
        find(shipped(), "term:law-firm")


def test_an_id_of_two_things() -> None:
    """Where a topic and a term share an id, either can be named."""
    course: Course = shipped()
    term = course.terms[0].model_copy(update={"id": "cost"})
    fields = {name: getattr(course, name) for name in Course.model_fields}
    course = Course(**(fields | {"terms": (*course.terms, term)}))
    with pytest.raises(AmbiguousItemError, match="term:cost or topic:cost"):
        find(course, "cost")
    assert find(course, "term:cost").kind == "term"
    assert find(course, "topic:cost").kind == "topic"
