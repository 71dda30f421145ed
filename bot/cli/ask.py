"""`chat-tutor ask`."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from bot.channels.terminal.view import view
from bot.cli.explaining import drawn
from bot.cli.shared import course_in_use
from bot.cli.streaming import stream, text_of
from bot.router import Router
from content.markup import plain
from content.model import Course
from content.search import Index
from dialogs import all_dialogs
from dialogs.answering import Answer, Answerer, Offer, Refusal
from dialogs.answering.explanation import explain
from dialogs.answering.wording import said
from dialogs.learner import Conversation, Learner
from dialogs.turn import Address, Message, Turn

ZONES = {Answer: "answer", Offer: "offer", Refusal: "refuse"}


@click.command(
    epilog='Example: chat-tutor ask --explain "does grounding stop made-up answers?". '
    "Example: chat-tutor ask --jsonl < questions.jsonl"
)
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as an object.")
@click.option("--explain", "explained", is_flag=True, help="Print how the answer was chosen.")
@click.option(
    "--jsonl", is_flag=True, help='Read {"id","text"} a line from the standard input; write an answer a line.'
)
def ask(question: tuple[str, ...], as_json: bool, explained: bool, jsonl: bool) -> None:
    """Ask one question, or many; nothing is kept."""
    if as_json + explained + jsonl > 1:
        raise click.UsageError("Give one of --json, --explain and --jsonl, not several.")
    if jsonl and question:
        raise click.UsageError("Give a question, or --jsonl with lines on the standard input, not both.")
    if not jsonl and not question:
        raise click.UsageError('Give a question, such as chat-tutor ask "what is grounding?"')
    course, folder = course_in_use()
    text = " ".join(question)
    if jsonl:
        answerer = Answerer(course, Index(course, folder))
        stream(lambda row: _row(course, answerer, text_of(row)))
    elif as_json:
        row = _row(course, Answerer(course, Index(course, folder)), text)
        click.echo(json.dumps(row, ensure_ascii=False, indent=2))
    elif explained:
        index = Index(course, folder)
        Console(highlight=False).print(drawn(explain(Answerer(course, index), index, text), course))
    else:
        _converse(course, folder, text)


def _converse(course: Course, folder: Path, text: str) -> None:
    """What the tutor says to a text, as it looks in a terminal."""
    address = Address("terminal", "local", "asking", "asking")
    turn = Turn("ask", address, Message(text), datetime.now(UTC))
    router = Router(all_dialogs(course, Index(course, folder)))
    outcome = router.route(turn, Learner("terminal", "local", "asking"), Conversation("terminal", "local", "", "", ""))
    Console(highlight=False).print(*map(view, outcome.replies))


def _row(course: Course, answerer: Answerer, text: str) -> Mapping[str, Any]:
    """An answer as an object to write."""
    found = answerer.answer(text)
    labels = found.nearest if isinstance(found, Refusal) else found.topics
    quotes = found.quotes if isinstance(found, Answer) else ()
    return {
        "zone": ZONES[type(found)],
        "answered": isinstance(found, Answer),
        "labels": labels,
        "score": found.score,
        "text": plain(said(found, course.topics)),
        "sources": [{"title": quote.source, "url": quote.url} for quote in quotes],
    }
