"""Drawings in a terminal: what a channel shows, and how much of its limits that takes."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from bot.channels.terminal.view import SPAN_STYLES, view
from bot.preview import slack, teams
from bot.preview.items import Step
from bot.preview.pieces import Box, Controls, Drawing, Entry, Grid, Pairs, Piece, Rule, Said
from bot.render import plaintext
from content.markup import Block
from dialogs.reply import Reply

CHANNELS = {"slack": "Slack", "teams": "Teams", "web": "Web chat", "terminal": "Terminal"}
WIDTH = 80
STYLES = {"body": "", "heading": "bold", "strong": "bold", "small": "dim", "mono": "cyan", "quote": "italic"}


def shown(step: Step, channel: str) -> Iterator[RenderableType]:
    """A step as one channel shows it. Slack's texts are as they are sent, in mrkdwn."""
    for reply in step.replies:
        title = f"{CHANNELS[channel]} · {step.title}"
        yield Panel(_body(reply, channel), title=title, title_align="left", border_style="dim", padding=(1, 1, 0, 1))


def _body(reply: Reply, channel: str) -> RenderableType:
    match channel:
        case "slack":
            return _drawn(slack.draw(reply), sent=True)
        case "teams":
            return _drawn(teams.draw(reply), sent=False)
        case "web":
            return Text(plaintext.render(reply, width=WIDTH) + "\n")
        case _:
            return view(reply)


def _drawn(drawing: Drawing, *, sent: bool) -> RenderableType:
    parts: list[RenderableType] = []
    for piece in drawing.pieces:
        parts += [*_piece(piece, sent=sent), ""]
    parts.append(Text(" · ".join(map(str, drawing.measures)), style="dim"))
    parts += [Text(f"Cut to fit: {cut}", style="bold yellow") for cut in drawing.cuts]
    return Group(*parts)


def _piece(piece: Piece, *, sent: bool) -> Iterator[RenderableType]:
    match piece:
        case Said(text, lines, style):
            said = Text(text) if sent else _lines(lines)
            said.stylize(STYLES[style])
            yield said
        case Controls(controls, menu):
            labels = Text()
            for control in controls:
                labels.append(f"[ {control.label} ]", "bold reverse" if control.primary else "cyan").append("  ")
            yield Text("▾ a menu of").append("  ").append(labels) if menu else labels
        case Entry(label, kind, options, hint):
            yield Text(label, style="bold")
            yield from (Text(f"{'☐' if kind == 'several' else '○'} {option}") for option in options)
            yield from (Text(f"[{hint or ' ' * 40}]", style="dim"),) if kind == "words" else ()
        case Grid(rows):
            yield _grid(rows)
        case Pairs(pairs):
            table = Table.grid(padding=(0, 2))
            for name, value in pairs:
                table.add_row(Text(name, style="bold"), _lines(value))
            yield table
        case Box(pieces):
            inner = [part for one in pieces for part in _piece(one, sent=sent)]
            yield Padding(Group(*inner), (0, 0, 0, 2))
        case Rule():
            yield Line(style="dim")
        case _:
            assert_never(piece)


def _grid(rows: tuple[tuple[tuple[Block, ...], ...], ...]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    for cell in rows[0]:
        table.add_column(_lines(cell))
    for row in rows[1:]:
        table.add_row(*(_lines(cell) for cell in row))
    return table


def _lines(blocks: Iterable[Block]) -> Text:
    lines = []
    for block in blocks:
        line = Text("• " if block.bullet else "")
        for span in block.spans:
            line.append(span.text, f"link {span.url}" if span.url else SPAN_STYLES[span.style])
        lines.append(line)
    return Text("\n").join(lines)
