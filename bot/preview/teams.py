"""A reply as Teams shows it, drawn from what is sent: its card, or the words of an answer and then its card."""

from collections.abc import Iterator
from typing import Any

from bot.channels.teams.messages import LONGEST, messages
from bot.preview.markup import markdown, plain
from bot.preview.pieces import (
    Box,
    Control,
    Controls,
    Drawing,
    Entry,
    Grid,
    Measure,
    Pairs,
    Piece,
    Rule,
    Said,
    Style,
    cuts,
)
from bot.render.adaptivecard import SIZE, size
from bot.render.plaintext import render as in_words
from dialogs.reply import Reply

Json = dict[str, Any]


def draw(reply: Reply) -> Drawing:
    """The drawing, with the bytes that the card takes, and the characters of the words before it."""
    written = in_words(reply, width=0)
    pieces: list[Piece] = []
    measures: list[Measure] = []
    sent: list[object] = []
    for message in messages(reply, ""):
        if pieces:
            pieces.append(Rule())
        if text := message.get("text"):
            pieces.append(Said(text, markdown(text)))
            measures.append(Measure("characters", len(text), LONGEST))
            sent.append(text)
        for attached in message.get("attachments", ()):
            card = attached["content"]
            pieces += (piece for item in card["body"] for piece in _ruled(item))
            measures.append(Measure("bytes", size(card), SIZE))
            sent.append(card["body"])
    return Drawing(tuple(pieces), tuple(measures), cuts(sent, lambda said: said in written))


def _ruled(item: Json) -> Iterator[Piece]:
    if item.get("separator"):
        yield Rule()
    yield from _pieces(item)


def _pieces(item: Json) -> Iterator[Piece]:
    match item["type"]:
        case "TextBlock":
            yield Said(item["text"], markdown(item["text"]), _style(item))
        case "Container":
            yield Box(tuple(piece for inner in item["items"] for piece in _ruled(inner)))
        case "FactSet":
            yield Pairs(tuple((fact["title"], markdown(fact["value"])) for fact in item["facts"]))
        case "Table":
            yield Grid(
                tuple(tuple(markdown(cell["items"][0]["text"]) for cell in row["cells"]) for row in item["rows"])
            )
        case "ActionSet":
            yield Controls(
                tuple(
                    Control(action["title"], action.get("style") == "positive", action.get("tooltip", ""))
                    for action in item["actions"]
                )
            )
        case "Image":
            yield Said(item["url"], plain(f"[{item['altText']}]"), "small")
        case "Input.Text":
            yield Entry(_label(item), "words")
        case "Input.ChoiceSet":
            options = tuple(choice["title"] for choice in item["choices"])
            yield Entry(_label(item), "several" if item["isMultiSelect"] else "one", options)


def _style(item: Json) -> Style:
    if item.get("style") == "heading":
        return "heading"
    if item.get("size") == "Small":
        return "small"
    if item.get("fontType") == "Monospace":
        return "mono"
    return "strong" if item.get("weight") == "Bolder" else "body"


def _label(item: Json) -> str:
    return str(item["label"]) + ("" if item["isRequired"] else " (optional)")
