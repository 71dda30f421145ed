"""A card that a group reads shows each person how it stands for them, and asking for that changes nothing."""

from typing import Any

import pytest

from tests.render.cards import our_rules
from tests.teams.platform import ANN, BEA, GROUP, Call, Json, Platform, buttons, texts
from tests.teams.tutor import Tutor


async def asked(tutor: Tutor, platform: Platform, text: str = "<at>Tutor</at> quiz 2 cost") -> Call:
    """A question put to Ann in the group."""
    return await tutor.answer(platform.payload("message-group-mention", text=text))


def looked(platform: Platform, call: Call, user: str = ANN, number: str = "") -> Json:
    """What a client sends when somebody looks at a card that can be refreshed."""
    action = call.card["refresh"]["action"]
    activity = platform.payload("refresh-group", replyToId=call.id)
    activity["value"]["action"] = {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}
    activity["from"] = {"id": user}
    return activity | ({"id": number} if number else {})


def pressed(platform: Platform, call: Call, user: str = ANN, number: str = "f:pressed") -> Json:
    """A click on the first answer."""
    data = next(b["data"] for b in buttons(call.card) if ":answer:" in b["data"].get("action", ""))
    activity = platform.payload("click-group", replyToId=call.id, id=number)
    activity["value"]["action"]["data"] = data
    activity["from"] = {"id": user, "name": "Sample, Bea"}
    return activity


def words(answer: Json) -> str:
    """What is read on the card of an answer."""
    assert answer["type"] == "application/vnd.microsoft.card.adaptive"
    our_rules(answer["value"])
    return " ".join(texts(answer["value"])).lower()


async def test_question_names_whose_it_is(tutor: Tutor, platform: Platform) -> None:
    """In a group the question is refreshed for whom it was put to; in a personal chat there is one view."""
    call = await asked(tutor, platform)
    assert call.card["refresh"]["userIds"] == [ANN]
    alone = await tutor.answer(platform.payload("message-personal", text="quiz 1 cost"))
    assert "refresh" not in alone.card


async def test_open_question(tutor: Tutor, platform: Platform) -> None:
    """While it is open they see it as it was; nothing is kept, however often the card is looked at."""
    call = await asked(tutor, platform)
    before = [await tutor.count(table) for table in ("turn", "attempt", "outgoing")]
    for _ in range(3):
        answer = await tutor.click(looked(platform, call))
        assert "question 1 of 2" in words(answer)
        assert [b["data"] for b in buttons(answer["value"])] == [b["data"] for b in buttons(call.card)]
    assert [await tutor.count(table) for table in ("turn", "attempt", "outgoing")] == before
    assert await tutor.settled() == []


async def test_answered_in_words(tutor: Tutor, platform: Platform) -> None:
    """An answer that was typed settles the card for who gave it, although others still see the question."""
    call = await asked(tutor, platform)
    await tutor.answers(platform.payload("message-group-mention", id="2", text="<at>Tutor</at> A"))
    shown = words(await tutor.click(looked(platform, call)))
    assert "your answer" in shown
    assert "source:" in shown
    other = words(await tutor.click(looked(platform, call, BEA)))
    assert "your answer" not in other
    assert "somebody else" in other


async def test_nothing_reverts(tutor: Tutor, platform: Platform) -> None:
    """A click settles the card in its answer and in the stored message, and a look afterwards shows the same."""
    call = await asked(tutor, platform)
    answer = await tutor.click(pressed(platform, call))
    put = (await tutor.settled())[0]
    assert (put.method, put.conversation, put.activity) == ("PUT", GROUP, call.id)
    assert put.card == answer["value"]
    assert "your answer" in words(await tutor.click(looked(platform, call)))


async def test_a_foreign_click(tutor: Tutor, platform: Platform) -> None:
    """Who presses another's answer sees so in the card's place and may begin; the group and the message stay."""
    call = await asked(tutor, platform)
    answer = await tutor.click(pressed(platform, call, BEA))
    assert "somebody else" in words(answer)
    assert await tutor.settled() == []
    (start,) = buttons(answer["value"])
    begin = platform.payload("click-group", replyToId=call.id, id="f:begin")
    begin["value"]["action"]["data"] = start["data"]
    begin["from"] = {"id": BEA}
    await tutor.click(begin)
    (own,) = await tutor.settled()
    assert own.card["refresh"]["userIds"] == [BEA]


async def test_an_aged_card(tutor: Tutor, platform: Platform) -> None:
    """Months later an answered question shows its answer, and one that was left open can still be answered."""
    first = await asked(tutor, platform)
    await tutor.answers(platform.payload("message-group-mention", id="2", text="<at>Tutor</at> A"))
    (second,) = await tutor.answers(platform.payload("message-group-mention", id="3", text="<at>Tutor</at> next"))
    await tutor.answers(platform.payload("message-group-mention", id="4", text="<at>Tutor</at> stop"))
    await tutor.later(days=90)
    assert "your answer" in words(await tutor.click(looked(platform, first)))
    still = await tutor.click(looked(platform, second))
    assert any(":answer:" in b["data"].get("action", "") for b in buttons(still["value"]))


async def test_answered_again_since(tutor: Tutor, platform: Platform) -> None:
    """A card of an earlier showing says that it was answered, and does not show the later answer as its own."""
    first = await asked(tutor, platform, "<at>Tutor</at> quiz 1 cost")
    await tutor.click(pressed(platform, first))
    data = next(b["data"] for b in buttons(first.card) if ":answer:" in b["data"].get("action", ""))
    older = data["action"]
    assert older.startswith("quiz:answer:")
    again = await tutor.click(pressed(platform, first, number="f:2"))
    assert "it counts once" in words(again)
    assert await tutor.count("attempt") == 1


@pytest.mark.parametrize(
    "data", [None, {}, {"action": "quiz:view"}, {"action": "quiz:view:none"}, {"form": "quiz:answer:x"}, {"action": ""}]
)
async def test_what_cannot_be_shown(data: Any, tutor: Tutor, platform: Platform) -> None:
    """A refresh that names nothing of ours is answered in words or with a card, and changes nothing."""
    activity = platform.payload("refresh-group")
    activity["value"]["action"]["data"] = data
    answer = await tutor.click(activity)
    assert answer["type"].startswith("application/vnd.microsoft.")
    assert await tutor.count("attempt") == 0


async def test_a_refresh_that_asks_for_more(tutor: Tutor, platform: Platform) -> None:
    """Whatever a client asks to have shown, nothing is kept of it."""
    activity = platform.payload("refresh-group")
    activity["value"]["action"]["data"] = {"action": "rights:forget"}
    await tutor.click(activity)
    activity["value"]["action"]["data"] = {"action": "quiz:start"}
    await tutor.click(activity)
    assert [await tutor.count(table) for table in ("turn", "learner", "conversation", "outgoing")] == [0] * 4
    assert await tutor.settled() == []
