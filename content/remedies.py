"""What to do about a value that the model does not take, in words for an author."""

from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

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


Place = tuple[str | int, ...]


def remedies(error: ValidationError) -> Iterator[tuple[Place, str]]:
    """Where each of pydantic's errors stands, as an author sees it, and what to do about it."""
    errors = error.errors()
    for one in errors:
        if one["type"] == "too_short" and any(_inside(other["loc"], one["loc"]) for other in errors):
            continue  # a faulty entry is not counted; its own fault is told
        # Pydantic adds which of a union's members it tried.
        place = tuple(part for part in one["loc"] if part not in _UNION_TAGS)
        yield place, _remedy(one, place)


def _remedy(error: ErrorDetails, place: Place) -> str:
    context = {**error.get("ctx", {}), "field": place[-1] if place else "course"}
    message = error["msg"].removeprefix("Value error, ")
    if (template := REMEDIES.get(error["type"])) is not None:
        message = template.format(**context)
    where = f" ({place[-1]})" if place and error["type"] not in {"missing", "extra_forbidden"} else ""
    return message + where


def _inside(place: Place, outer: Place) -> bool:
    return len(place) > len(outer) and place[: len(outer)] == outer


_UNION_TAGS = {"Choice", "Several", "Match", "Order", "one", "several", "true-false", "match", "order"}
