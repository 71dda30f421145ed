"""Slack's text format: blocks of spans in, mrkdwn out; nothing that was typed can mention, link or format."""

from collections.abc import Iterable, Iterator

from bot.render.words import JOINT, https, marked, neutral, remembered
from content.markup import Block, Span

_BULLET = "• "


def escape(text: str) -> str:
    """Words as they are: no mention, no link, no emphasis, no quotation."""
    text = _entities(neutral(text))
    return "›" + text[4:] if text.startswith("&gt;") else text


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(blocks: Iterable[Block], gap: str = "\n\n") -> str:
    """The blocks as one text; `gap` stands between two paragraphs."""
    text = ""
    for block in blocks:
        text += (("\n" if block.bullet else gap) if text else "") + line(block)
    return text


@remembered
def line(block: Block) -> str:
    """One paragraph or bullet."""
    text, after_markup = "", False
    for span in block.spans:
        piece = _span(span)
        is_markup = span.style in ("bold", "italic", "code")
        # Slack sees markup only at the edge of a word.
        if (is_markup and (after_markup or text[-1:].isalnum())) or (after_markup and piece[:1].isalnum()):
            text += JOINT
        text += piece
        after_markup = is_markup
    return _BULLET + text if block.bullet else text


def _span(span: Span) -> str:
    match span.style:
        case "bold":
            return marked(escape(span.text), "*")
        case "italic":
            return marked(escape(span.text), "_")
        case "code":
            return f"`{_entities(span.text)}`"
        case "link" if url := https(span.url):
            return f"<{url.replace('&', '&amp;')}|{escape(span.text)}>"
        case _:
            return escape(span.text)


def texts(blocks: Iterable[Block], limit: int, gap: str = "\n\n") -> list[str]:
    """The blocks as texts of at most `limit` characters; long paragraphs are split between words."""
    blocks = list(blocks)
    whole = mrkdwn(blocks, gap)
    if len(whole) <= limit:
        return [whole] if whole.strip() else []
    lines = (text for block in blocks for text in _pieces(block, limit - len(gap), "" if block.bullet else gap[1:]))
    return list(packed(lines, limit))


def packed(lines: Iterable[str], limit: int) -> Iterator[str]:
    """As many lines together as go into `limit` characters."""
    text = ""
    for added in lines:
        if text and len(text) + 1 + len(added) > limit:
            yield text
            text = ""
        text = f"{text}\n{added}" if text else added.strip("\n")
    if text.strip():
        yield text


def _pieces(block: Block, limit: int, lead: str) -> Iterator[str]:
    text = line(block)
    halves = None if len(text) <= limit else _halved(block)
    if halves is None:
        yield lead + text
        return
    yield from _pieces(halves[0], limit, lead)
    yield from _pieces(halves[1], limit, "")


def _halved(block: Block) -> tuple[Block, Block] | None:
    """The block in two, at a space before its middle where there is one; `None` for a single character."""
    middle, at = sum(len(span.text) for span in block.spans) // 2, 0
    for n, span in enumerate(block.spans):
        if at + len(span.text) > middle > 0:
            cut = span.text.rfind(" ", 1, middle - at + 1)
            cut = cut if cut > 0 else middle - at
            left, right = (Span(part, span.style, span.url) for part in (span.text[:cut], span.text[cut:]))
            return (
                Block((*block.spans[:n], left), block.bullet),
                Block((right, *block.spans[n + 1 :])),
            )
        at += len(span.text)
    return None
