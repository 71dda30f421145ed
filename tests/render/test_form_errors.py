"""A form that comes back says at each field what was wrong with it, and keeps what was filled in."""

import html as entities
import io
import json
import re

import pytest
from rich.console import Console

from bot.channels.terminal.view import view
from bot.render import adaptivecard, blockkit, html, plaintext
from dialogs.reply import Field, Inputs, Reply, say
from dialogs.turn import Action

RETURNED = say(
    Inputs(
        Action("feedback", "send"),
        (
            Field("about", "What about?", (("x", "This"), ("y", "That")), value=("x",)),
            Field("reason", "Which reason?", (("a", "Wrong"), ("b", "Unclear")), error="Please choose one."),
            Field("words", "Your words", value=("kept words",), optional=True, error="Fewer words, please.", long=True),
        ),
        "Send",
    )
)


def _on_terminal(reply: Reply) -> str:
    console = Console(width=80, file=io.StringIO(), record=True)
    console.print(view(reply))
    return console.export_text()


SHOWN = {
    "plaintext": lambda: plaintext.render(RETURNED),
    "terminal": lambda: _on_terminal(RETURNED),
    "html": lambda: entities.unescape(re.sub(r"<[^>]+>", " ", html.render(RETURNED))),
    "blockkit": lambda: entities.unescape(json.dumps(blockkit.render(RETURNED)["blocks"])),
    "adaptivecard": lambda: json.dumps(adaptivecard.render(RETURNED)["body"]),
}


@pytest.mark.parametrize("renderer", SHOWN)
def test_each_error_stands_at_its_field(renderer: str) -> None:
    """An error is told between the field before its own and the field after it."""
    told = SHOWN[renderer]()
    places = [told.index(text) for text in ("What about?", "Please choose one.", "Fewer words, please.")]
    assert places == sorted(places)
    assert told.index("Please choose") < told.index("Your words")


def test_a_browser_is_told_which_field_is_wrong() -> None:
    """On the page, the fields with an error are marked as invalid, and no others."""
    page = html.render(RETURNED)
    invalid = {re.search(r'name="(\w+)"', tag)[1] for tag in re.findall(r"<[^>]*aria-invalid[^>]*>", page)}  # type: ignore[index]
    assert invalid == {"reason", "words"}
    assert ">kept words</textarea>" in page
