"""A reply as Slack shows it, drawn from its blocks."""

import json
from collections.abc import Iterator
from typing import Any

from bot.preview.markup import mrkdwn, plain
from bot.preview.pieces import Control, Controls, Drawing, Entry, Grid, Measure, Piece, Rule, Said, cuts
from bot.render.blockkit import MESSAGE_BLOCKS, MESSAGE_SIZE, render
from bot.render.plaintext import render as in_words
from dialogs.reply import Reply

Json = dict[str, Any]


def draw(reply: Reply) -> Drawing:
    """The drawing, with the blocks and the characters that the message takes."""
    blocks = render(reply)["blocks"]
    size = len(json.dumps(blocks, ensure_ascii=False))
    measures = (Measure("blocks", len(blocks), MESSAGE_BLOCKS), Measure("characters", size, MESSAGE_SIZE))
    written = in_words(reply, width=0)
    return Drawing(
        tuple(piece for block in blocks for piece in _pieces(block)),
        measures,
        cuts(blocks, lambda text: text in written),
    )


def _pieces(block: Json) -> Iterator[Piece]:
    match block["type"]:
        case "header":
            text = block["text"]["text"]
            yield Said(text, plain(text), "heading")
        case "section":
            yield _section(block["text"]["text"])
        case "context":
            for element in block["elements"]:
                yield Said(element["text"], mrkdwn(element["text"]), "small")
        case "actions":
            yield from _controls(block["elements"])
        case "context_actions":
            yield Controls(tuple(map(_thumb, _thumbs(block))))
        case "input":
            yield _entry(block)
        case "table":
            yield Grid(tuple(tuple(plain(cell["text"]) for cell in row) for row in block["rows"]))
        case "image":
            alt = f"[{block['alt_text']}]"
            yield Said(f"{alt} {block['image_url']}", plain(alt), "small")
        case "divider":
            yield Rule()


def _section(text: str) -> Said:
    lines = text.split("\n")
    if all(line.startswith(">") for line in lines):
        return Said(text, mrkdwn("\n".join(line[1:] for line in lines)), "quote")
    return Said(text, mrkdwn(text))


def _controls(elements: list[Json]) -> Iterator[Piece]:
    buttons = [element for element in elements if element["type"] == "button"]
    if buttons:
        yield Controls(
            tuple(
                Control(
                    made["text"]["text"],
                    primary=made.get("style") == "primary",
                    more=made.get("accessibility_label", ""),
                )
                for made in buttons
            )
        )
    for element in elements:
        if element["type"] == "static_select":
            yield Controls(tuple(Control(option["text"]["text"]) for option in element["options"]), menu=True)


def _thumbs(block: Json) -> Iterator[Json]:
    for element in block["elements"]:
        yield from (element["positive_button"], element["negative_button"])


def _thumb(button: Json) -> Control:
    return Control(button["text"]["text"], more=button["accessibility_label"])


def _entry(block: Json) -> Entry:
    element = block["element"]
    kinds: dict[str, Any] = {"radio_buttons": "one", "checkboxes": "several", "plain_text_input": "words"}
    options = tuple(option["text"]["text"] for option in element.get("options", ()))
    label = block["label"]["text"] + (" (optional)" if block["optional"] else "")
    return Entry(label, kinds.get(element["type"], "menu"), options, block.get("hint", {}).get("text", ""))
