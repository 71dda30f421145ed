"""`chat-tutor route`."""

from collections.abc import Mapping
from typing import Any

import click

from bot.cli.streaming import BadLineError, stream, text_of
from dialogs.intents import read


@click.command(
    epilog='Example: chat-tutor route "test me on grounding". Example: chat-tutor route --jsonl < lines.jsonl'
)
@click.argument("words", nargs=-1)
@click.option("--open", "open_question", is_flag=True, help="Read the words as said while a question is open.")
@click.option(
    "--jsonl", is_flag=True, help='Read {"id","text","open_question"} a line from the standard input; write an intent.'
)
def route(words: tuple[str, ...], open_question: bool, jsonl: bool) -> None:
    """Tell what a typed line wants of the tutor."""
    if jsonl and words:
        raise click.UsageError("Give words, or --jsonl with lines on the standard input, not both.")
    if jsonl:
        stream(_row)
    elif words:
        intent = read(" ".join(words), open_question)
        click.echo(intent.name if intent.slot is None else f"{intent.name}: {intent.slot}")
    else:
        raise click.UsageError('Give a line, such as chat-tutor route "test me on grounding"')


def _row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    open_question = row.get("open_question", False)
    if not isinstance(open_question, bool):
        raise BadLineError("`open_question` is neither true nor false")
    intent = read(text_of(row), open_question)
    return {"intent": intent.name, "slot": intent.slot}
