"""Every transcript, as every renderer shows it."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.render import adaptivecard, blockkit, plaintext
from bot.render import html as page
from dialogs.reply import Reply
from tests.talk import Talk, flat, play, transcripts

Shown = Callable[[Reply], str]


def _strings(value: object) -> list[str]:
    """All texts inside a card or a list of blocks."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    return [text for item in value for text in _strings(item)] if isinstance(value, list) else []


def _in_html(reply: Reply) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.render(reply)))


def _in_blocks(reply: Reply) -> str:
    return html.unescape(" ".join(_strings(blockkit.render(reply))))


def _in_card(reply: Reply) -> str:
    return " ".join(_strings(adaptivecard.render(reply)))


RENDERERS: dict[str, Shown] = {
    "plaintext": plaintext.render,
    "html": _in_html,
    "blockkit": _in_blocks,
    "adaptivecard": _in_card,
}


@pytest.mark.parametrize("name", transcripts())
def test_transcript(name: str) -> None:
    """Each step is answered, with what must be seen and without what must not, in every format."""
    talk = Talk()
    for number, said in enumerate(transcripts()[name], 1):
        replies = play(talk, said)
        for renderer, render in RENDERERS.items():
            said.check(f"{name} in {renderer}, step {number}", flat(" ".join(map(render, replies))))


def test_readme() -> None:
    """The conversation in the README happens as it stands there."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```conversation\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    talk, shown = Talk(), ""
    for line in block[1].splitlines():
        who, _, text = line.partition(": ")
        if who == "you":
            shown = flat(" ".join(map(plaintext.render, talk.say(text))))
        else:
            assert flat(text) in shown, f"{text!r} not in: {shown}"


def test_payloads_are_json() -> None:
    """What goes to the platforms can be sent."""
    for reply in Talk().say("compare"):
        assert json.loads(json.dumps(blockkit.render(reply)))["blocks"]
        assert json.loads(json.dumps(adaptivecard.render(reply)))["body"]
