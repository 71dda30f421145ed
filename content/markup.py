"""The Markdown subset of course text: paragraphs, `- ` bullets, **bold**, *italic*, `code`, [links](https://…).

Small on purpose: it is what Slack, Teams, a page and a terminal can all show, at microseconds a turn.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

ELLIPSIS = "…"

SpanStyle = Literal["plain", "bold", "italic", "code", "link"]
_INLINE = re.compile(
    r"\\(?P<escaped>[\\`*_\[\]()\-#])"
    r"|\*\*(?P<bold>[^*\n]+)\*\*"
    r"|\*(?P<italic>[^*\n]+)\*"
    r"|`(?P<code>[^`\n]+)`"
    r"|\[(?P<link>[^\]\n]+)\]\((?P<url>https://[^\s()]+)\)"
)
# A dash begins a list, also behind what can't be seen and is taken out.
_SPECIAL = re.compile(r"[\\`*_\[\]()]|(?:^|(?<=[^\w\s!-~]))(?=[-#])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; `url` for links."""

    text: str
    style: SpanStyle = "plain"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or one bullet of a list."""

    spans: tuple[Span, ...]
    bullet: bool = False

    @property
    def text(self) -> str:
        """The words without any style."""
        return "".join(span.text for span in self.spans)


@lru_cache(maxsize=2048)
def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a text; what is not in the subset stays as it was typed. Never raises."""
    blocks = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            if line.startswith("- "):
                if lines:
                    blocks.append(_block(lines))
                lines = [line]
            else:
                lines.append(line.strip())
        blocks.append(_block(lines))
    return tuple(blocks)


def _block(lines: list[str]) -> Block:
    bullet = lines[0].startswith("- ")
    return Block(tuple(_spans(" ".join(lines)[2 if bullet else 0 :])), bullet)


def _spans(text: str) -> Iterator[Span]:
    plain, at = "", 0
    for match in _INLINE.finditer(text):
        plain += text[at : match.start()]
        at = match.end()
        style = match.lastgroup
        if style == "escaped":
            plain += match["escaped"]
            continue
        if plain:
            yield Span(plain)
            plain = ""
        if style == "url":
            yield Span(match["link"], "link", match["url"])
        elif style is not None:
            yield Span(match[style], cast(SpanStyle, style))
    if plain + text[at:]:
        yield Span(plain + text[at:])


def literal(text: str) -> str:
    """Course text that shows `text` exactly, on one line: for words that came from outside."""
    return _SPECIAL.sub(lambda m: "\\" + m[0], " ".join(text.split()))


def unlinked(text: str) -> str:
    """Course text whose links are the words that led there, and no more."""
    return _INLINE.sub(lambda m: m["link"] if m["url"] else m[0], text)


def plain(text: str) -> str:
    """The words of a text without any style, bullets as `- ` lines."""
    return "\n".join(("- " if block.bullet else "") + block.text for block in parse(text))


def shorten(text: str, limit: int) -> str:
    """The text, cut between words and ended with an ellipsis where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ", limit // 2)
    return (head[:space] if space > 0 else head).rstrip() + ELLIPSIS


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
