"""Buttons that have aged, wander to somebody else, or were never ours: each answers sensibly."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.render import plaintext
from dialogs.learner import Attempt
from dialogs.reply import Reply
from dialogs.turn import Action, Address, Submit
from tests.talk import Talk, shipped


def shown(replies: tuple[Reply, ...]) -> str:
    return "\n".join(map(plaintext.render, replies))


def answer(talk: Talk, letter: str = "a") -> Action:
    return Action("quiz", "answer", (talk.shown.id, letter))


@pytest.fixture
def talk() -> Talk:
    """Somebody with an open quiz."""
    talk = Talk()
    talk.say("quiz 3")
    return talk


def test_double_click_counts_once(talk: Talk) -> None:
    """The second click on a choice is told that it counts once, and records nothing."""
    click = answer(talk)
    talk.happen(click, clicked="m1")
    again = shown(talk.happen(click, clicked="m1"))
    assert "It counts once" in again
    assert "Next question" in again
    assert len(talk.records) == 1


def test_last_months_message(talk: Talk) -> None:
    """A choice of a round that is over still counts, once, by itself, and leaves no round open."""
    click = answer(talk)
    talk.say("stop")
    talk.wait(30)
    later = shown(talk.happen(click, clicked="m1"))
    assert "Start a quiz" in later
    assert len(talk.records) == 1
    assert talk.conversation.active is None


def test_click_of_a_round_that_moved_on(talk: Talk) -> None:
    """A choice of a question that was skipped is graded by itself, and the round stays where it is."""
    click = answer(talk)
    talk.say("skip")
    after = shown(talk.happen(click, clicked="m1"))
    assert "Question 2 of 3" in after
    (record,) = talk.records
    assert isinstance(record, Attempt)


def test_somebody_elses_button(talk: Talk) -> None:
    """Another learner's click answers nothing for anybody."""
    other = Talk(Address("test", "tenant", "bob", "bob"))
    assert "somebody else" in shown(other.happen(answer(talk), clicked="m1"))
    assert other.records == []


def test_content_that_changed(talk: Talk) -> None:
    """A button of a former revision does not count; the learner is led back to the question as it is now."""
    old = replace(talk.shown, revision=talk.shown.revision + 7)
    told = shown(talk.happen(Action("quiz", "answer", (old.id, "a")), clicked="m1"))
    assert "rewritten" in told
    assert "Question 1 of 3" in told
    assert talk.records == []


def test_question_that_left(talk: Talk) -> None:
    """A button of a question that is no longer there says so."""
    gone = replace(talk.shown, question="no-such-question")
    assert "has left the course" in shown(talk.happen(Action("quiz", "answer", (gone.id, "a"))))


FORGED: dict[str, Callable[[Talk], Action]] = {
    "no presentation": lambda talk: Action("quiz", "answer"),
    "not an id": lambda talk: Action("quiz", "answer", ("<script>", "a")),
    "a letter beyond": lambda talk: answer(talk, "z"),
    "two letters": lambda talk: answer(talk, "ab"),
    "no letter": lambda talk: Action("quiz", "answer", (talk.shown.id,)),
    "the future": lambda talk: Action("quiz", "answer", (replace(talk.shown, attempt=5).id, "a")),
    "an unknown verb": lambda talk: Action("quiz", "explode"),
    "an unknown dialog": lambda talk: Action("nobody", "home"),
    "an unknown topic": lambda talk: Action("quiz", "topic", ("nothing",)),
    "an unknown lesson": lambda talk: Action("explain", "step", ("nothing", "99")),
    "a step that is no number": lambda talk: Action("explain", "step", ("tune-or-ground", "x")),
    "an unknown term": lambda talk: Action("lookup", "term", ("nothing",)),
    "an unknown scenario verb": lambda talk: Action("scenario", "explode", ("x",)),
    "an unknown daily verb": lambda talk: Action("daily", "explode"),
}


@pytest.mark.parametrize("kind", FORGED)
def test_forged_action(talk: Talk, kind: str) -> None:
    """A forged or unknown action gets words and a next step, and records nothing."""
    told = shown(talk.happen(FORGED[kind](talk)))
    assert told.strip()
    assert talk.records == []


def test_incomplete_form() -> None:
    """A form with an empty line is asked for again; nothing is recorded."""
    talk = Talk()
    name = next(q.id for q in shipped().questions.values() if q.kind == "match")
    talk.happen(Action("quiz", "practise", (name,)))
    told = shown(talk.happen(Submit(str(Action("quiz", "answer", (talk.shown.id,))), {"0": ("both",)})))
    assert "Fill in every line" in told
    assert talk.records == []


def test_forged_form(talk: Talk) -> None:
    """A form that names no action of ours gets a next step."""
    assert shown(talk.happen(Submit("\N{SNOWMAN}", {}))).strip()
