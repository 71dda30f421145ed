"""A reply as a message of Teams: its card, and for what rests on sources its words with their citations.

Teams shows citations in a message's own text alone, so an answer stands above its card, and the card has the rest.
"""

from dataclasses import replace
from itertools import takewhile

from bot.channels.teams.activity import CARD, Json
from bot.channels.teams.thumbs import LOOP
from bot.render import adaptivecard, parts, plaintext
from bot.render.limits import NOTHING
from bot.render.markdown import markdown
from bot.render.words import paragraphs, shorten, words
from content.markup import Block, Span
from dialogs.reply import Element, Reply, Text

SUMMARY = 200
"""Characters of a message in a notification."""

LONGEST = 4_000
"""Characters of the text of a message; a longer one stays on the card."""

NAME, ABSTRACT, MOST = 80, 160, 20
"""Characters of a citation's name and abstract, and citations of a message."""

_ROOT: Json = {"type": "https://schema.org/Message", "@type": "Message", "@context": "https://schema.org"}
"""There may be one entity of this type in a message."""

GENERATED: Json = {"additionalType": ["AIGeneratedContent"]}
"""Teams' label for what a language model wrote."""


def message(reply: Reply, bot: str) -> Json:
    """The activity's JSON. What takes another message's place, or is long, is a card alone."""
    text, rest, citations = _cited(reply)
    label = GENERATED if reply.generated else {}
    entity = _ROOT | label | ({"citation": citations} if citations else {})
    return {
        "type": "message",
        **({"text": text, "textFormat": "markdown"} if text else {}),
        **({"entities": [entity]} if label or citations else {}),
        **({"channelData": LOOP} if reply.generated else {}),
        "from": {"id": bot},
        "summary": shorten(plaintext.render(reply, width=0) or NOTHING, SUMMARY),
        "attachments": [{"contentType": CARD, "content": adaptivecard.render(rest)}],
    }


def _cited(reply: Reply) -> tuple[str, Reply, list[Json]]:
    """The words of an answer with a mark for each source, the reply without them, and the citations."""
    pages = () if reply.update else parts.sources(reply)[:MOST]
    lead = tuple(takewhile(_is_said, reply.elements))
    blocks = [block for element in lead if isinstance(element, Text) for block in _blocks(element)]
    if not pages or not blocks:
        return "", reply, []
    marks = "".join(f" [{n}]" for n in range(1, len(pages) + 1))
    text = markdown(blocks) + marks
    if len(text) > LONGEST:
        return "", reply, []
    said = next((words(e.text) for e in lead if isinstance(e, Text) and e.style == "body"), blocks[0].text)
    citations = [_citation(n, page, said) for n, page in enumerate(pages, 1)]
    return text, replace(reply, elements=reply.elements[len(lead) :]), citations


def _is_said(element: Element) -> bool:
    return isinstance(element, Text) and element.style != "note"


def _blocks(text: Text) -> list[Block]:
    if text.style == "title":
        return [Block((Span(words(text.text), "bold"),))] if words(text.text) else []
    return list(paragraphs(text.text))


def _citation(position: int, page: Span, said: str) -> Json:
    appearance = {
        "@type": "DigitalDocument",
        "name": shorten(page.text, NAME),
        "url": page.url,
        "abstract": shorten(said, ABSTRACT),
    }
    return {"@type": "Claim", "position": position, "appearance": appearance}
