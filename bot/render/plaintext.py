"""Replies as plain text: for logs, for a terminal without more, and for those who listen instead of look.

Choices carry letters. Buttons carry numbers, but not beside letters, of which a number would mean one.
"""

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import assert_never

from bot.render import parts
from bot.render.words import clean, https, paragraphs, remembered, words
from content.markup import Block
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

NARROWEST = 12
"""Characters that a column of a table takes at least; a narrower table is told row by row."""


def render(reply: Reply, width: int = 80, first: int = 1) -> str:
    """The reply in lines of at most `width` characters, addresses and long words aside.

    With a width of 0 nothing is wrapped or aligned, which is how it reads best aloud. `first` is the number
    of the first button.
    """
    lettered = any(isinstance(element, Choices) and not element.settled for element in reply.elements)
    number = first
    said = []
    for element in reply.elements:
        lines = _lines(element, width, None if lettered else number)
        said.append("\n".join(lines))
        if isinstance(element, Buttons | Opinion):
            number += len(element.buttons)
    return ("\n\n" if width else "\n").join(filter(None, said))


def _lines(element: Element, width: int, number: int | None) -> Iterator[str]:
    match element:
        case Text(text):
            yield from _paragraphs(text, width)
        case Quote():
            yield from prose((*parts.quoted(element), parts.source(element)), width, gap=False)
        case Facts(pairs):
            yield from prose((parts.fact(label, value) for label, value in pairs), width, gap=False)
        case Table():
            yield from table(element, width)
        case Progress():
            yield progress(element) if width else parts.counted(element)
        case Choices():
            yield from choices(element, width)
        case Buttons() | Opinion():
            yield "  ".join(buttons(element, number))
        case Inputs():
            yield from form(element, width)
        case Image():
            yield from prose((parts.picture(element),), width)
        case Divider():
            yield "-" * min(width, 40)
        case _:
            assert_never(element)


@remembered
def _paragraphs(text: str, width: int) -> tuple[str, ...]:
    return tuple(prose(paragraphs(text), width))


def prose(blocks: Iterable[Block], width: int, *, gap: bool = True) -> Iterator[str]:
    """Paragraphs with an empty line between them, where `gap` says so, and bullets."""
    for n, block in enumerate(blocks):
        if n and gap and not block.bullet:
            yield ""
        yield from _wrapped(line(block), width, "- " if block.bullet else "")


def line(block: Block) -> str:
    """The words of a block, its links with their address."""
    return "".join(
        f"{span.text} ({span.url})" if span.style == "link" and https(span.url) else span.text for span in block.spans
    )


def choices(element: Choices, width: int) -> Iterator[str]:
    """The answers, each with its letter and, once settled, its mark; their letters alone where these do."""
    if element.brief:
        yield "  ".join(f"[{words(option.key)}]" for option in element.options)
        return
    for option in element.options:
        mark = f" ({words(option.mark)})" if words(option.mark) else ""
        lead = f"{words(option.key)}) "
        yield from _wrapped(words(option.text) + mark, width, lead)


def buttons(element: Buttons | Opinion, number: int | None) -> Iterator[str]:
    """The labels, numbered from `number` or, for `None`, without numbers."""
    for n, button in enumerate(element.buttons):
        label = words(button.label) or str(button.action)
        yield f"[{label}]" if number is None else f"[{number + n}] {label}"


def progress(element: Progress) -> str:
    """The progress in words, with a bar."""
    return f"{parts.counted(element)} [{parts.bar(element, '#', '-')}]"


def form(element: Inputs, width: int) -> Iterator[str]:
    """What each field asks for and, for a choice, what may be typed; once where fields offer the same."""
    told: tuple[tuple[str, str], ...] = ()
    for field in element.fields:
        yield from _wrapped(f"{words(field.label)} ({asked(field)})".strip(), width, "")
        yield from _wrapped(words(field.error), width, "! ")
        if field.options != told:
            told = field.options
            for _, label in told:
                yield from _wrapped(words(label), width, "- ")


def asked(field: Field) -> str:
    """How a field wants to be answered."""
    how = "type one" if field.options else "type your words"
    how = "type one or more" if field.options and field.several else how
    known = [words(label) for value, label in field.options if value in field.value]
    known = known or [" ".join(clean(value).split()) for value in field.value]
    return how + (", or nothing" if field.optional else "") + (f"; now {', '.join(known)}" if known else "")


def table(element: Table, width: int) -> Iterator[str]:
    """The caption, then the table in columns; row by row where columns would be too narrow to read."""
    yield from _wrapped(words(element.caption), width, "")
    header, rows = parts.grid(element)
    if not rows:
        return
    widths = _widths([header, *rows], width)
    if not widths:
        yield from prose(parts.row_by_row(element), width, gap=False)
        return
    yield from _row(header, widths)
    yield "  ".join("-" * column for column in widths)
    for row in rows:
        yield from _row(row, widths)


def _widths(rows: list[list[str]], width: int) -> list[int]:
    """The width of each column, the widest cut until all fit; empty where they cannot."""
    widths = [max(3, *(len(row[n]) for row in rows)) for n in range(len(rows[0]))]
    room = width - 2 * (len(widths) - 1)
    if sum(min(column, NARROWEST) for column in widths) > room:
        return []
    while (over := sum(widths) - room) > 0:
        widest = max(widths)
        rest = max((column for column in widths if column < widest), default=0)
        widths[widths.index(widest)] -= min(over, widest - max(rest, NARROWEST))
    return widths


def _row(row: list[str], widths: list[int]) -> Iterator[str]:
    cells = [wrap(text, column) or [""] for text, column in zip(row, widths, strict=True)]
    for n in range(max(map(len, cells))):
        lines = (cell[n] if n < len(cell) else "" for cell in cells)
        yield "  ".join(text.ljust(column) for text, column in zip(lines, widths, strict=True)).rstrip()


def _wrapped(text: str, width: int, lead: str) -> list[str]:
    if not text.strip():
        return []
    if not width:
        return [lead + text]
    rest = " " * len(lead)
    return wrap(
        text,
        width,
        initial_indent=lead,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
