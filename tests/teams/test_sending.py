"""What the Connector may answer, and what becomes of the reply."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from bot.channels import UndeliverableError
from bot.channels.teams.channel import REMEMBERED
from bot.store import Outgoing
from dialogs.reply import Button, Buttons, Quote, Reply, Text, say
from dialogs.turn import Action, Address
from tests.teams.platform import ANN, GROUP, PERSONAL, TENANT, Platform, buttons, fault, shown
from tests.teams.tutor import Tutor


async def test_too_many(tutor: Tutor, platform: Platform) -> None:
    """After a 429 the reply waits as long as Teams asks, or a little longer, and is then sent once."""
    platform.faults.append(fault(429, "TooManyRequests", Retry_After="40"))
    assert len(await tutor.answers(platform.payload("message-personal"))) == 1
    assert await tutor.later(seconds=39) == []
    assert len(await tutor.later(seconds=10)) == 1
    assert await tutor.later(hours=1) == []


async def test_others_do_not_wait(tutor: Tutor, platform: Platform) -> None:
    """A conversation that is throttled holds up no other one of its organisation."""
    platform.faults.append(fault(429, "TooManyRequests", Retry_After="40"))
    await tutor.answers(platform.payload("message-personal"))
    assert (await tutor.answer(platform.payload("message-group-mention"))).conversation == GROUP


@pytest.mark.parametrize("told", ["", "soon", format_datetime(datetime.now(UTC) - timedelta(days=1))])
async def test_too_many_without_a_time(told: str, tutor: Tutor, platform: Platform) -> None:
    """Where Teams does not say how long, or says what has passed, the reply waits a moment."""
    platform.faults.append(fault(429, "TooManyRequests", Retry_After=told))
    await tutor.answers(platform.payload("message-personal"))
    assert await tutor.later(seconds=0.5) == []
    assert len(await tutor.later(seconds=2)) == 1


async def test_too_many_until_a_date(tutor: Tutor, platform: Platform) -> None:
    """The wait may be told as a date."""
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    platform.faults.append(fault(429, "TooManyRequests", Retry_After=date))
    await tutor.answers(platform.payload("message-personal"))
    assert await tutor.later(seconds=60) == []
    assert len(await tutor.later(seconds=60)) == 1


@pytest.mark.parametrize("status", [412, 502, 504])
async def test_tried_again(status: int, tutor: Tutor, platform: Platform) -> None:
    """What Teams wants tried again is, after a pause that is not always the same."""
    platform.faults.extend([fault(status, "Again"), fault(status, "Again")])
    assert len(await tutor.answers(platform.payload("message-personal"))) == 3
    first, second = tutor.pauses
    assert 0.2 <= first <= 0.6
    assert 0.4 <= second <= 1.2


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_down_for_longer(status: int, tutor: Tutor, platform: Platform) -> None:
    """A reply outlives a Connector that is down: the sweeper sends it."""
    platform.faults.extend(fault(status, "Down") for _ in range(3 if status == 502 else 1))
    await tutor.answers(platform.payload("message-personal"))
    assert len(await tutor.later(minutes=1)) == 1
    assert await tutor.later(hours=1) == []


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "ConversationBlockedByUser"),
        (403, "BotNotInConversationRoster"),
        (403, "BotDisabledByAdmin"),
        (403, "MessageWritesBlocked"),
        (404, "ConversationNotFound"),
        (400, "BadSyntax"),
        (413, "MessageSizeTooBig"),
    ],
)
async def test_given_up(status: int, code: str, tutor: Tutor, platform: Platform) -> None:
    """What will never be taken is tried once."""
    platform.faults.append(fault(status, code))
    assert len(await tutor.answers(platform.payload("message-personal"))) == 1
    assert await tutor.later(hours=1) == []


async def test_answers_that_are_no_json(tutor: Tutor, platform: Platform) -> None:
    """A proxy's page in place of JSON is a fault like any other; an empty success is one."""
    platform.faults.append(web.Response(status=404, text="<html>", content_type="text/html"))
    assert len(await tutor.answers(platform.payload("message-personal"))) == 1
    platform.faults.append(web.Response(status=202))
    assert len(await tutor.answers(platform.payload("message-personal", id="2"))) == 1
    assert await tutor.later(hours=1) == []


async def test_refused_token(tutor: Tutor, platform: Platform) -> None:
    """A token that is refused is replaced once; a second refusal waits for the sweeper."""
    platform.faults.append(fault(401, "Unauthorized"))
    calls = await tutor.answers(platform.payload("message-personal"))
    assert [call.token for call in calls] == ["Bearer bot-token-1", "Bearer bot-token-2"]
    platform.faults.extend(fault(401, "Unauthorized") for _ in range(2))
    assert len(await tutor.answers(platform.payload("message-personal", id="2"))) == 2
    assert len(await tutor.later(minutes=1)) == 1


async def test_card_is_gone(tutor: Tutor, platform: Platform) -> None:
    """Where the clicked message was deleted, its new card is posted anew."""
    asked = await tutor.answer(platform.payload("message-personal", text="quiz 1 cost"))
    data = next(b["data"] for b in buttons(asked.card) if ":answer:" in b["data"].get("action", ""))
    platform.gone.add("m1")
    calls = await tutor.answers(platform.payload("click-submit", replyToId="m1", value=data))
    assert [call.method for call in calls][:2] == ["PUT", "POST"]
    assert calls[0].card == calls[1].card


async def test_conversation_is_gone(tutor: Tutor, platform: Platform) -> None:
    """Where the whole conversation is gone, nothing is tried for ever, and others are not held up."""
    platform.gone.add(PERSONAL)
    await tutor.answers(platform.payload("message-personal"))
    assert await tutor.later(hours=1) == []
    assert await tutor.answer(platform.payload("message-group-mention"))


async def test_redirect_is_not_followed(tutor: Tutor, platform: Platform) -> None:
    """The bot's token does not travel to where an answer points."""
    elsewhere = {"Location": f"{platform.url}/emea/v3/conversations/x/activities"}
    platform.faults.append(web.Response(status=307, headers=elsewhere))
    assert len(await tutor.answers(platform.payload("message-personal"))) == 1


@pytest.mark.parametrize("place", [PERSONAL, GROUP])
async def test_proactive(place: str, tutor: Tutor, platform: Platform) -> None:
    """With a stored address a message can be sent first."""
    reference = {"service_url": platform.service_url, "bot": "28:bot", "type": "personal"}
    await _queue(tutor, Address("teams", TENANT, ANN, place, reference=reference))
    (call,) = await tutor.later(seconds=1)
    assert (call.method, call.conversation, call.activity) == ("POST", place, "")
    assert "a question for you." in shown(call)


@pytest.mark.parametrize("reference", [{}, {"service_url": "https://stranger.example/"}])
async def test_address_of_a_stranger(reference: dict[str, str], tutor: Tutor, platform: Platform) -> None:
    """An address that may not be written to fails for good, and asks nobody."""
    await _queue(tutor, Address("teams", TENANT, ANN, PERSONAL, reference=reference))
    assert await tutor.later(seconds=1) == []
    assert await tutor.later(hours=1) == []


async def test_the_latest_half_sent_replies_are_remembered(tutor: Tutor, platform: Platform) -> None:
    """After more of them than are remembered were given up, a second try still says only what was not said yet."""
    where = Address(
        *("teams", TENANT, ANN, PERSONAL), reference={"service_url": platform.service_url, "type": "personal"}
    )
    more = Buttons((Button("More", Action("help", "show")),))
    words_and_card = Reply((Text("The answer."), Quote("It is so.", "A page", "https://example.org"), more))
    channel = tutor.app.delivery.channels["teams"]

    def half_sent(turn: str) -> Outgoing:
        """The words arrive, and what comes with them does not."""
        platform.faults.extend([web.json_response({"id": "words"}), fault(400, "BadSyntax")])
        return Outgoing(turn, 0, where, words_and_card, 1, tutor.clock())

    for n in range(REMEMBERED + 1):
        with pytest.raises(UndeliverableError):
            await channel.send(half_sent(f"turn {n}"))
    item = half_sent("the latest")
    with pytest.raises(UndeliverableError):
        await channel.send(item)
    while platform.calls.qsize():
        said = platform.calls.get_nowait()
    await channel.send(item)
    (again,) = (platform.calls.get_nowait() for _ in range(platform.calls.qsize()))
    assert again.body == said.body
    assert "attachments" in again.body


async def _queue(tutor: Tutor, address: Address) -> None:
    replies = [say("A question for you.")]
    at = tutor.clock()
    await tutor.app.store.run(lambda t: t.queue("daily", address, replies, at, timedelta(0)))
