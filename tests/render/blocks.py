"""What Slack takes of blocks, and how it reads them."""

import html
import json
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block

LOOK_ALIKES = str.maketrans("∗ˍ∼ˋ›", "*_~`>")


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every object within blocks, or within a card."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from walk(child)


def check_blocks(blocks: list[dict[str, Any]], limit: int = 50) -> None:
    """What Slack asks of blocks: its own models' rules, and those that they miss."""
    assert 0 < len(blocks) <= limit
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block, "a property that Slack does not know"
    for name in ("action_id", "block_id"):
        names = [node[name] for node in walk(blocks) if name in node]
        assert len(names) == len(set(names))
        assert all(0 < len(each) <= 255 for each in names)
    for node in walk(blocks):
        if "text" in node and isinstance(node["text"], str):
            assert node["text"].strip() or (node["type"], node["text"]) == ("raw_text", " ")
            assert len(node["text"]) <= 3000
        if "options" in node:
            check_options(node)
    tables = [block["rows"] for block in blocks if block["type"] == "table"]
    assert len(tables) <= 1
    assert all(len(rows) <= 100 and len({len(row) for row in rows}) == 1 for rows in tables)
    assert sum(len(node["text"]) for node in walk(blocks) if node.get("type") == "raw_text") <= 10_000


def check_options(control: dict[str, Any]) -> None:
    """What Slack asks of a menu or of boxes."""
    options = control["options"]
    assert 0 < len(options) <= (100 if "select" in control["type"] else 10)
    for option in options:
        assert 0 < len(option["text"]["text"]) <= 75
        assert 0 < len(option["value"]) <= 150
    chosen = control.get("initial_options") or [control.get("initial_option", options[0])]
    assert all(option in options for option in chosen)


def check(message: dict[str, Any]) -> None:
    """What Slack asks of a message."""
    check_blocks(message["blocks"])
    assert message["text"].strip()
    assert len(message["text"].encode()) <= 4000
    assert len(json.dumps(message["blocks"], ensure_ascii=False)) <= 13_200


def mrkdwn(message: dict[str, Any]) -> list[str]:
    """Every text in which Slack looks for markup."""
    return [message["text"], *(node["text"] for node in walk(message) if node.get("type") == "mrkdwn")]


def read(text: str) -> str:
    """What somebody reads where Slack shows this mrkdwn, as far as it is words."""
    return html.unescape(text).translate(LOOK_ALIKES)
