"""A page with an item as all four channels show it, side by side: one file that needs nothing else."""

import io
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import assert_never

from rich.console import Console
from rich.terminal_theme import MONOKAI

from bot.channels.terminal.view import view
from bot.preview import slack, teams
from bot.preview.items import Item, Step
from bot.preview.pieces import Box, Control, Controls, Drawing, Entry, Grid, Pairs, Piece, Rule, Said
from bot.preview.terminal import CHANNELS
from bot.render import html
from content.markup import Block, Span
from content.model import Course
from dialogs.reply import Reply

FOLDER = Path(__file__).parent
WEB_CHAT = FOLDER.parent / "channels" / "page"
COLUMNS = 54
"""Characters of a line of the terminal."""


def page(course: Course, item: Item, steps: Sequence[Step]) -> str:
    """The page, as HTML."""
    rows = "".join(_row(step) for step in steps)
    title = f"{item.id} · {item.kind}"
    return Template((FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        title=escape(title),
        course=escape(course.title),
        kind=escape(item.kind),
        id=escape(item.id),
        style=(FOLDER / "page.css").read_text(encoding="utf-8"),
        names="".join(f'<span class="name">{name}</span>' for name in CHANNELS.values()),
        rows=rows,
    )


def _row(step: Step) -> str:
    drawn = {
        "slack": "".join(map(_slack, step.replies)),
        "teams": "".join(map(_teams, step.replies)),
        "web": _web(step.replies),
        "terminal": "".join(map(_terminal, step.replies)),
    }
    cells = "".join(
        f'<section class="cell" aria-label="{name}: {escape(step.title)}"><h3>{name}</h3>{drawn[channel]}</section>'
        for channel, name in CHANNELS.items()
    )
    return f'<article><h2>{escape(step.title)}</h2><div class="row">{cells}</div></article>'


def _slack(reply: Reply) -> str:
    drawing = slack.draw(reply)
    pieces = "".join(map(_piece, drawing.pieces))
    return f'<div class="slack"><span class="face"></span><div>{_BY}{pieces}</div></div>{_foot(drawing)}'


def _teams(reply: Reply) -> str:
    drawing = teams.draw(reply)
    pieces = "".join(map(_piece, drawing.pieces))
    return f'<div class="teams">{_BY}<div class="card">{pieces}</div></div>{_foot(drawing)}'


_BY = '<p class="by"><b>Tutor</b> <small>09:00</small></p>'


def _foot(drawing: Drawing) -> str:
    meters = "".join(
        f'<label>{measure} <meter max="{measure.limit}" value="{measure.used}"></meter></label>'
        for measure in drawing.measures
    )
    cuts = "".join(f'<p class="cut"><b>Cut to fit:</b> {escape(cut)}</p>' for cut in drawing.cuts)
    return f'<div class="foot">{meters}{cuts}</div>'


def _web(replies: Iterable[Reply]) -> str:
    """The web chat's own style in a frame of its own, so that it is as wide as a phone there."""
    messages = "".join(
        f'<article class="message tutor"><div class="body">{html.render(reply)}</div></article>' for reply in replies
    )
    icon = b64encode((WEB_CHAT / "icon.svg").read_bytes()).decode()
    style = (WEB_CHAT / "page.css").read_text(encoding="utf-8").replace("icon.svg", f"data:image/svg+xml;base64,{icon}")
    inside = (
        '<!doctype html><html lang="en"><meta name="color-scheme" content="light dark">'
        f"<style>{style} body {{ min-height: 0; background: none; }} main {{ padding: .25rem; }}</style>"
        f'<main><div id="log">{messages}</div></main></html>'
    )
    # Without a script of its own the frame can be measured by the page, and nothing in it runs.
    return f'<iframe sandbox="allow-same-origin" title="Web chat" srcdoc="{escape(inside)}"></iframe>'


def _terminal(reply: Reply) -> str:
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, highlight=False)
    console.print(view(reply))
    drawn = console.export_html(theme=MONOKAI, inline_styles=True, code_format="{code}")
    # Links of a terminal lead out of the page.
    return f'<pre class="terminal">{re.sub("<a href=", "<a target=_blank rel=noopener href=", drawn)}</pre>'


def _piece(piece: Piece) -> str:
    match piece:
        case Said(_, lines, style):
            return f'<div class="said {style}">{_lines(lines)}</div>'
        case Controls(controls, menu):
            if menu:
                options = "".join(f"<option>{escape(control.label)}</option>" for control in controls)
                return (
                    f'<div class="controls"><select aria-label="Choose"><option>Choose</option>{options}</select></div>'
                )
            return f'<div class="controls">{"".join(map(_control, controls))}</div>'
        case Entry():
            return _entry(piece)
        case Grid(rows):
            head, body = _cells(rows[0], "th"), "".join(_cells(row, "td") for row in rows[1:])
            return f'<div class="grid"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>'
        case Pairs(pairs):
            listed = "".join(f"<dt>{escape(name)}</dt><dd>{_lines(value)}</dd>" for name, value in pairs)
            return f"<dl>{listed}</dl>"
        case Box(pieces):
            return f'<div class="box">{"".join(map(_piece, pieces))}</div>'
        case Rule():
            return "<hr>"
        case _:
            assert_never(piece)


def _cells(row: Iterable[tuple[Block, ...]], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_lines(cell)}</{tag}>' for cell in row)}</tr>"


def _control(control: Control) -> str:
    more = f' title="{escape(control.more)}"' if control.more else ""
    kind = "primary" if control.primary else "plain"
    return f'<button type="button" class="{kind}"{more}>{escape(control.label)}</button>'


def _entry(entry: Entry) -> str:
    label, options = escape(entry.label), "".join(f"<option>{escape(option)}</option>" for option in entry.options)
    match entry.kind:
        case "menu":
            return f'<label class="entry"><b>{label}</b> <select><option>Choose</option>{options}</select></label>'
        case "words":
            area = f'<textarea rows="2" placeholder="{escape(entry.hint)}"></textarea>'
            return f'<label class="entry"><b>{label}</b> {area}</label>'
        case kind:
            box = "checkbox" if kind == "several" else "radio"
            lines = "".join(f'<label><input type="{box}"> {escape(option)}</label>' for option in entry.options)
            return f'<fieldset class="entry"><legend>{label}</legend>{lines}</fieldset>'


def _lines(blocks: Iterable[Block]) -> str:
    return "".join(
        f'<span class="{"bullet" if block.bullet else "line"}">{"".join(map(_span, block.spans)) or "&nbsp;"}</span>'
        for block in blocks
    )


_TAGS = {"bold": "b", "italic": "i", "code": "code"}


def _span(span: Span) -> str:
    text = escape(span.text)
    if span.style == "link":
        return f'<a href="{escape(span.url)}" target="_blank" rel="noopener">{text}</a>'
    return f"<{_TAGS[span.style]}>{text}</{_TAGS[span.style]}>" if span.style in _TAGS else text
