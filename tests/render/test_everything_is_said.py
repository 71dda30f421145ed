"""What every renderer has to keep: all words, all actions, every kind of element."""

import html as entities
import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from bot.render import adaptivecard, blockkit, html, plaintext
from dialogs.reply import Buttons, Choices, Divider, Element, Inputs, Opinion, Reply, say
from tests.render.strategies import KINDS, WORDS, by_kind, replies, said

Render = Callable[[Reply], str]


def slack(reply: Reply) -> str:
    """The blocks of a message."""
    return json.dumps(blockkit.render(reply)["blocks"], ensure_ascii=False)


def slack_text(reply: Reply) -> str:
    """The text beside the blocks."""
    return str(blockkit.render(reply)["text"])


def slack_home(reply: Reply) -> str:
    """A Home tab."""
    return json.dumps(blockkit.render_home(reply), ensure_ascii=False)


def teams(reply: Reply) -> str:
    """The body of a card."""
    return json.dumps(adaptivecard.render(reply)["body"], ensure_ascii=False)


def teams_speech(reply: Reply) -> str:
    """What a card speaks."""
    return str(adaptivecard.render(reply)["speak"])


def web(reply: Reply) -> str:
    """The words and attributes of a page."""
    return entities.unescape(html.render(reply))


def terminal(reply: Reply) -> str:
    """Plain text."""
    return plaintext.render(reply, width=0)


SHOWN: tuple[Render, ...] = (slack, slack_home, teams, web)
HEARD: tuple[Render, ...] = (slack_text, teams_speech, terminal)


@pytest.mark.parametrize("render", SHOWN + HEARD, ids=lambda render: render.__name__)
def test_every_word_is_said(render: Render) -> None:
    """Each text of a reply, of whatever element, is among what is shown."""

    @settings(max_examples=25, deadline=None)
    @given(replies(WORDS))
    def holds(reply: Reply) -> None:
        shown = render(reply)
        for element in reply.elements:
            texts = said(element)
            if render in HEARD and isinstance(element, Inputs):
                texts = texts[1:]  # who listens types the answer, and has no use for the button
            for text in texts:
                assert text in shown or text in re.sub(r"\s+", " ", shown)

    holds()


@pytest.mark.parametrize("render", SHOWN, ids=lambda render: render.__name__)
def test_every_action_can_be_pressed(render: Render) -> None:
    """Each action of a reply is among what can be pressed; those of settled choices are not."""

    @settings(max_examples=25, deadline=None)
    @given(replies(WORDS))
    def holds(reply: Reply) -> None:
        shown = render(reply)
        for element in reply.elements:
            match element:
                case Buttons() | Opinion():
                    assert all(str(button.action) in shown for button in element.buttons)
                case Choices(options, False):
                    assert all(str(option.action) in shown for option in options)
                case Inputs(action):
                    assert str(action) in shown

    holds()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_is_shown(kind: type) -> None:
    """Every kind of element makes a difference to what every renderer shows."""

    @settings(max_examples=5, deadline=None)
    @given(by_kind(WORDS)[kind].filter(lambda element: isinstance(element, Divider) or any(said(element))))
    def holds(element: Element) -> None:
        for render in SHOWN:
            assert render(say("before", element, "after")) != render(say("before", "after"))

    holds()


def test_an_empty_reply_says_so() -> None:
    """A reply without anything in it still makes a message that can be sent."""
    for render in (slack, slack_text, slack_home, teams, teams_speech):
        assert "nothing to show" in render(Reply(()))
    assert web(Reply(())) == terminal(Reply(())) == ""
