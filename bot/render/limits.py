"""Making a reply fit where a platform sets a limit to a message."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar, assert_never

from content.markup import ELLIPSIS, shorten
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
    Reply,
    Table,
    Text,
)

SHORTENED = f"{ELLIPSIS} (shortened)"
NOTHING = "There is nothing to show here."
LEFT_OUT = Text("Part of this message is too long to be shown here.", "note")
CAPS = (8000, 4000, 2000, 1000, 500, 250, 120)
"""Lengths to which all texts of too long a reply are cut, one after the other until it fits."""

Built = TypeVar("Built")
Item = TypeVar("Item")


def chunks(items: Sequence[Item], length: int) -> Iterator[Sequence[Item]]:
    """The items in groups of at most `length`."""
    for start in range(0, len(items), length):
        yield items[start : start + length]


def fit(reply: Reply, build: Callable[[Reply], Built], size: Callable[[Built], int], limit: int) -> Built:
    """What `build` makes of the reply, of at most the `limit` as `size` counts it.

    Where it is too large, the longest texts are shortened and say so; as a last resort the largest elements
    are left out, and a note says so.
    """
    built = build(reply)
    for cap in CAPS:
        if size(built) <= limit:
            return built
        built = build(replace(reply, elements=tuple(_shortened(element, cap) for element in reply.elements)))
    if size(built) <= limit:
        return built
    return build(_without_largest(reply, lambda element: size(build(replace(reply, elements=(element,)))), limit))


def _without_largest(reply: Reply, size: Callable[[Element], int], limit: int) -> Reply:
    elements = [_shortened(element, CAPS[-1]) for element in reply.elements]
    sizes = [size(element) for element in elements]
    room = limit * 9 // 10 - size(LEFT_OUT)
    kept = set()
    for n in sorted(range(len(elements)), key=sizes.__getitem__):
        if (room := room - sizes[n]) < 0:
            break
        kept.add(n)
    return replace(reply, elements=(*(e for n, e in enumerate(elements) if n in kept), LEFT_OUT))


def _shortened(element: Element, cap: int) -> Element:
    """The element with no text longer than `cap`. Markup that is cut through shows its markers, no more."""
    match element:
        case Text(text):
            return replace(element, text=_cut(text, cap))
        case Quote(text, source):
            return replace(element, text=_cut(text, cap), source=_cut(source, cap))
        case Facts(pairs):
            return replace(element, pairs=tuple((_cut(label, cap), _cut(value, cap)) for label, value in pairs))
        case Table(caption, header, rows):
            cells = tuple(tuple(_cut(cell, cap) for cell in row) for row in (header, *rows))
            return replace(element, caption=_cut(caption, cap), header=cells[0], rows=cells[1:])
        case Progress(label):
            return replace(element, label=_cut(label, cap))
        case Choices(options):
            cut = (replace(o, text=_cut(o.text, cap), mark=_cut(o.mark, cap)) for o in options)
            return replace(element, options=tuple(cut))
        case Buttons(buttons):
            return replace(element, buttons=tuple(replace(b, label=_cut(b.label, cap)) for b in buttons))
        case Opinion(up, down):
            up, down = (replace(b, label=_cut(b.label, cap)) for b in (up, down))
            return replace(element, up=up, down=down)
        case Inputs(_, fields, submit):
            return replace(element, fields=tuple(_shortened_field(f, cap) for f in fields), submit=_cut(submit, cap))
        case Image(_, alt):
            return replace(element, alt=_cut(alt, cap))
        case Divider():
            return element
        case _:
            assert_never(element)


def _shortened_field(field: Field, cap: int) -> Field:
    options = tuple((value, _cut(label, cap)) for value, label in field.options)
    return replace(field, label=_cut(field.label, cap), options=options)


def _cut(text: str, cap: int) -> str:
    return text if len(text) <= cap else shorten(text, cap).removesuffix(ELLIPSIS) + SHORTENED
