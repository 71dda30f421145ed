"""A reply as messages of Teams: its card, and for what rests on sources its words with their citations.

Teams shows citations in a message's own text alone. Of a message with text and a card it makes two, and tells the id of
neither; so an answer is sent as its words, and after them as a card with the rest.
"""

from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from bot.channels.teams.activity import CARD, Json
from bot.channels.teams.thumbs import LOOP
from bot.render import adaptivecard, parts, plaintext
from bot.render.limits import NOTHING
from bot.render.markdown import markdown
from bot.render.words import paragraphs, words
from content.markup import Block, Span, shorten
from dialogs.reply import Buttons, Element, Reply, Text

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


def messages(reply: Reply, bot: str) -> tuple[Json, ...]:
    """The activities' JSON: a card, or before it the words of an answer with their citations.

    A reply that takes another message's place is one card. What is too long for a text stays on its card.
    """
    said, rest = _cited(reply)
    labelled = said is not None or reply.generated
    entity = _ROOT | (GENERATED if reply.generated else {}) | ({"citation": said.citations} if said else {})
    extras: Json = {
        **({"entities": [entity]} if labelled else {}),
        **({"channelData": LOOP} if reply.generated else {}),
    }
    if said is None:
        return (_message(bot, _summary(reply), _card(reply) | extras),)
    text = _message(bot, _summary(reply), {"text": said.text, "textFormat": "markdown"} | extras)
    return (text, _message(bot, _summary(rest), _card(rest))) if rest.elements else (text,)


def _message(bot: str, summary: str, body: Json) -> Json:
    return {"type": "message", "from": {"id": bot}, "summary": summary, **body}


def _card(reply: Reply) -> Json:
    return {"attachments": [{"contentType": CARD, "content": adaptivecard.render(reply)}]}


def _summary(reply: Reply) -> str:
    return shorten(plaintext.render(reply, width=0) or NOTHING, SUMMARY)


class _Said(NamedTuple):
    text: str
    citations: list[Json]


def _cited(reply: Reply) -> tuple[_Said | None, Reply]:
    """The words of an answer with a mark for each source, their citations, and the reply without them."""
    pages = () if reply.update or _is_of_question(reply) else parts.sources(reply)[:MOST]
    lead = tuple(takewhile(_is_said, reply.elements))
    blocks = [block for element in lead if isinstance(element, Text) for block in _blocks(element)]
    text = markdown(blocks) + "".join(f" [{n}]" for n in range(1, len(pages) + 1))
    if not pages or not blocks or len(text) > LONGEST:
        return None, reply
    said = next((words(e.text) for e in lead if isinstance(e, Text) and e.style == "body"), blocks[0].text)
    citations = [_citation(n, page, said) for n, page in enumerate(pages, 1)]
    rest = reply.elements[len(lead) :]
    if all(isinstance(e, Text) and e.text.startswith(parts.SOURCE) for e in rest):  # no card for a line of small print
        sources = [block for element in rest if isinstance(element, Text) for block in paragraphs(element.text)]
        text, rest = f"{text}\n\n{markdown(sources)}", ()
    return _Said(text, citations), replace(reply, elements=rest)


def _is_of_question(reply: Reply) -> bool:
    """Whether it says what became of an answer to a question: that stays together, as a click shows it."""
    pressed = [button.action for e in reply.elements if isinstance(e, Buttons) for button in e.buttons]
    return any((action.dialog, action.verb) == ("feedback", "challenge") for action in pressed)


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
