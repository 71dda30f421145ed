"""What to do about a value that the model does not take, in words for an author."""

from collections.abc import Mapping
from typing import Any

REMEDIES = {
    "missing": "add `{field}:` here",
    "extra_forbidden": "`{field}` is not a known key; check its spelling, or remove it",
    "string_too_long": "shorten this text to {max_length} characters",
    "string_type": "put this text in quotes",
    "tuple_type": "write this as a list, one `- ` line for each entry",
    "too_short": "add entries until there are {min_length}",
    "too_long": "remove entries until there are {max_length}",
    "string_too_short": "write a text here; it is empty",
    "string_pattern_mismatch": "this does not have the right form ({pattern})",
    "literal_error": "use one of {expected}",
}
"""By the type of pydantic's error; other types keep pydantic's own words."""


def remedy(error: Mapping[str, Any], place: tuple[str | int, ...]) -> str:
    """What to do about one of pydantic's errors; `place` is its location without the names of unions."""
    context = {**error.get("ctx", {}), "field": place[-1] if place else "course"}
    message = str(error["msg"]).removeprefix("Value error, ")
    if (template := REMEDIES.get(error["type"])) is not None:
        message = template.format(**context)
    where = f" ({place[-1]})" if place and error["type"] not in {"missing", "extra_forbidden"} else ""
    return message + where


def without_unions(place: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A location as an author sees it: pydantic adds which of a union's members it tried."""
    return tuple(part for part in place if part not in _UNION_TAGS)


_UNION_TAGS = {"Choice", "Several", "Match", "Order", "one", "several", "true-false", "match", "order"}
