"""What somebody typed, out of Slack's wire format for it."""

import re

_ENTITY = re.compile(r"<([^<>]+)>")
_SPECIAL = {"here": "@here", "channel": "@channel", "everyone": "@everyone"}


def typed(text: str, me: str = "") -> str:
    """The words as they were typed; mentions of `me`, and of people whose name is not told, are left out."""
    if "<" in text:
        text = _ENTITY.sub(lambda match: _words(match[1], me), text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.strip()


def _words(entity: str, me: str) -> str:
    """What stood where Slack put an entity."""
    target, _, label = entity.partition("|")
    kind, name = target[:1], target[1:]
    if kind == "@":
        return f"@{label}" if label and name != me else ""
    if kind == "#":
        return f"#{label}" if label else ""
    if kind == "!":
        return label or _SPECIAL.get(name, "")
    return label or target.removeprefix("mailto:")
