"""What has a meaning in GIFT, and how a text says it without that meaning."""

import re

FORMATS = ("moodle", "html", "plain", "markdown")
ARROW = "→"
"""Stands for `->`, which GIFT cannot escape, inside a line of a matching question."""

WEIGHT = re.compile(r"%(-?\d{1,2}\.?\d*)%")
_SPECIAL = re.compile(r"[\\~=#{}:]")
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_HIDDEN = 0xD800
"""Half characters stand for escaped ones while a text is taken apart: decoded text holds none of its own."""


def escape(text: str) -> str:
    """A text whose characters mean nothing, on one line."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], text).replace("\n", "\\n")


def hidden(text: str) -> str:
    """A text in which what was escaped no longer looks like what it is."""
    return _ESCAPED.sub(lambda match: chr(_HIDDEN + ord(match[1])), text)


def shown(text: str) -> str:
    """What `hidden` hid."""
    return re.sub(
        "[\ud800-\udbff]",
        lambda match: "\n" if ord(match[0]) - _HIDDEN == ord("n") else chr(ord(match[0]) - _HIDDEN),
        text,
    )
