"""Questions and terms as an Anki package, written by genanki.

A note keeps its identity when it is written again, so that importing a newer package updates it and keeps what
somebody has learned.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from content.formats.draft import LETTERS, FormatError, fields_of, lines_of
from content.formats.export import Exported, gaps_of
from content.markup import Block, Span, parse
from content.model import Course, Match, Order, Question, Source, Term

MISSING = "Anki packages are written by genanki, which is not installed here; run: pip install genanki"
FIELDS = ("Question", "Lines", "Answer", "Why", "Hints", "Source", "Id")
FRONT = (
    "<div class=stem>{{Question}}</div>{{Lines}}"
    "{{#Hints}}<details><summary>Hints</summary>{{Hints}}</details>{{/Hints}}"
)
BACK = "{{FrontSide}}<hr id=answer><div class=answer>{{Answer}}</div>{{Why}}<p class=source>{{Source}}</p>"
STYLE = """.card { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: auto; text-align: start; }
.answer { font-weight: bold; }
details, .source { opacity: .8; font-size: .9em; }"""

Json = dict[str, Any]


def write(course: Course, questions: Sequence[Question]) -> Exported:
    """A deck of the questions, and one of the terms of their topics.

    Raises:
        FormatError: genanki is not installed.
    """
    try:
        import genanki  # noqa: PLC0415 - an extra that a server does without
    except ImportError as error:
        raise FormatError(MISSING) from error
    model = genanki.Model(
        _number("note type 1"),
        "chat-tutor",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
    )
    topics = {topic for question in questions for topic in question.topics}
    asked = [(q.id, _question(course, q), [f"level::{q.level}", f"objective::{q.objective}"]) for q in questions]
    meant = [(f"term-{t.id}", _term(course, t), ["term"]) for t in course.terms if t.topic in topics]
    decks: list[Any] = []
    for name, notes in (("Questions", asked), ("Terms", meant)):
        deck = genanki.Deck(_number(f"{course.id}/{name}"), f"{course.title}::{name}")
        for note_id, fields, tags in notes:
            guid = genanki.guid_for("chat-tutor", course.id, note_id)
            deck.add_note(genanki.Note(model=model, fields=fields, tags=tags, guid=guid))
        decks.append(deck)
    return Exported(_packed(genanki.Package(decks)), tuple(gap for q in questions for gap in gaps_of(q.id, _gaps(q))))


def _packed(package: Any) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "course.apkg"
        package.write_to_file(str(path))
        return path.read_bytes()


def _number(name: str) -> int:
    """What Anki knows a note type or a deck by: the same each time, and hardly anybody else's."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(f"chat-tutor/{name}".encode()).digest()[:4], "big") % (1 << 30)


def _question(course: Course, question: Question) -> list[str]:
    lines = [(letter.upper(), line) for letter, line in zip(LETTERS, lines_of(question), strict=False)]
    if isinstance(question, Order):
        told = "".join(f"<li>{_inline(step.text)}<br>{_inline(step.why)}</li>" for step in question.steps)
        shown, answer, why = _shuffled(question.id, [line for _, line in lines]), "In this order:", f"<ol>{told}</ol>"
    elif isinstance(question, Match):
        shown = [line for _, line in lines]
        answer = "<br>".join(f"{_inline(need.text)}: {need.technique}" for need in question.needs)
        why = _list(_inline(need.why) for need in question.needs)
    else:
        shown = [line for _, line in lines]
        answer = "<br>".join(f"{letter} {_inline(line['text'])}" for letter, line in lines if line.get("right"))
        why = _list(f"<b>{letter}</b> {_inline(line['why'])}" for letter, line in lines)
    listed = "".join(f"<li>{_inline(line['text'])}</li>" for line in shown)
    return [
        _html(question.stem),
        f"<ol type=A>{listed}</ol>",
        answer,
        why,
        _list(map(_inline, question.hints)),
        _sources(course, question.sources),
        question.id,
    ]


def _term(course: Course, term: Term) -> list[str]:
    difference = term.difference or ""
    return [
        _inline(term.term),
        "",
        _html(term.definition),
        _html(difference),
        "",
        _sources(course, term.sources),
        term.id,
    ]


def _shuffled(seed: str, lines: list[Json]) -> list[Json]:
    """The steps in an order that is not the right one, and the same each time."""
    mixed = sorted(lines, key=lambda line: hashlib.sha256(f"{seed}/{line['text']}".encode()).digest())
    return mixed if mixed != lines else [*lines[1:], lines[0]]


def _sources(course: Course, keys: Iterable[str]) -> str:
    found: list[Source] = [course.sources[key] for key in keys]
    return "; ".join(f'<a href="{escape(source.url)}">{escape(source.title)}</a>' for source in found)


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _html(text: str) -> str:
    said = ""
    for bullets, blocks in groupby(parse(text), key=lambda block: block.bullet):
        lines = [_line(block) for block in blocks]
        said += _list(lines) if bullets else "".join(f"<p>{line}</p>" for line in lines)
    return said


def _inline(text: str) -> str:
    return " ".join(map(_line, parse(text)))


def _line(block: Block) -> str:
    return "".join(map(_span, block.spans))


_TAGS = {"bold": "b", "italic": "i", "code": "code"}


def _span(span: Span) -> str:
    text = escape(span.text)
    if span.style == "link":
        return f'<a href="{escape(span.url)}">{text}</a>'
    return f"<{_TAGS[span.style]}>{text}</{_TAGS[span.style]}>" if span.style in _TAGS else text


def _gaps(question: Question) -> Iterable[str]:
    fields = fields_of(question)
    yield "not in Anki: difficulty, topics, and options to click (a card is turned over)"
    if any("misconception" in line for line in lines_of(question)):
        yield "not in Anki: the misconceptions behind options"
    if extra := [name for name in ("revision", "variant_of", "waive") if name in fields]:
        yield f"not in Anki: {' and '.join(extra)}"
