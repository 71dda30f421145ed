"""Slack's HTTP requests: who sent them, and what they hold."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl


class MalformedError(ValueError):
    """A body that is none of Slack's."""


def parse(body: bytes, content_type: str) -> Mapping[str, Any]:
    """The payload in a body: JSON for an event, JSON in a form for a button, a form for a command.

    Raises:
        MalformedError: it is something else.
    """
    try:
        if content_type == "application/json":
            return _object(body.decode())
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
    except ValueError as error:
        raise MalformedError(str(error)) from None
    return _object(form["payload"]) if "payload" in form else form


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise MalformedError("no JSON") from None
    if not isinstance(found, dict):
        raise MalformedError("no JSON object")
    return found
