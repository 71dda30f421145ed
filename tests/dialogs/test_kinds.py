"""Every kind of question: asked, answered, graded."""

import pytest

from bot.render import plaintext
from dialogs.learner import Attempt
from dialogs.presenting import Presentation, chosen, code, grade, key, submitted, texts
from dialogs.reply import Inputs
from dialogs.turn import ACTION_LIMIT, Action, Submit
from tests.talk import Talk, controls, shipped

QUESTIONS = shipped().questions


@pytest.mark.parametrize("name", QUESTIONS)
def test_right_and_wrong(name: str) -> None:
    """The key typed is right, another answer is not; both say why, and each is recorded once."""
    for right in (True, False):
        talk = Talk()
        talk.happen(Action("quiz", "practise", (name,)))
        told = "\n".join(map(plaintext.render, talk.answer(right=right)))
        assert ("Right." in told) == right, told
        assert "Source:" in told
        (record,) = talk.records
        assert isinstance(record, Attempt)
        assert (record.question, record.first, record.score == 1.0) == (name, True, right)


@pytest.mark.parametrize("name", QUESTIONS)
def test_buttons_fit(name: str) -> None:
    """Every control's action fits a button, and none tells which choice is right."""
    talk = Talk()
    talk.happen(Action("quiz", "practise", (name,)))
    for _, action in controls(talk.replies):
        assert len(str(action).encode()) <= ACTION_LIMIT
        assert Action.parse(str(action)) == action


@pytest.mark.parametrize("kind", ["several", "match", "order"])
def test_form(kind: str) -> None:
    """The same answer through the form is the same as typed."""
    name = next(q.id for q in QUESTIONS.values() if q.kind == kind)
    talk = Talk()
    talk.happen(Action("quiz", "practise", (name,)))
    question, shown = talk.question, talk.shown
    letters = talk.letters(right=True).split(", ")
    form = next(e for reply in talk.replies for e in reply.elements if isinstance(e, Inputs))
    if kind == "several":
        values = {"answer": tuple(letter.lower() for letter in letters)}
    else:
        values = {str(n): (letter.lower(),) for n, letter in enumerate(letters)}
    assert set(values) == {field.name for field in form.fields}
    assert submitted(question, shown, values) == key(question)
    told = "\n".join(map(plaintext.render, talk.happen(Submit(str(form.action), values))))
    assert "Right." in told


def _as_people_type(talk: Talk) -> str:
    """The right answer, loosely."""
    letters = talk.letters(right=True)
    if talk.question.kind == "match":
        return letters.replace("fine-tuning", "fine tuning")
    return "first " + letters.replace(", ", " then ").lower()


@pytest.mark.parametrize("name", [q.id for q in QUESTIONS.values() if q.kind in {"match", "order"}])
def test_typed_loosely(name: str) -> None:
    """A space in "fine tuning" and words between letters change nothing."""
    talk = Talk()
    talk.happen(Action("quiz", "practise", (name,)))
    assert "Right." in "\n".join(map(plaintext.render, talk.say(_as_people_type(talk))))


def test_order_is_stable_and_differs() -> None:
    """A showing has one order wherever it is computed; the next attempt has its own."""
    question = next(q for q in QUESTIONS.values() if q.kind == "one" and len(texts(q)) == 4)
    orders = {Presentation(question.id, 1, attempt, "0123abcd").order(4) for attempt in range(12)}
    assert len(orders) > 3
    assert Presentation("x", 1, 0, "0123abcd").order(4) == Presentation("x", 1, 0, "0123abcd").order(4)


def test_presentation_round_trip() -> None:
    """An id parses to what it names; anything else is no id."""
    shown = Presentation("a-question", 3, 14, "0123abcd")
    assert Presentation.parse(shown.id) == shown
    for text in (
        "",
        "a.b.c.d",
        "a-question.3.14",
        "A.1.0.0123abcd",
        shown.id + "x",
        "a" * 41 + ".1.0.0123abcd",
    ):
        assert Presentation.parse(text) is None


def test_partial_credit() -> None:
    """One right option of several is worth a part, and is not called right."""
    question = next(q for q in QUESTIONS.values() if q.kind == "several")
    shown = Presentation(question.id, 1, 0, "0123abcd")
    response = key(question)[:1]
    graded = grade(question, shown, response)
    assert 0 < graded.score < 1
    assert not graded.right
    assert code(response) in "abcdef"
    assert chosen(question, shown, "aa") is None
