"""What a message carries beside its card: the words of an answer, where they can be read, and who wrote them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.teams.messages import messages
from bot.render.adaptivecard import size
from dialogs.reply import Button, Buttons, Opinion, Quote, Reply, Text, say
from dialogs.turn import Action
from tests.render.strategies import QUESTION, SETTLED, by_kind, replies
from tests.teams.platform import Json, Platform, buttons, fault, shown
from tests.teams.tutor import Tutor

GO = Action("quiz", "start")
SOURCE = Text("Source: [A page (Microsoft Learn)](https://example.org/page), read 23 Nov 2026", "note")
THUMBS = Opinion(Button("Helpful", GO), Button("Not helpful", GO))
ANSWER = say("Grounding names its **sources**.", SOURCE, Buttons((Button("More", GO),)), THUMBS)


def root(body: Json) -> Json:
    """The one entity that says what kind of message it is."""
    (entity,) = body["entities"]
    assert (entity["@type"], entity["type"]) == ("Message", "https://schema.org/Message")
    found: Json = entity
    return found


def test_an_answer_has_its_citation() -> None:
    """Its words stand in the message with a mark, the source is cited, and the card has the rest; no AI wrote it."""
    body, below = messages(ANSWER, "28:bot")
    assert (body["text"], body["textFormat"]) == ("Grounding names its **sources**. [1]", "markdown")
    (claim,) = root(body)["citation"]
    assert (claim["@type"], claim["position"]) == ("Claim", 1)
    assert claim["appearance"] == {
        "@type": "DigitalDocument",
        "name": "A page (Microsoft Learn)",
        "url": "https://example.org/page",
        "abstract": "Grounding names its sources.",
    }
    assert "additionalType" not in root(body)
    assert "channelData" not in body
    assert "attachments" not in body
    card = below["attachments"][0]["content"]
    assert "names its" not in json.dumps(card["body"])
    assert "Source:" in json.dumps(card["body"])
    assert "entities" not in below
    assert body["summary"].startswith("Grounding names its sources.")


def test_generated_text_is_labelled_as_well() -> None:
    """One entity has the label and the citation, and Teams asks whether the answer helped."""
    body, below = messages(replace(ANSWER, generated=True), "28:bot")
    assert root(body)["additionalType"] == ["AIGeneratedContent"]
    assert len(root(body)["citation"]) == 1
    assert body["channelData"] == {"feedbackLoop": {"type": "default"}}
    assert not {"entities", "channelData"} & below.keys()


@pytest.mark.parametrize("reply", [QUESTION, say(SETTLED), say("Nothing answered yet."), Reply(())])
def test_what_the_author_wrote_has_no_label(reply: Reply) -> None:
    """A question, its settled form and plain words are cards, without text, entity or feedback loop."""
    (body,) = messages(reply, "28:bot")
    assert not {"text", "entities", "channelData"} & body.keys()


def test_what_takes_another_messages_place_is_a_card() -> None:
    """A click's new card is the same in its answer and in the stored message."""
    (body,) = messages(replace(ANSWER, update="m1"), "28:bot")
    assert "text" not in body
    assert "names its" in json.dumps(body["attachments"][0]["content"]["body"])


def test_an_answer_with_nothing_to_press() -> None:
    """Where only the source would be left for the card, it stands below the words instead."""
    (body,) = messages(say("Grounding names its sources.", SOURCE), "28:bot")
    page = "[A page (Microsoft Learn)](https://example.org/page)"
    assert body["text"] == f"Grounding names its sources. [1]\n\nSource: {page}, read 23 Nov 2026"
    assert "attachments" not in body


def test_several_sources() -> None:
    """Each has its mark and its citation, once."""
    two = Text(
        "Source: [One](https://example.org/1), read 1 Jan 2026; [Two](https://example.org/2), read today", "note"
    )
    body, _ = messages(say(Text("Cost", "title"), "It depends.", two, SOURCE, two, THUMBS), "28:bot")
    assert body["text"] == "**Cost**\n\nIt depends. [1] [2] [3]"
    assert [claim["appearance"]["name"] for claim in root(body)["citation"]] == [
        "One",
        "Two",
        "A page (Microsoft Learn)",
    ]


def test_long_answers_stay_on_the_card() -> None:
    """What is too long for a message's text is not torn apart."""
    (body,) = messages(say("word " * 2_000, SOURCE), "28:bot")
    assert "text" not in body
    assert "entities" not in body


ANY = replies() | st.builds(
    Reply, st.lists(st.one_of(*by_kind(st.just("漢 " * 9_000)).values()), max_size=5).map(tuple)
)


@settings(max_examples=60, deadline=None)
@given(ANY, st.booleans(), st.integers(0, 25))
def test_limits(reply: Reply, generated: bool, pages: int) -> None:
    """Whatever is said, the message is within Teams' size, with one entity and citations within their lengths."""
    quotes = tuple(Quote("Said.", "S" * 10 * n or "s", f"https://example.org/{n}") for n in range(pages))
    made = messages(Reply((*reply.elements, *quotes), generated=generated), "28:bot")
    assert all(size(body) <= 100_000 and 0 < len(body["summary"]) <= 200 for body in made)
    entities: list[Any] = [entity for body in made for entity in body.get("entities", [])]
    assert len(entities) <= 1
    claims = [claim for entity in entities for claim in entity.get("citation", ())]
    assert len(claims) <= 20
    for n, claim in enumerate(claims, 1):
        assert f"[{n}]" in made[0]["text"]
        assert 0 < len(claim["appearance"]["name"]) <= 80
        assert 0 < len(claim["appearance"]["abstract"]) <= 160


def test_feedback_on_an_answer_stays_together() -> None:
    """What became of an answer to a question is one card, as a click on it shows it."""
    challenge = Button("Challenge this question", Action("feedback", "challenge", ("p1",)))
    (body,) = messages(say("**Right.** So it is.", SOURCE, Buttons((challenge,))), "28:bot")
    assert "text" not in body


@pytest.mark.parametrize("text", ["does RAG retrain the model?", "define RAG", "explain cost"])
async def test_grounded_answers_in_a_chat(text: str, tutor: Tutor, platform: Platform) -> None:
    """An answer, a definition and an explanation are cited when they are asked for, without the AI label."""
    call = await tutor.answer(platform.payload("message-personal", text=text))
    assert call.body["text"].endswith("[1]")
    assert root(call.body)["citation"][0]["appearance"]["url"].startswith("https://")
    assert "additionalType" not in root(call.body)
    assert "source:" in shown(call)


async def test_a_card_that_fails_after_its_words(tutor: Tutor, platform: Platform) -> None:
    """The words are not said twice: the second try goes on with the card."""
    platform.faults.extend([web.json_response({"id": "m1"}), fault(500, "Down")])
    await tutor.answers(platform.payload("message-personal"))
    (call,) = await tutor.later(minutes=1)
    assert "text" not in call.body
    assert buttons(call.card)
    assert await tutor.later(hours=1) == []
