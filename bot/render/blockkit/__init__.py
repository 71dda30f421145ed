"""Replies in Slack's Block Kit, within its limits.

A button's `value` is the wire of its action, and its `action_id` begins with `act:`. Where buttons are too
many they become a menu, whose options have those values. The button of a form has the wire of the form as its
`value`, and an `action_id` that begins with `form:`; `submitted` finds what was filled in. Thumbs are Slack's own,
with the same `value` and `action_id` as a button.
"""

import marshal
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, assert_never

from bot.render import parts, plaintext
from bot.render.blockkit.blocks import (
    BUTTONS,
    LABEL,
    OPTIONS,
    Block,
    actions,
    button,
    context,
    divider,
    header,
    image,
    menu,
    plain,
    section,
    sections,
    table,
    thumbs,
)
from bot.render.blockkit.fold import fold
from bot.render.blockkit.form import faults, field_blocks, form_blocks, submitted
from bot.render.blockkit.mrkdwn import escape, texts
from bot.render.limits import NOTHING, chunks, fit
from bot.render.words import https, label, paragraphs, remembered, words
from content.markup import Block as Line
from content.markup import Span, shorten
from dialogs.reply import (
    Buttons,
    Choices,
    Divider,
    Element,
    Facts,
    Image,
    Inputs,
    Opinion,
    Progress,
    Quote,
    Reply,
    Table,
    Text,
)

__all__ = ["modal_faults", "render", "render_home", "render_modal", "submitted"]

MESSAGE_BLOCKS = 48
"""Slack takes 50; the channel may add who a message is for, and a way to share it."""
MESSAGE_SIZE = 12_000
"""Characters of JSON. Slack does not say where it refuses a message: at about 13,200."""
VIEW_BLOCKS = 100
VIEW_SIZE = 100_000
WINDOW_LABEL = 24
"""Characters of a modal's title and of its buttons."""
FALLBACK_BYTES = 3_900
"""Of the text beside the blocks: `chat.update` takes 4,000."""
HEADER = 150
SHORT = 30
"""Characters of an answer that a button shows on a phone as well."""
QUOTE = 1_400


def render(reply: Reply) -> dict[str, Any]:
    """The `blocks` of a message, and the `text` that notifications and screen readers get."""
    text = fit(reply, _fallback, _bytes, FALLBACK_BYTES) or NOTHING
    blocks = fit(reply, lambda whole: _blocks(whole, MESSAGE_BLOCKS, view=False), _size, MESSAGE_SIZE)
    return {"blocks": blocks or [section(text)], "text": text}


def render_home(reply: Reply) -> dict[str, Any]:
    """The view of a Home tab. Tables are told row by row, and thumbs are buttons: a view shows neither."""
    blocks = fit(reply, lambda whole: _blocks(whole, VIEW_BLOCKS, view=True), _size, VIEW_SIZE)
    return {"type": "home", "blocks": blocks or [section(NOTHING)]}


def render_modal(reply: Reply) -> dict[str, Any] | None:
    """The view of a modal whose `callback_id` is the wire of its form; `None` for a reply that is not one form.

    The first title is the modal's. What only leads back elsewhere, and buttons beside the form's, are left out.
    """
    own = reply.elements[: len(reply.elements) - reply.lead_back]
    forms = [element for element in own if isinstance(element, Inputs)]
    if len(forms) != 1:
        return None
    (form,), titles = forms, [e for e in own if isinstance(e, Text) and e.style == "title"]
    title = words(titles[0].text) if titles else ""
    named = 0 < len(title) <= WINDOW_LABEL
    inside = tuple(e for e in own if not isinstance(e, Buttons | Choices | Opinion) and not (named and e is titles[0]))
    body = replace(reply, elements=inside)
    blocks = fit(body, lambda whole: _blocks(whole, VIEW_BLOCKS, view=True, window=True), _size, VIEW_SIZE)
    return {
        "type": "modal",
        "callback_id": str(form.action),
        "title": plain(title if named else "Tutor"),
        "submit": plain(label(form.submit, WINDOW_LABEL) or "Send"),
        "close": plain("Cancel"),
        "blocks": blocks or [section(NOTHING)],
    }


def modal_faults(reply: Reply) -> dict[str, str]:
    """What is wrong with what was sent from a modal, by the block of its field; empty where nothing is."""
    return {block: told for e in reply.elements if isinstance(e, Inputs) for block, told in faults(e, 0).items()}


def _fallback(reply: Reply) -> str:
    return escape(plaintext.render(reply, width=0))


def _bytes(text: str) -> int:
    return len(text.encode())


def _size(blocks: list[Block]) -> int:
    """About the length of the JSON, for a tenth of the time that writing it takes."""
    return len(marshal.dumps(blocks, 2))


def _blocks(reply: Reply, limit: int, *, view: bool, window: bool = False) -> list[Block]:
    layout = _Layout(view=view, window=window)
    return fold([block for element in reply.elements for block in layout.blocks(element)], limit)


class _Layout:
    """Makes the blocks of one message: its controls are numbered, its tables rationed."""

    def __init__(self, *, view: bool, window: bool) -> None:
        """`window`: a form's button is not among the blocks."""
        self._view = view
        self._form = field_blocks if window else form_blocks
        self._tables = 0 if view else 1
        self._numbers = count()

    def blocks(self, element: Element) -> Iterable[Block]:
        match element:
            case Text():
                return _text(element)
            case Quote():
                return (*_quoted(element), *context([parts.source(element)]))
            case Facts(pairs):
                return sections((parts.fact(name, value) for name, value in pairs), gap="\n")
            case Table():
                return self._table(element)
            case Progress():
                counted = Line((Span(parts.counted(element), "bold"),))
                return sections((counted, Line((Span(parts.bar(element, "▰", "▱")),))), gap="\n")
            case Choices():
                return self._choices(element)
            case Buttons():
                return self._buttons(element)
            case Opinion():
                return self._opinion(element)
            case Inputs():
                return self._form(element, next(self._numbers))
            case Image():
                return [image(element)] if https(element.url) else sections([parts.picture(element)])
            case Divider():
                return [divider()]
            case _:
                assert_never(element)

    def _table(self, element: Table) -> list[Block]:
        caption = sections([Line((Span(words(element.caption), "bold"),))])
        drawn = table(element) if self._tables else None
        if drawn is None:
            return [*caption, *sections(parts.row_by_row(element), gap="\n")]
        self._tables -= 1
        return [*caption, drawn]

    def _choices(self, element: Choices) -> list[Block]:
        """Each answer once: in full above buttons with their letters, or on the buttons where all are short."""
        listed = sections((parts.choice(c.key, c.text, c.mark) for c in element.options), gap="\n")
        if element.settled:
            return listed
        named = [(choice, *_lettered(choice.key, choice.text)) for choice in element.options]
        short = not element.brief and all(len(whole) <= SHORT for _, whole, _ in named)
        row = self._row(
            [
                button(whole if short else label(choice.key, LABEL), str(choice.action), self._name(), spoken=spoken)
                for choice, whole, spoken in named
            ]
        )
        return [*([] if short or element.brief else listed), *row]

    def _opinion(self, element: Opinion) -> list[Block]:
        if self._view:
            return self._buttons(Buttons(element.buttons))
        up, down = ((label(b.label, LABEL), str(b.action)) for b in element.buttons)
        return [thumbs(up, down, self._name())]

    def _buttons(self, element: Buttons) -> list[Block]:
        return self._row(
            [button(label(b.label, LABEL), str(b.action), self._name(), primary=b.primary) for b in element.buttons]
        )

    def _row(self, buttons: Sequence[Block]) -> list[Block]:
        """The buttons; menus where they are too many."""
        if len(buttons) <= BUTTONS:
            return [actions(buttons)] if buttons else []
        options = [{"text": made["text"], "value": made["value"]} for made in buttons]
        return [actions([menu(group, self._name())]) for group in chunks(options, OPTIONS)]

    def _name(self) -> str:
        return f"act:{next(self._numbers)}"


@remembered
def _lettered(key: str, text: str) -> tuple[str, str]:
    """The letter and the answer, and the same as a screen reader says it."""
    return parts.lettered(key, text, "  "), shorten(parts.lettered(key, text, ": "), LABEL)


def _text(element: Text) -> list[Block]:
    if element.style == "note":
        return context(paragraphs(element.text))
    if element.style == "title":
        title = words(element.text)
        if 0 < len(title) <= HEADER:
            return [header(title)]
    return sections(paragraphs(element.text))


def _quoted(element: Quote) -> list[Block]:
    return [section(">" + text.replace("\n", "\n>")) for text in texts(paragraphs(element.text), QUOTE)]
