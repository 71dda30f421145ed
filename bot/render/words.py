"""Words, made fit to be shown: nothing unseen, no markup that nobody meant, no longer than allowed."""

import re
from functools import lru_cache

from content.markup import Block, Span, parse, shorten

JOINT = "\u200b"
"""A space of no width, between characters that mean something else side by side."""

remembered = lru_cache(maxsize=2048)
"""For what is made of one text alone: the course says the same to everybody."""

_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Controls, marks that are not seen or that turn the direction of text, halves of characters. Joiners stay.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_MARKERS = re.compile("[*_~`]")
_MARKER = re.compile(r"[*~](?=\S)|(?<=\S)[*~]|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`")
_LOOK_ALIKES = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
_ADDRESS = re.compile(r"https://[^\s<>\"|\\^`{}]{1,1000}")


def clean(text: str) -> str:
    """The text without characters that cannot be seen or that confuse what can."""
    if text.isprintable():
        return text
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


@remembered
def paragraphs(text: str) -> tuple[Block, ...]:
    """The blocks of course text that have something to read in them."""
    return tuple(block for block in parse(clean(text)) if block.text.strip())


@remembered
def words(text: str) -> str:
    """The words of course text on one line, without style."""
    return " ".join(" ".join(block.text for block in paragraphs(text)).split())


@remembered
def spans(text: str) -> tuple[Span, ...]:
    """The spans of course text on one line."""
    blocks = paragraphs(text)
    if len(blocks) == 1:
        return blocks[0].spans
    return tuple(span for n, block in enumerate(blocks) for span in (Span(" " if n else ""), *block.spans))


def label(text: str, limit: int) -> str:
    """What stands on a control: one line without style, cut where it is too long."""
    return shorten(words(text), limit)


def neutral(text: str) -> str:
    """Words in which no character marks emphasis or code.

    Slack has no escape character, and Teams on a phone shows the backslash; so look-alikes stand in.
    """
    if _MARKERS.search(text) is None:
        return text
    return _MARKER.sub(lambda match: _LOOK_ALIKES[match[0]], text)


def marked(text: str, marker: str) -> str:
    """The text between markers; spaces at its ends stay outside, where markup wants them."""
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{marker}{core}{marker}{text[start + len(core) :]}"


def https(url: str) -> str:
    """The address, or nothing where it is none that a link may lead to."""
    return url if url.isprintable() and _ADDRESS.fullmatch(url) else ""
