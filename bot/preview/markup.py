"""What Slack and Teams make of the texts they are sent: the little of their markup that our renderers write."""

import re
from collections.abc import Callable, Iterator

from content.markup import Block, Span, SpanStyle

_MRKDWN = re.compile(
    r"(?<!\w)\*(?P<bold>\S(?:[^*\n]*\S)?)\*(?!\w)"
    r"|(?<!\w)_(?P<italic>\S(?:[^_\n]*\S)?)_(?!\w)"
    r"|`(?P<code>[^`\n]+)`"
    r"|<(?P<url>https://[^|>]+)\|(?P<link>[^>]*)>"
)
_MARKDOWN = re.compile(
    r"\*\*(?P<bold>\S(?:[^*\n]*\S)?)\*\*"
    r"|(?<!\w)_(?P<italic>\S(?:[^_\n]*\S)?)_(?!\w)"
    r"|(?P<code>(?!))"
    r"|\[(?P<link>[^\]\n]+)\]\((?P<url>https://[^\s)]+)\)"
)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def mrkdwn(text: str) -> tuple[Block, ...]:
    """The lines of a Slack text."""
    return _lines(text, _MRKDWN, "• ", lambda piece: re.sub("&(?:lt|gt|amp);", lambda m: _ENTITIES[m[0]], piece))


def markdown(text: str) -> tuple[Block, ...]:
    """The lines of a text in an Adaptive Card."""
    return _lines(text, _MARKDOWN, "- ", lambda piece: piece)


def plain(text: str) -> tuple[Block, ...]:
    """The lines of a text without markup."""
    return tuple(Block((Span(line),)) for line in text.split("\n"))


def _lines(text: str, inline: re.Pattern[str], bullet: str, words: Callable[[str], str]) -> tuple[Block, ...]:
    return tuple(
        Block(tuple(_spans(line.removeprefix(bullet), inline, words)), line.startswith(bullet))
        for line in text.split("\n")
    )


def _spans(line: str, inline: re.Pattern[str], words: Callable[[str], str]) -> Iterator[Span]:
    at = 0
    for match in inline.finditer(line):
        if match.start() > at:
            yield Span(words(line[at : match.start()]))
        at = match.end()
        if match["link"] is not None:
            yield Span(words(match["link"]), "link", words(match["url"]))
        else:
            styles: tuple[SpanStyle, ...] = ("bold", "italic", "code")
            style = next(style for style in styles if match[style] is not None)
            yield Span(words(match[style]), style)
    if line[at:]:
        yield Span(words(line[at:]))
