"""Replies as Adaptive Cards 1.5, for Teams.

A button is an `Action.Execute` with the verb `act` and the data `{"action": wire}`. The button of a form has
`{"form": wire}`, to which the client adds what was filled in; `submitted` reads that. A client that sends an
`Action.Submit` sends the same data.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any, assert_never
from urllib.parse import unquote

from bot.render import parts, plaintext
from bot.render.limits import NOTHING, fit
from bot.render.markdown import escape, markdown
from bot.render.words import clean, https, paragraphs, words
from content.markup import Block as Line
from content.markup import Span, shorten
from dialogs.reply import (
    Buttons,
    Choices,
    Divider,
    Element,
    Facts,
    Field,
    Image,
    Inputs,
    Opinion,
    Progress,
    Quote,
    Refresh,
    Reply,
    Table,
    Text,
)

Json = dict[str, Any]

VERB, REFRESH = "act", "refresh"
"""The verbs of what is pressed, and of what the client asks by itself for one person's own view."""

REFRESHED = 60
"""People for whom the client may ask."""

SIZE = 80_000
"""Bytes of a card as `size` counts them: well within the 100 KB of a message."""
SPOKEN = 4_000
ACTIONS = 6
"""Buttons of a card; those beyond go into a menu beside the others."""
TITLE, SHORT_TITLE = 75, 20
"""Characters of a button, and of one that has others beside it: Teams does not wrap them."""
TYPED = 4_000
ALONE = "alone"
"""In the data of a button: its card is seen by one person alone, where others read along."""

RESERVED = frozenset({"action", "form", "number", "several", ALONE})
STYLES: dict[str, Json] = {
    "body": {},
    "title": {"size": "Large", "weight": "Bolder", "style": "heading"},
    "note": {"size": "Small"},
}
# What is spoken is read as SSML where it looks like it.
_SPEECH = str.maketrans({"<": "‹", ">": "›", "&": "+"})


def render(reply: Reply, limit: int = SIZE) -> Json:
    """The card, of at most `limit` bytes, with words for who listens and for a client that cannot show cards."""
    return fit(reply, _card, size, limit)


def for_one(card: Json) -> Json:
    """The same card, as it is shown to one person alone: its buttons say so."""
    body = [
        item
        if "actions" not in item
        else item | {"actions": [action | {"data": action["data"] | {ALONE: True}} for action in item["actions"]]}
        for item in card["body"]
    ]
    return card | {"body": body}


def submitted(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What was filled into a form, by field, from the data that its button sent."""
    form, several = str(data.get("number", 0)), data.get("several", ())
    values = {}
    for name, value in data.items():
        number, dot, rest = name.partition(".")
        field = rest if dot else name
        if name in RESERVED or (number if dot else "0") != form or not isinstance(value, str):
            continue
        given = [unquote(part) for part in value.split(",")] if field in several else [value]
        values[field] = tuple(filter(None, given))
    return values


def size(card: Json) -> int:
    """Bytes of JSON, in UTF-8 or in UTF-16, whichever are more."""
    text = json.dumps(card, ensure_ascii=False)
    return max(len(text.encode()), len(text.encode("utf-16-le")))


def _card(reply: Reply) -> Json:
    text = plaintext.render(reply, width=0) or NOTHING
    own = {} if reply.refresh is None else {"refresh": _refresh(reply.refresh)}
    return own | {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "Full"},
        "speak": shorten(text.translate(_SPEECH), SPOKEN),
        "fallbackText": shorten(escape(text), SPOKEN),
        "body": _body(reply) or [_block(escape(text))],
    }


def _refresh(refresh: Refresh) -> Json:
    action = {"type": "Action.Execute", "verb": REFRESH, "data": {"action": str(refresh.action)}}
    return {"action": action} | ({"userIds": list(refresh.users[-REFRESHED:])} if refresh.users else {})


def _body(reply: Reply) -> list[Json]:
    forms = count()
    divided = False
    made: list[tuple[Element, Json]] = []
    for element in reply.elements:
        for item in _items(element, forms):
            if divided:
                item |= {"separator": True, "spacing": "Medium"}
            divided = False
            made.append((element, item))
        divided = divided or isinstance(element, Divider)
    _fold([(element, item) for element, item in made if item["type"] == "ActionSet"])
    return [item for _, item in made if item.get("actions", True)]


def _fold(sets: list[tuple[Element, Json]]) -> None:
    """Leave six buttons on the card, answers and what sends a form first; the rest goes into a menu.

    Where nothing of a row is left, its menu is that of the row before it.
    """
    left = ACTIONS
    for element, row in sorted(sets, key=lambda made: _RANK.get(type(made[0]), 1)):
        whole = not isinstance(element, Opinion) or len(row["actions"]) <= left
        for action in row["actions"]:
            if left and whole:
                left -= 1
            else:
                action["mode"] = "secondary"
    former: Json = {}
    for _, row in sets:
        if all("mode" in action for action in row["actions"]) and former:
            former["actions"] += row["actions"]
            row["actions"] = []
        else:
            former = row


_RANK: dict[type, int] = {Choices: 0, Inputs: 0, Opinion: 2}


def _items(element: Element, forms: Iterator[int]) -> Iterable[Json]:
    match element:
        case Text(text, style):
            return _blocks(paragraphs(text), **STYLES[style])
        case Quote():
            said = [*_blocks(parts.quoted(element)), *_blocks([parts.source(element)], **STYLES["note"])]
            return [{"type": "Container", "style": "emphasis", "items": said}] if said else []
        case Facts(pairs):
            facts = [{"title": f"{words(name)}:", "value": markdown(paragraphs(value))} for name, value in pairs]
            return [{"type": "FactSet", "facts": facts}] if facts else []
        case Table():
            return _table(element)
        case Progress():
            bar = _block(parts.bar(element, "█", "░"), fontType="Monospace", spacing="None")
            return [_block(escape(parts.counted(element)), weight="Bolder"), bar]
        case Choices():
            return _choices(element)
        case Buttons(buttons):
            return _actions(_execute(words(b.label), {"action": str(b.action)}, primary=b.primary) for b in buttons)
        case Opinion():
            pressed = [_execute(words(b.label), {"action": str(b.action)}) for b in element.buttons]
            return [{"type": "ActionSet", "actions": pressed, "spacing": "Small"}]
        case Inputs():
            return _form(element, next(forms))
        case Image(url, alt):
            if not https(url):
                return _blocks([parts.picture(element)])
            return [{"type": "Image", "url": url, "altText": words(alt) or "Picture"}]
        case Divider():
            return []
        case _:
            assert_never(element)


def _block(text: str, **style: Any) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, **style}


def _blocks(lines: Iterable[Line], **style: Any) -> list[Json]:
    text = markdown(lines)
    return [_block(text, **style)] if text.strip() else []


def _table(element: Table) -> Iterator[Json]:
    yield from _blocks([Line((Span(words(element.caption)),))], weight="Bolder")
    header, rows = parts.grid(element)
    if not rows:
        return
    lines = [[_block(escape(text), weight="Bolder") for text in header]]
    for name, *cells in rows:
        lines.append([_block(escape(name), weight="Bolder"), *(_block(escape(text)) for text in cells)])
    yield {
        "type": "Table",
        "firstRowAsHeader": True,
        "columns": [{"width": 1}] * len(header),
        "rows": [
            {"type": "TableRow", "cells": [{"type": "TableCell", "items": [block]} for block in line]} for line in lines
        ],
    }


def _choices(element: Choices) -> Iterator[Json]:
    """Each answer in full, unless their letters do; then, while it can be chosen, a button for each."""
    for option in () if element.brief else element.options:
        yield from _blocks([parts.choice(option.key, option.text, option.mark)], spacing="Small")
    if element.settled:
        return
    whole = [parts.lettered(option.key, option.text, "  ") for option in element.options]
    short = not element.brief and all(len(text) <= SHORT_TITLE for text in whole)
    yield from _actions(
        _execute(text if short else words(option.key) or text, {"action": str(option.action)}, tooltip=text)
        for option, text in zip(element.options, whole, strict=True)
    )


def _actions(actions: Iterable[Json]) -> Iterator[Json]:
    if made := list(actions):
        yield {"type": "ActionSet", "actions": made}


def _execute(title: str, data: Json, *, tooltip: str = "", primary: bool = False, sends: bool = False) -> Json:
    made: Json = {
        "type": "Action.Execute",
        "title": shorten(title, TITLE) or "Go on",
        "verb": VERB,
        "data": data,
        "associatedInputs": "auto" if sends else "none",
    }
    if tooltip or len(title) > TITLE:
        made["tooltip"] = tooltip or title
    if primary:
        made["style"] = "positive"
    return made


def _form(form: Inputs, number: int) -> Iterator[Json]:
    """The fields, and the button that sends them. Fields of a second form have its number in their names."""
    for field in form.fields:
        yield from _blocks([Line((Span(words(field.error)),))], weight="Bolder", color="Attention")
        bare = number == 0 and field.name not in RESERVED and "." not in field.name
        yield _input(field, field.name if bare else f"{number}.{field.name}")
    data: Json = {"form": str(form.action)}
    several = [field.name for field in form.fields if field.several and field.options]
    data |= ({"several": several} if several else {}) | ({"number": number} if number else {})
    yield from _actions([_execute(words(form.submit) or "Send", data, primary=True, sends=True)])


def _input(field: Field, name: str) -> Json:
    made: Json = {"id": name, "label": words(field.label) or field.name, "isRequired": not field.optional}
    if not field.optional:
        made["errorMessage"] = "Please choose." if field.options else "Please fill this in."
    if not field.options:
        made |= {"type": "Input.Text", "isMultiline": field.long, "maxLength": TYPED}
        given = clean(", ".join(field.value))
        return made | ({"value": given} if 0 < len(given) <= TYPED else {})
    wire = _listed if field.several else str
    made |= {
        "type": "Input.ChoiceSet",
        "style": "expanded",
        "wrap": True,
        "isMultiSelect": field.several,
        "choices": [{"title": words(text) or value, "value": wire(value)} for value, text in field.options],
    }
    known = [wire(value) for value, _ in field.options if value in field.value]
    return made | ({"value": ",".join(known if field.several else known[:1])} if known else {})


def _listed(value: str) -> str:
    """A value as it goes into a list, whose separator is the comma."""
    return value.replace("%", "%25").replace(",", "%2C")
