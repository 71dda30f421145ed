"""Replies as fragments of HTML for the web page, without any style or script of their own.

Everything is escaped. What can be pressed is a `button[data-action]` with the wire of its action; a form is a
`form[data-form]` with the wire of the form, its fields named.

Classes: `title` and `note`; `quote` (a figure); `facts` (a dl); `table` (what scrolls around a table, whose
cells name their column in `data-label`); `progress`; `choices` > `choice` > `letter`; `letters` > `choice`;
`settled` (a list), its lines with a `letter` and maybe a `mark`, and then `right` or `wrong`; `buttons` > `button`;
`opinion` > `button`, small print to press; `form` > `field`, `error`, `option`, `button`; `picture`. The likeliest
button is also `primary`.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import assert_never

from bot.render import parts
from bot.render.words import clean, https, paragraphs, words
from content.markup import Block, Span
from dialogs.reply import (
    Buttons,
    Choice,
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

LISTED = 10
"""Options that a field shows at once; more become a menu."""
TYPED = 4_000


def render(reply: Reply) -> str:
    """The elements one after the other."""
    return "\n".join(part for element in reply.elements for part in _element(element) if part)


def _element(element: Element) -> Iterator[str]:
    match element:
        case Text(text, style):
            yield from _text(text, style)
        case Quote():
            yield from _quote(element)
        case Facts(pairs):
            lines = [f"<div><dt>{_words(name)}</dt><dd>{_inline(value)}</dd></div>" for name, value in pairs]
            yield f'<dl class="facts">{"".join(lines)}</dl>' if lines else ""
        case Table():
            yield from _table(element)
        case Progress():
            done, total = parts.share(element)
            bar = f'<progress max="{total or 1}" value="{done}"></progress>'
            yield f'<label class="progress">{escape(parts.counted(element))} {bar}</label>'
        case Choices():
            if element.options:
                yield (
                    _settled(element) if element.settled else _letters(element) if element.brief else _choices(element)
                )
        case Buttons(buttons):
            pressed = [_button(words(b.label), str(b.action), primary=b.primary) for b in buttons]
            group = f'<div class="buttons" role="group" aria-label="What next">{"".join(pressed)}</div>'
            yield group if buttons else ""
        case Opinion():
            pressed = [_button(words(b.label), str(b.action), primary=False) for b in element.buttons]
            yield f'<div class="opinion" role="group" aria-label="Did this help?">{"".join(pressed)}</div>'
        case Inputs():
            yield _form(element)
        case Image(url, alt):
            shown = f'<img class="picture" src="{escape(url)}" alt="{_words(alt)}" loading="lazy">'
            yield shown if https(url) else f"<p>{_line(parts.picture(element))}</p>"
        case Divider():
            yield "<hr>"
        case _:
            assert_never(element)


def _text(text: str, style: str) -> Iterable[str]:
    blocks = paragraphs(text)
    if style == "title":
        return [f'<h2 class="title">{_inline(text)}</h2>'] if blocks else []
    return _prose(blocks, ' class="note"' if style == "note" else "")


def _prose(blocks: Iterable[Block], attributes: str = "") -> Iterator[str]:
    for bullets, group in groupby(blocks, key=lambda block: block.bullet):
        if bullets:
            yield f"<ul{attributes}>{''.join(f'<li>{_line(block)}</li>' for block in group)}</ul>"
        else:
            yield from (f"<p{attributes}>{_line(block)}</p>" for block in group)


def _inline(text: str) -> str:
    return " ".join(map(_line, paragraphs(text)))


def _words(text: str) -> str:
    return escape(words(text))


def _line(block: Block) -> str:
    return "".join(map(_span, block.spans))


def _span(span: Span) -> str:
    text = escape(span.text)
    match span.style:
        case "bold":
            return f"<strong>{text}</strong>"
        case "italic":
            return f"<em>{text}</em>"
        case "code":
            return f"<code>{text}</code>"
        case "link" if https(span.url):
            return f'<a href="{escape(span.url)}" rel="noopener noreferrer" target="_blank">{text}</a>'
        case _:
            return text


def _quote(element: Quote) -> Iterator[str]:
    cite = f' cite="{escape(element.url)}"' if https(element.url) else ""
    said = "".join(_prose(paragraphs(element.text)))
    source = _line(parts.source(element))
    caption = f"<figcaption>{source}</figcaption>" if source else ""
    yield f'<figure class="quote"><blockquote{cite}>{said}</blockquote>{caption}</figure>'


def _table(element: Table) -> Iterator[str]:
    width = max(map(len, (element.header, *element.rows)))
    header = _padded(element.header, width)
    head = "".join(f'<th scope="col">{_inline(text)}</th>' for text in header)
    rows = (
        "".join(
            f'<td data-label="{_words(header[n])}">{_inline(text)}</td>'
            if n
            else f'<th scope="row">{_inline(text)}</th>'
            for n, text in enumerate(_padded(row, width))
        )
        for row in element.rows
    )
    caption = _words(element.caption)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    # A table that is wider than a phone scrolls by itself, also from the keyboard.
    yield (
        f'<div class="table" role="region" aria-label="{caption or "Table"}" tabindex="0"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _padded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))


def _choices(element: Choices) -> str:
    buttons = (
        f'<button type="button" class="choice" data-action="{escape(str(option.action))}">'
        f'<span class="letter">{_words(option.key)}</span> {_inline(option.text)}</button>'
        for option in element.options
    )
    return f'<div class="choices" role="group" aria-label="Answers">{"".join(buttons)}</div>'


def _letters(element: Choices) -> str:
    """A row of letters; who listens hears each answer in full."""
    buttons = (
        f'<button type="button" class="choice" data-action="{escape(str(option.action))}"'
        f' aria-label="{_words(option.key)}: {_words(option.text)}">{_words(option.key)}</button>'
        for option in element.options
    )
    return f'<div class="letters" role="group" aria-label="Answers">{"".join(buttons)}</div>'


def _settled(element: Choices) -> str:
    return f'<ul class="settled">{"".join(map(_settled_choice, element.options))}</ul>'


def _settled_choice(option: Choice) -> str:
    said = f'<span class="letter">{_words(option.key)}</span> {_inline(option.text)}'
    if not (mark := _words(option.mark)):
        return f"<li>{said}</li>"
    kind = "right" if option.right else "wrong"
    return f'<li class="{kind}">{said} <strong class="mark">({mark})</strong></li>'


def _button(label: str, wire: str, *, primary: bool) -> str:
    names = "button primary" if primary else "button"
    return f'<button type="button" class="{names}" data-action="{escape(wire)}">{escape(label or wire)}</button>'


def _form(element: Inputs) -> str:
    fields = "".join(map(_field, element.fields))
    send = f'<button type="submit" class="button primary">{_words(element.submit) or "Send"}</button>'
    wire = escape(str(element.action))
    return f'<form class="form" data-form="{wire}" autocomplete="off">{fields}{send}</form>'


def _field(field: Field) -> str:
    label = (_words(field.label) or escape(field.name)) + (" (optional)" if field.optional else "")
    name = f'name="{escape(field.name)}"'
    required = "" if field.optional else " required"
    if error := _words(field.error):
        label += f' <strong class="error">{error}</strong>'
        name += ' aria-invalid="true"'
    if not field.options:
        given = escape(clean(", ".join(field.value)))
        area = f'<textarea {name} rows="3" maxlength="{TYPED}"{required}>{given}</textarea>'
        line = f'<input type="text" {name} maxlength="{TYPED}" value="{given}"{required}>'
        return f'<label class="field">{label} {area if field.long else line}</label>'
    if len(field.options) > LISTED and not field.several:
        options = "".join(_option(field, value, text) for value, text in field.options)
        empty = "" if field.value and not field.optional else '<option value=""></option>'
        return f'<label class="field">{label} <select {name}{required}>{empty}{options}</select></label>'
    kind = "checkbox" if field.several else "radio"
    # Of several boxes the browser would require each one.
    must = "" if field.several else required
    boxes = "".join(
        f'<label class="option"><input type="{kind}" {name} value="{escape(value)}"{must}'
        f"{' checked' if value in field.value else ''}> {_inline(text) or escape(value)}</label>"
        for value, text in field.options
    )
    return f'<fieldset class="field"><legend>{label}</legend>{boxes}</fieldset>'


def _option(field: Field, value: str, text: str) -> str:
    chosen = " selected" if value in field.value else ""
    return f'<option value="{escape(value)}"{chosen}>{_words(text) or escape(value)}</option>'
