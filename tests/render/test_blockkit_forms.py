"""Forms in Slack, in messages and in windows: their controls, and what comes back."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.render import blockkit
from dialogs.reply import (
    Button,
    Buttons,
    Field,
    Inputs,
    Reply,
    Text,
    say,
)
from dialogs.turn import Action
from tests.render.blocks import check, check_blocks
from tests.render.strategies import FORM, replies

GO = Action("quiz", "start")


@settings(max_examples=60, deadline=None)
@given(replies(), st.integers(0, 3))
def test_slack_takes_every_modal(reply: Reply, lead_back: int) -> None:
    """A reply with one form of its own is a window that Slack opens, with the form's button and no other; else none."""
    own = reply.elements[: len(reply.elements) - lead_back]
    view = blockkit.render_modal(replace(reply, lead_back=lead_back))
    forms = [element for element in own if isinstance(element, Inputs)]
    if view is None:
        assert len(forms) != 1
        return
    assert View(**view).to_dict() == view
    check_blocks(view["blocks"], limit=100)
    assert Action.parse(view["callback_id"]) == forms[0].action
    assert all(0 < len(view[part]["text"]) <= 24 for part in ("title", "submit", "close"))
    assert not any(block["type"] in {"actions", "context_actions", "table"} for block in view["blocks"])
    fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    assert fields == {f"form:0:{field.name}" for field in forms[0].fields}
    assert set(blockkit.modal_faults(Reply(own))) <= fields


def test_a_window() -> None:
    """A short title is the window's, what leads back stays outside, and what is filled in comes back by field."""
    leading = Buttons((Button("Next question", GO),))
    reply = Reply((Text("Your daily quiz", "title"), FORM, Text("A note", "note"), leading), "modal", lead_back=1)
    view = blockkit.render_modal(reply)
    assert view is not None
    assert (view["title"]["text"], view["submit"]["text"], view["callback_id"]) == (
        "Your daily quiz",
        "Save",
        "daily:set",
    )
    assert [block["type"] for block in view["blocks"]] == ["input", "input", "input", "context"]
    message = blockkit.render(reply)
    assert [block["type"] for block in message["blocks"]] == ["header", *["input"] * 3, "actions", "context", "actions"]
    long = blockkit.render_modal(Reply((Text("A title that no window has room for", "title"), FORM)))
    assert long is not None
    assert (long["title"]["text"], long["blocks"][0]["type"]) == ("Tutor", "header")


def test_form_comes_back() -> None:
    """What Slack reports of a form is read by field, whatever the field's control."""
    message = blockkit.render(say(FORM, FORM))
    check(message)
    inputs = [block for block in message["blocks"] if block["type"] == "input"]
    sends = [block["elements"][0] for block in message["blocks"] if block["type"] == "actions"]
    assert [block["element"]["type"] for block in inputs[:3]] == [
        "radio_buttons",
        "checkboxes",
        "plain_text_input",
    ]
    assert inputs[0]["element"]["initial_option"]["value"] == "12"
    assert [button["value"] for button in sends] == ["daily:set", "daily:set"]
    filled: list[dict[str, Any]] = [
        {"selected_option": {"value": "9"}},
        {"selected_options": [{"value": "mon"}, {"value": "tue"}]},
        {"value": "Thank you, all"},
        {"selected_option": None},
        {"selected_options": []},
        {"value": None},
    ]
    state = {
        block["block_id"]: {block["element"]["action_id"]: value} for block, value in zip(inputs, filled, strict=True)
    }
    assert blockkit.submitted(state, sends[0]["action_id"]) == {
        "hour": ("9",),
        "days": ("mon", "tue"),
        "note": ("Thank you, all",),
    }
    assert blockkit.submitted(state, sends[1]["action_id"]) == {"hour": (), "days": (), "note": ()}


@pytest.mark.parametrize(
    ("count", "several", "control"),
    [
        (10, False, "radio_buttons"),
        (10, True, "checkboxes"),
        (11, False, "static_select"),
        (11, True, "multi_static_select"),
        (100, False, "static_select"),
        (101, False, "plain_text_input"),
    ],
)
def test_control_by_count(count: int, several: bool, control: str) -> None:
    """Few options are shown at once, more become a menu, and beyond a menu one is typed."""
    field = Field("f", "Which?", tuple((str(n), f"Option {n}") for n in range(count)), several)
    message = blockkit.render(say(Inputs(GO, (field,), "Send")))
    check(message)
    shown = message["blocks"][0]
    assert shown["element"]["type"] == control
    assert ("Option 100" in shown.get("hint", {"text": ""})["text"]) == (control == "plain_text_input")


def test_long_options_are_listed_in_full() -> None:
    """Options longer than a box's label stand in full above it."""
    text = "word " * 20 + "end"
    field = Field("f", "Which?", (("a", text), ("b", "short")))
    message = blockkit.render(say(Inputs(GO, (field,), "Send")))
    check(message)
    assert message["blocks"][0]["text"]["text"] == f"• {text}\n• short"
