"""Single blocks and controls of Block Kit, and Slack's limits to them."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.render import parts
from bot.render.blockkit.mrkdwn import texts
from bot.render.words import label
from content.markup import Block as Line
from dialogs.reply import Image, Table

Block = dict[str, Any]

SECTION = 2_900
LABEL = 75
VALUE = 150
ALT = 2_000
BUTTONS = 25
OPTIONS = 100
TABLE_ROWS, TABLE_COLUMNS, TABLE_TEXT = 100, 20, 9_000


def section(text: str) -> Block:
    """A text in mrkdwn, shown whole; bare addresses and names in it stay words."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}, "expand": True}


def sections(lines: Iterable[Line], gap: str = "\n\n") -> list[Block]:
    """These lines in as few sections as take them."""
    return [section(text) for text in texts(lines, SECTION, gap)]


def context(lines: Iterable[Line]) -> list[Block]:
    """These lines as small print."""
    return [
        {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}
        for text in texts(lines, SECTION)
    ]


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text)}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def image(element: Image) -> Block:
    """A picture with its words."""
    return {"type": "image", "image_url": element.url, "alt_text": label(element.alt, ALT) or "Picture"}


def table(element: Table) -> Block | None:
    """A table with its columns wrapped, as a phone needs them; `None` where it is too large for Slack."""
    head, rows = parts.grid(element)
    lines = [head, *rows]
    if not rows or len(lines) > TABLE_ROWS or len(head) > TABLE_COLUMNS:
        return None
    if sum(len(cell) or 1 for line in lines for cell in line) > TABLE_TEXT:
        return None
    cells = [[{"type": "raw_text", "text": cell or " "} for cell in line] for line in lines]
    return {"type": "table", "column_settings": [{"is_wrapped": True}] * len(head), "rows": cells}


def plain(text: str) -> Block:
    """A text object in which nothing is markup."""
    return {"type": "plain_text", "text": text}


def button(text: str, value: str, action_id: str, *, spoken: str = "", primary: bool = False) -> Block:
    """A button; `spoken` is what a screen reader says of it. Without a text it shows its value."""
    made: Block = {"type": "button", "text": plain(text or value), "value": value, "action_id": action_id}
    if spoken:
        made["accessibility_label"] = spoken
    if primary:
        made["style"] = "primary"
    return made


def thumbs(up: tuple[str, str], down: tuple[str, str], action_id: str) -> Block:
    """Slack's thumbs up and down, each with what is said of it and its value."""
    positive, negative = (
        {"text": plain(text or value), "accessibility_label": text or value, "value": value}
        for text, value in (up, down)
    )
    pressed = {"type": "feedback_buttons", "action_id": action_id}
    return {
        "type": "context_actions",
        "elements": [pressed | {"positive_button": positive, "negative_button": negative}],
    }


def menu(options: Sequence[Block], action_id: str) -> Block:
    """A menu of options."""
    return {
        "type": "static_select",
        "placeholder": plain("Choose"),
        "options": list(options),
        "action_id": action_id,
    }


def option(text: str, value: str) -> Block:
    """One option of a menu or a form."""
    return {"text": plain(text), "value": value}


def actions(elements: Sequence[Block]) -> Block:
    """Controls in a row."""
    return {"type": "actions", "elements": list(elements)}
