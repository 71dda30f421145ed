"""Fewer blocks with the same to read, for a message that has more than Slack takes."""

from collections.abc import Iterable

from bot.render.blockkit.blocks import BUTTONS, SECTION, Block, actions, section
from bot.render.blockkit.mrkdwn import escape

CONTROLS = frozenset({"actions", "context_actions", "input"})
CUT = "This message has more parts than can be shown here."


def fold(blocks: list[Block], limit: int) -> list[Block]:
    """At most `limit` blocks: neighbours as one, then texts before controls, then a cut that says so."""
    if len(blocks) <= limit:
        return blocks
    blocks = _merged(block for whole in blocks for block in _unadorned(whole))
    if len(blocks) > limit:
        blocks = _merged(sorted(blocks, key=lambda block: block["type"] in CONTROLS))
    return blocks if len(blocks) <= limit else [*blocks[: limit - 1], section(CUT)]


def _unadorned(block: Block) -> list[Block]:
    """The block as one that can be merged with its neighbours."""
    match block["type"]:
        case "divider":
            return []
        case "header":
            return [section(f"*{escape(block['text']['text'])}*")]
        case "context":
            return [section(element["text"]) for element in block["elements"]]
        case "image":
            url = block["image_url"].replace("&", "&amp;")
            return [section(f"<{url}|{escape(block['alt_text'])[:SECTION]}>")]
        case _:
            return [block]


def _merged(blocks: Iterable[Block]) -> list[Block]:
    merged: list[Block] = []
    for block in blocks:
        joined = _joined(merged[-1], block) if merged else None
        if joined is None:
            merged.append(block)
        else:
            merged[-1] = joined
    return merged


def _joined(first: Block, second: Block) -> Block | None:
    """Two neighbours as one block, where Slack takes that."""
    match first["type"], second["type"]:
        case "section", "section":
            text = f"{first['text']['text']}\n\n{second['text']['text']}"
            return section(text) if len(text) <= SECTION else None
        case "actions", "actions":
            elements = [*first["elements"], *second["elements"]]
            return actions(elements) if len(elements) <= BUTTONS else None
    return None
