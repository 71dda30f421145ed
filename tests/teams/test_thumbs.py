"""Teams' own thumbs: under generated text alone, and kept as feedback on the answer that they stand under."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.teams import thumbs
from bot.channels.teams.thumbs import Thumbs
from bot.store import Outgoing
from bot.store.items import Told, opinions, told
from bot.store.reading import read
from dialogs.reply import Button, Opinion, Reply, Text
from dialogs.turn import Action, Address, Submit
from tests.talk import START
from tests.teams.platform import ANN, PERSONAL, TENANT, Call, Platform, buttons
from tests.teams.tutor import Tutor, sqlite_url
from tests.teams.tutor import tutor as serving

ANSWER = Reply(
    (
        Text("Grounding names its sources."),
        Opinion(
            Button("Helpful", Action("feedback", "helpful", ("cost", "0123abcd"))),
            Button("Not helpful", Action("feedback", "unhelpful", ("cost", "0123abcd"))),
        ),
    )
)


async def sent(tutor: Tutor, *, generated: bool) -> tuple[str, Call]:
    """The id and the call of that answer, sent to Ann."""
    address = (await tutor.state())[0].home
    assert address is not None
    reply = Reply(ANSWER.elements, generated=generated)
    message = await tutor.app.channels["teams"].send(Outgoing("turn", 0, address, reply, 1, START))
    (call,) = await tutor.settled()
    return message or "", call


async def kept(tutor: Tutor) -> tuple[dict[str, dict[str, int]], list[Told]]:
    """What an author reads of answers."""
    url = tutor.app.settings.database_url.get_secret_value()
    return await asyncio.to_thread(read, url, lambda execute: (opinions(execute), told(execute, ("answer",))))


async def test_generated_text_has_the_platforms_thumbs(tutor: Tutor, platform: Platform) -> None:
    """There Teams shows its own, and the card none; the course's own words have two buttons, and no label."""
    await tutor.answers(platform.payload("message-personal"))
    _, generated = await sent(tutor, generated=True)
    assert generated.body["channelData"] == {"feedbackLoop": {"type": "default"}}
    assert buttons(generated.card) == []
    _, own = await sent(tutor, generated=False)
    assert "channelData" not in own.body
    assert [button["title"] for button in buttons(own.card)] == ["Helpful", "Not helpful"]


@pytest.mark.parametrize("targeted", [True, False])
async def test_under_what_one_person_alone_sees(targeted: bool, platform: Platform, tmp_path: Path) -> None:
    """A thumb under an answer that was given privately, there or in the personal chat, is about its topic as well."""
    async with serving(platform, sqlite_url(tmp_path), teams_targeted_messages=targeted) as tutor:
        there = platform.payload("message-group-mention")["conversation"]["id"]
        reference = {"service_url": platform.service_url, "bot": "28:bot", "type": "groupChat"}
        address = Address("teams", TENANT, ANN, there, direct=False, reference=reference, shared=True)
        reply = replace(ANSWER, generated=True, surface="private")
        await tutor.app.channels["teams"].send(Outgoing("turn", 0, address, reply, 1, START))
        (call,) = await tutor.settled()
        assert (call.conversation == there) is targeted
        assert call.body["channelData"] == {"feedbackLoop": {"type": "default"}}
        assert buttons(call.card) == []
        thumb = platform.payload("thumb-down", id="f:thumb", replyToId=call.id)
        thumb["conversation"] = thumb["conversation"] | {"id": call.conversation}
        await tutor.post(thumb)
        assert list((await kept(tutor))[0]) == ["cost"]


async def test_a_thumb_is_kept_with_its_answer(tutor: Tutor, platform: Platform) -> None:
    """It is answered as Teams wants it, nothing is said, and the topic, the thumb and the words are there once."""
    await tutor.answers(platform.payload("message-personal"))
    message, _ = await sent(tutor, generated=True)
    thumb = platform.payload("thumb-down", replyToId=message)
    assert await tutor.post(thumb) == (200, b"{}")
    assert await tutor.post(thumb) == (200, b"{}")
    assert await tutor.settled() == []
    rated, messages = await kept(tutor)
    assert rated == {"cost": {"unhelpful": 1}}
    assert [(one.subject, one.reason, one.words) for one in messages] == [("cost", "unhelpful", "Too long for a phone")]


async def test_a_thumb_under_an_older_message(tutor: Tutor, platform: Platform) -> None:
    """Where nobody knows any more which answer that was, the thumb counts without a topic."""
    await tutor.answers(platform.payload("message-personal"))
    assert await tutor.post(platform.payload("thumb-down")) == (200, b"{}")
    rated, _ = await kept(tutor)
    assert rated == {"": {"unhelpful": 1}}


async def test_a_mind_is_changed(tutor: Tutor, platform: Platform) -> None:
    """The later thumb of one person takes the place of the former one."""
    await tutor.answers(platform.payload("message-personal"))
    await tutor.post(platform.payload("thumb-down"))
    liked = {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": "{}"}}
    await tutor.post(platform.payload("thumb-down", id="f:later", value=liked))
    rated, messages = await kept(tutor)
    assert rated == {"": {"helpful": 1}}
    assert messages == []


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"actionName": "feedback"},
        {"actionName": "other", "actionValue": {"reaction": "like"}},
        {"actionName": "feedback", "actionValue": {"reaction": "love"}},
    ],
)
async def test_what_is_no_thumb(tutor: Tutor, platform: Platform, value: Any) -> None:
    """It is accepted, and nothing is kept."""
    assert await tutor.post(platform.payload("thumb-down", value=value)) == (200, b"{}")
    assert await tutor.count("feedback") == 0


@pytest.mark.parametrize("feedback", ["", "{", "[]", "{}", json.dumps({"feedbackText": 7}), "[" * 100_000])
def test_words_that_are_not_as_teams_sends_them(feedback: str) -> None:
    """The thumb counts all the same."""
    value = {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": feedback}}
    event = Thumbs().pressed(PERSONAL, "m1", value)
    assert isinstance(event, Submit)
    assert event.values == {"reason": ("helpful",)}


def test_few_messages_are_remembered() -> None:
    """Of very many the latest are known, each in its own conversation."""
    known = Thumbs()
    reply = Reply(ANSWER.elements, generated=True)
    for n in range(thumbs.REMEMBERED + 1):
        known.sent(PERSONAL, f"m{n}", reply)
    liked = {"actionName": "feedback", "actionValue": {"reaction": "like"}}
    forms = [
        pressed.form
        for place, message in ((PERSONAL, "m1"), (PERSONAL, "m0"), ("elsewhere", "m1"))
        if (pressed := known.pressed(place, message, liked)) is not None
    ]
    assert [form.rpartition(":")[0] for form in forms] == ["feedback:rated:cost", "feedback:rated:", "feedback:rated:"]
