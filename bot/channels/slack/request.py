"""Slack's HTTP requests: who sent them, and what they hold."""

import json
from collections.abc import Mapping
from typing import Any

from yarl import URL


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
        form = _form(body.decode())
    except ValueError as error:
        raise MalformedError(str(error)) from None
    return _object(form["payload"]) if "payload" in form else form


def _form(text: str) -> dict[str, str]:
    """The fields of a form; yarl reads them in compiled code, which counts where a field is a whole payload."""
    if not all("=" in field for field in text.split("&")):
        raise MalformedError("no form")
    return dict(URL.build(query_string=text, encoded=True).query)


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise MalformedError("no JSON") from None
    if not isinstance(found, dict):
        raise MalformedError("no JSON object")
    return found
