"""The dialogue around a case: conversations as data, and what holds on every way through."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import plaintext
from content.model import Scenario
from dialogs.learner import Active, Attempt, Conversation, Learner
from dialogs.scenario import ScenarioDialog
from dialogs.turn import ACTION_LIMIT, Action, Command, Message, Turn
from tests.scenario.answers import case
from tests.talk import ANN, START, Talk, controls, flat, listed, shipped

FOLDER = Path(__file__).parent / "transcripts"


def step(talk: Talk, taken: dict[str, Any]) -> str:
    """Take one step of a transcript; all that is seen then."""
    if "wait" in taken:
        talk.wait(taken["wait"])
        return ""
    replies = talk.press(taken["press"]) if "press" in taken else talk.say(taken["say"])
    return flat(" ".join(map(plaintext.render, replies)))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_transcript(path: Path) -> None:
    """Each step is answered as written down; where it says so, the case is closed then, else it stays open."""
    talk = Talk()
    for number, taken in enumerate(yaml.safe_load(path.read_text("utf-8")), 1):
        where = f"{path.stem}, step {number}"
        seen = step(talk, taken)
        assert [text for text in listed(taken.get("see", [])) if flat(text) not in seen] == [], f"{where}: {seen}"
        assert [text for text in listed(taken.get("never", [])) if flat(text) in seen] == [], f"{where}: {seen}"
        if taken.get("closed"):
            assert talk.conversation.find("scenario") is None, where
        if talk.conversation.find("scenario") is not None and "wait" not in taken:
            assert list(controls(talk.replies)), f"{where}: nothing to go on with"


SAID = (
    "idk",
    "tell me",
    "both",
    "fine-tuning",
    "grounding for the citations",
    "tuning for the jargon",
    "grounding for the jargon",
    "neither",
    "I change my mind, grounding",
    "mark me right",
    "next",
    "skip",
    "the library",
    "",
    "what is RAG?",
    "scenario",
)
MOVES = st.lists(st.sampled_from(SAID) | st.integers(min_value=0, max_value=9), max_size=14)
NAMES = [scenario.id for scenario in shipped().scenarios]


@given(MOVES, st.sampled_from(NAMES))
@settings(deadline=None, max_examples=60)
def test_every_way_leads_on(moves: list[str | int], name: str) -> None:
    """Whatever is typed and pressed: an answer, a way on, small JSON for state, and buttons that fit the wire."""
    talk = Talk()
    talk.say(f"case {name}")
    for move in moves:
        offered = [action for _, action in controls(talk.replies) if action.dialog == "scenario"]
        if isinstance(move, str):
            talk.say(move)
        elif offered:
            talk.happen(offered[move % len(offered)], clicked="message-1")
        assert flat(" ".join(map(plaintext.render, talk.replies)))
        assert all(len(str(action).encode()) <= ACTION_LIMIT for _, action in controls(talk.replies))
        if (active := talk.conversation.find("scenario")) is not None:
            assert len(json.dumps(active.data)) < 1000
            assert list(controls(talk.replies))


@given(st.lists(st.sampled_from(["idk", "tell me", "skip", "show me the answer", "mark me right", ""]), max_size=6))
@settings(deadline=None, max_examples=30)
def test_no_answer_before_an_attempt(moves: list[str]) -> None:
    """Asking for the answer does not bring it, however often, as long as nothing was tried."""
    talk = Talk()
    talk.say("case law firm")
    for move in moves:
        talk.say(move)
        assert "How I would put it" not in " ".join(map(plaintext.render, talk.replies))


def kept(scenario: Scenario, **data: Any) -> Conversation:
    """A conversation with a case open, as it comes back from the store."""
    conversation = Conversation("test", "tenant", "ann", "", "ann")
    fresh: dict[str, Any] = {"scenario": scenario.id, "revision": scenario.revision}
    lists: dict[str, Any] = {"told": [], "mistaken": [], "half_way": []}
    return conversation.opened(Active("scenario", "answer", fresh | lists | data))


def pressed(action: Action, conversation: Conversation) -> tuple[str, Conversation]:
    """What the dialog says to a button, and the conversation after it."""
    turn = Turn("test:1", ANN, action, START)
    outcome = ScenarioDialog(shipped()).handle(turn, Learner("test", "tenant", "ann"), conversation)
    assert outcome is not None
    return flat(" ".join(map(plaintext.render, outcome.replies))), outcome.conversation or conversation


def test_state_comes_back_from_json() -> None:
    """A case goes on from what the store kept of it, lists and all."""
    law_firm = case("law-firm")
    data = {"attempts": 1, "asked": "citing", "covered": {"terminology": "lingo"}, "mistaken": ["citing"]}
    seen, _ = pressed(Action("scenario", "meet", ("law-firm", "1", "grounding")), kept(law_firm, **data))
    assert "you said it after a second look" in seen


def test_a_rewritten_case_begins_anew() -> None:
    """State of an earlier revision is not gone on with."""
    law_firm = case("law-firm")
    old = kept(law_firm, revision=law_firm.revision + 1, covered={"terminology": "lingo"})
    seen, conversation = pressed(Action("scenario", "hint", ("law-firm",)), old)
    assert "has been rewritten" in seen
    assert "two wishes" in seen
    active = conversation.find("scenario")
    assert active is not None
    assert active.data["revision"] == law_firm.revision
    assert not active.data["covered"]


@pytest.mark.parametrize(
    "action",
    [
        Action("scenario", "advise", ("vets", "both")),
        Action("scenario", "advise", ("law-firm", "magic")),
        Action("scenario", "meet", ("law-firm", "x", "both")),
        Action("scenario", "explode", ("law-firm",)),
        Action("scenario", "advise"),
    ],
)
def test_buttons_that_have_had_their_day(action: Action) -> None:
    """A button of another case, or none that is known, changes nothing and leads back to the question."""
    conversation = kept(case("law-firm"))
    seen, after = pressed(action, conversation)
    assert "belongs to an earlier moment" in seen
    assert "fine-tuning, grounding, both or neither" in seen
    assert after == conversation


@pytest.mark.parametrize("verb", ["advise", "meet", "hint", "answer", "stop"])
def test_buttons_of_a_closed_case(verb: str) -> None:
    """A button of a case that is closed offers the cases there are."""
    conversation = Conversation("test", "tenant", "ann", "", "ann")
    seen, _ = pressed(Action("scenario", verb, ("law-firm", "both")), conversation)
    assert "that case is closed" in seen
    assert "the tea merchant" in seen


def test_another_dialog_on_top_keeps_its_messages() -> None:
    """A line typed while something else is open on top of the case is not taken for an answer to the case."""
    conversation = kept(case("law-firm")).opened(Active("quiz", "asked"))
    turn = Turn("test:1", ANN, Message("fine-tuning"), START)
    assert ScenarioDialog(shipped()).handle(turn, Learner("test", "tenant", "ann"), conversation) is None


def test_every_twist_can_come() -> None:
    """Which twist is asked follows from who asks, and all of them are asked of somebody."""
    asked = set()
    for number in range(60):
        learner = Learner("test", "tenant", f"learner-{number}")
        turn = Turn("test:1", ANN, Message("FT for the jargon, RAG for the citations"), START)
        outcomes = [ScenarioDialog(shipped()).handle(turn, learner, kept(case("law-firm"))) for _ in range(2)]
        twists = {o.conversation.find("scenario").data["twist"] for o in outcomes if o and o.conversation}  # type: ignore[union-attr]
        assert len(twists) == 1
        asked |= twists
    assert asked == {twist.id for twist in case("law-firm").twists}


def test_the_commands_name() -> None:
    """The first case opens without a name, and each by its own."""
    dialog, learner = ScenarioDialog(shipped()), Learner("test", "tenant", "ann")
    for name in ("", *NAMES):
        conversation = Conversation("test", "tenant", "ann", "", "ann")
        outcome = dialog.handle(Turn("test:1", ANN, Command("scenario", name), START), learner, conversation)
        assert outcome is not None
        assert outcome.conversation is not None
        active = outcome.conversation.active
        assert active is not None
        assert active.data["scenario"] == (name or "law-firm")


def practised(*names: str) -> set[str]:
    """The questions that follow from these expectations of the law firm."""
    return {question for e in case("law-firm").expectations if e.id in names for question in e.practise}


def test_what_was_weak_is_asked_next() -> None:
    """Questions on what took help come first in the next quiz and in the daily one; those on the rest do not come."""
    talk = Talk()
    for said in ("case", "fine-tune it on the cases, so that it can cite them", "grounding", "tuning"):
        talk.say(said)
    assert set(talk.learner.wanted) == practised("citing")
    talk.say("stop")
    talk.wait(2)
    for command in ("quiz 2", "daily now"):
        talk.say(command)
        assert talk.question.id in practised("citing")
        talk.say("stop")


def test_a_strong_answer_brings_nothing_forward() -> None:
    """Whoever had it all by themselves is given no extra reviews."""
    talk = Talk()
    talk.say("case")
    talk.say("FT for the jargon, RAG for the citations")
    assert talk.learner.wanted == ()


def test_the_first_answer_to_a_question_brought_forward_is_a_first_attempt() -> None:
    """Item statistics still see it as the learner's first attempt, and progress as one question answered."""
    talk = Talk()
    for said in ("case", "both", "tell me the answer", "stop", "quiz 1"):
        talk.say(said)
    talk.answer(right=True)
    (attempt,) = (record for record in talk.records if isinstance(record, Attempt))
    assert attempt.first
    assert sum(review.attempts for review in talk.learner.reviews.values()) == 1
