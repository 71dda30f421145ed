"""Replies on a terminal, drawn with rich."""

from collections.abc import Iterator
from typing import assert_never

from rich.box import SIMPLE_HEAD
from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text as Line

from content.markup import parse
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

SPAN_STYLES = {"plain": "", "bold": "bold", "italic": "italic", "code": "cyan"}
TEXT_STYLES = {"body": "", "title": "bold cyan", "note": "dim"}
INDENT = (0, 0, 0, 2)


def view(reply: Reply) -> RenderableType:
    """What to print for a reply. Choices carry letters; where there are none, buttons carry numbers.

    Links are the terminal's own (OSC 8); rich leaves the address out where there is no terminal.
    """
    lettered = any(isinstance(e, Choices) and not e.settled for e in reply.elements)
    parts: list[RenderableType] = []
    number = 1
    for element in reply.elements:
        if isinstance(element, Buttons | Opinion):
            parts.append(_buttons(element, None if lettered else number))
            number += len(element.buttons)
        else:
            parts.extend(_element(element))
        parts.append("")
    return Padding(Group(*parts), INDENT)


def _element(element: Element) -> Iterator[RenderableType]:
    match element:
        case Text(text, style):
            yield from _lines(text, TEXT_STYLES[style])
        case Quote(text, source, url):
            yield from (Padding(line, INDENT) for line in _lines(text, "italic"))
            yield Line(source, style=f"dim link {url}")
        case Facts(pairs):
            yield _grid((), pairs)
        case Table(title, header, rows):
            yield Line(title, style=TEXT_STYLES["title"])
            yield _grid(header, rows)
        case Progress(label, done, total):
            yield Line(f"{label}: {done} of {total}")
            yield ProgressBar(total=max(total, 1), completed=done, width=20)
        case Choices():
            yield from _choices(element)
        case Buttons() | Opinion():
            yield _buttons(element, 1)
        case Inputs(_, fields, _):
            for field in fields:
                yield Line(field.label, style="bold" if field.options else "")
                if field.error:
                    yield Line(f"  {field.error}", style="bold")
                yield from (Line(f"  {label}") for _, label in field.options if not _repeats(element))
        case Image(url, alt):
            yield Line(f"{alt} ({url})", style="dim")
        case Divider():
            yield Rule(style="dim")
        case _:
            assert_never(element)


def _choices(element: Choices) -> Iterator[Line]:
    if element.brief:
        yield Line("   ".join(option.key for option in element.options), style="bold")
        return
    style = "dim" if element.settled else "bold"
    for option in element.options:
        mark = f"  ({option.mark})" if option.mark else ""
        yield Line.assemble((f"{option.key}) ", style), option.text, (mark, "bold"))


def _repeats(form: Inputs) -> bool:
    """Whether all fields of a form offer the same, so that the list is not printed for each."""
    return len(form.fields) > 1 and len({field.options for field in form.fields}) == 1


def _buttons(element: Buttons | Opinion, number: int | None) -> Columns:
    """With numbers where a number means a button, else as words to type. No label is torn at the end of a line."""
    labels = (
        Line(button.label, "cyan")
        if number is None
        else Line.assemble((f"{number + n} ", "bold cyan"), button.label, no_wrap=True)
        for n, button in enumerate(element.buttons)
    )
    return Columns(labels, padding=(0, 3))


def _grid(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, show_header=bool(header), padding=(0, 1), header_style="bold")
    for n in range(max(map(len, (header, *rows)))):
        grid.add_column(header[n] if n < len(header) else "", style="bold" if n == 0 else "", overflow="fold")
    for row in rows:
        grid.add_row(*(Line("\n").join(_lines(cell, "")) for cell in row))
    return grid


def _lines(text: str, style: str) -> Iterator[Line]:
    """Paragraphs with an empty line between them, bullets without."""
    for n, block in enumerate(parse(text)):
        if n and not block.bullet:
            yield Line()
        line = Line("• " if block.bullet else "", style=style)
        for span in block.spans:
            line.append(span.text, f"link {span.url}" if span.url else SPAN_STYLES[span.style])
        yield line
