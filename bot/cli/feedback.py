"""`chat-tutor feedback`."""

import json
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.items.view import message
from bot.cli.shared import course_in_use
from bot.settings import load_settings
from bot.store.items import Told, opinions, told
from bot.store.reading import read
from bot.store.rows import Execute
from content.model import Course
from dialogs.feedback import REASONS

Opinions = dict[str, dict[str, int]]


@click.command(epilog="Example: chat-tutor feedback --limit 20")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="Messages, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def feedback(limit: int, as_json: bool) -> None:
    """What learners told: messages without who sent them, and which answers helped.

    Challenges stand with their question in `chat-tutor items` as well. Only reads, also while a server runs.
    """
    course, _ = course_in_use()
    url = load_settings().database_url.get_secret_value()

    def gather(execute: Execute) -> tuple[list[Told], Opinions]:
        return told(execute, tuple(REASONS), limit=limit), opinions(execute)

    messages, rated = read(url, gather)
    if as_json:
        click.echo(json.dumps(_document(messages, rated), ensure_ascii=False, indent=2))
    else:
        Console(highlight=False).print(_view(course, messages, rated))


def _document(messages: list[Told], rated: Opinions) -> dict[str, Any]:
    listed = [
        {
            "kind": one.kind,
            "about": one.subject or None,
            "revision": one.revision or None,
            "reason": one.reason,
            "reason_text": REASONS[one.kind].get(one.reason, one.reason),
            "words": one.words,
            "at": one.at.isoformat(),
        }
        for one in messages
    ]
    return {"schema": 1, "messages": listed, "answers": rated}


def _view(course: Course, messages: list[Told], rated: Opinions) -> RenderableType:
    parts: list[RenderableType] = [Text("Messages", style="bold cyan")]
    if not messages:
        parts.append(Text("  None yet. Learners send some with `feedback`, or by challenging a question."))
    for one in messages:
        about = f"{one.subject} (revision {one.revision})" if one.revision else one.subject
        parts += [Text(f"  {_KINDS[one.kind]}{about and ' on '}{about}", style="bold"), message(one)]
    if rated:
        parts += ["", Text("Answers", style="bold cyan"), _answers(course, rated)]
    return Group(*parts)


_KINDS = {"challenge": "Challenge", "note": "Note", "answer": "Answer"}


def _answers(course: Course, rated: Opinions) -> Table:
    """Topics by how often an answer on them did not help."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold")
    table.add_column("Topic", overflow="fold")
    table.add_column("Helped", justify="right")
    table.add_column("Did not", justify="right")
    table.add_column("Why not", overflow="fold")
    for topic, counts in sorted(rated.items(), key=lambda pair: _missed(pair[1]), reverse=True):
        why = ", ".join(
            f"{REASONS['answer'].get(reason, reason).lower()} {count}"
            for reason, count in counts.items()
            if reason not in {"helpful", "unhelpful"}
        )
        title = course.topics[topic].title if topic in course.topics else topic or "(not known any more)"
        table.add_row(title, str(counts.get("helpful", 0)), str(_missed(counts)), why)
    return table


def _missed(counts: dict[str, int]) -> int:
    return sum(count for reason, count in counts.items() if reason != "helpful")
