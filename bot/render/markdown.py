"""The Markdown of Adaptive Cards: blocks of spans in, text out; nothing that was typed can link or format.

Escapes do not help: phones show the backslash. A space of no width stands where a character would mean more.
"""

import re
from collections.abc import Iterable

from bot.render.words import JOINT, https, marked, neutral, remembered
from content.markup import Block, Span

# Of a link, an entity, a tag, a date function, an escape; of a list, a heading or a quotation at the start.
_MEANT = re.compile(r"\](?=\()|&(?=#?\w+;)|<(?=[a-zA-Z/!])|\{(?=\{)|\\|^[ \t]*(?=[-+*#>]|\d+[.)])", re.MULTILINE)

_BRACKETS = str.maketrans("[]", "()")


def escape(text: str) -> str:
    """Words as they are."""
    return _MEANT.sub(lambda match: match[0] + JOINT, neutral(text))


def markdown(blocks: Iterable[Block]) -> str:
    """The blocks as one text: paragraphs, and bullets together."""
    text, after_bullet = "", False
    for block in blocks:
        if text:
            text += "\n" if block.bullet and after_bullet else "\n\n"
        text += _line(block)
        after_bullet = block.bullet
    return text


@remembered
def _line(block: Block) -> str:
    return ("- " if block.bullet else "") + "".join(map(_span, block.spans))


def _span(span: Span) -> str:
    match span.style:
        case "bold":
            return marked(escape(span.text), "**")
        case "italic":
            return marked(escape(span.text), "_")
        case "link" if url := https(span.url):
            url = url.replace("(", "%28").replace(")", "%29")
            return f"[{escape(span.text.translate(_BRACKETS))}]({url})"
        case _:
            return escape(span.text)
