"""What is typed is cleaned once, whatever the channel: every engine takes it, and every dialog can read it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.delivery import Delivery
from bot.store import Store, open_store
from bot.turns import Turns
from dialogs.turn import Action, Command, MalformedActionError, Message, Profile, Submit, readable
from tests.delivery.fakes import ANN, RecordingChannel, message
from tests.talk import Talk


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store of each engine."""
    opened = open_store(database_url)
    yield opened
    await opened.close()


TYPED = {
    "a null": ("groun\x00ding", "grounding"),
    "control characters": ("\x07gro\x1bunding\x7f", "grounding"),
    "bidirectional overrides": ("\u202egrounding\u202c \u2066now\u2069", "grounding now"),
    "zero-width characters": ("gro\u200bun\ufeffding\u2060", "grounding"),
    "joiners in a Latin word": ("gro\u200dun\u200cding", "grounding"),
    "half an emoji": ("grounding \ud83d?", "grounding ?"),
    "an emoji of several": ("grounding \U0001f469\u200d\U0001f4bb", "grounding \U0001f469\u200d\U0001f4bb"),
    "Persian spelling": ("می\u200cروم", "می\u200cروم"),
}
"""What is typed, and what is read."""


@pytest.mark.parametrize("name", TYPED)
async def test_kept_as_read(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel, name: str
) -> None:
    """What was typed is answered and kept without what nobody sees, and without an apology."""
    typed, read = TYPED[name]
    named = replace(message("one", typed), profile=Profile(name=typed, zone="Europe/\x00Paris"))
    assert await turns.receive(named)
    await delivery.drain()
    assert channel.sent == [f"{read} (0)"]
    assert (await store.run(lambda t: t.conversation(ANN))).topic == read
    learner = await store.run(lambda t: t.learner(ANN))
    assert (learner.name, learner.zone) == (read, "Europe/Paris")


def test_lines_stay() -> None:
    """Lines and tabs are kept; every kind of line break is the same one."""
    assert readable("one\r\ntwo\rthree\u2028four\tfive") == "one\ntwo\nthree\nfour\tfive"


def test_nothing_seen_is_nothing_said() -> None:
    """A message of nothing but such characters is taken for an empty one."""
    assert Talk().say("\x00\u202e\u200b\ud800") == Talk().say("")


@pytest.mark.parametrize("event", [Message("/qu\u200biz 2\x00"), Command("quiz\x00", "\u200b2")])
def test_commands(event: Message | Command) -> None:
    """A command is understood with such characters in it, typed or sent by a platform."""
    talk = Talk()
    talk.happen(event)
    assert talk.conversation.find("quiz")


def test_forms() -> None:
    """What is filled into a form is cleaned too."""
    talk = Talk()
    assert talk.happen(Submit("nobody:home", {"field": ("\x00\ud800",)}))


@pytest.mark.parametrize("wire", ["quiz:start:\x00", "quiz:start:\ud800", "quiz:\u202estart"])
def test_buttons(wire: str) -> None:
    """A button with such characters is none of ours."""
    with pytest.raises(MalformedActionError):
        Action.parse(wire)
