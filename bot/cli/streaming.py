"""One line of JSON in, one line out, each as soon as it is there."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from bot.cli.jsonl import Line, lines
from bot.cli.shared import many


class BadLineError(ValueError):
    """A line that cannot be used, and why."""


def stream(answer: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    """Answer each line of the standard input with a line that has its id.

    A line that cannot be read, or for which `answer` raises `BadLineError`, is answered by its id and `error`, and
    said on the standard error with its number; the others go on.

    Raises:
        click.ClickException: at the end, when there were such lines.
    """
    faults = 0
    for line in lines(sys.stdin.buffer):
        row = _row(line, answer)
        if "error" in row:
            faults += 1
            click.echo(row["error"], err=True)
        click.echo(json.dumps(row, ensure_ascii=False))
        sys.stdout.flush()
    if faults:
        raise click.ClickException(f"{many(faults, 'line')} could not be read; see above.")


def text_of(row: Mapping[str, Any]) -> str:
    """The text of a line.

    Raises:
        BadLineError: it has none.
    """
    text = row.get("text")
    if not isinstance(text, str):
        raise BadLineError("`text` is missing, or is no string")
    return text


def _row(line: Line, answer: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Mapping[str, Any]:
    fault = line.fault
    if not fault:
        try:
            return {"id": line.id, **answer(line.row)}
        except BadLineError as error:
            fault = str(error)
    return {"id": line.id, "error": f"line {line.number}: {fault}"}
