"""A question for everybody in Teams: posted as a card, answered by Execute, counted, closed and explained."""

import json

import pytest

from bot.delivery import PollKeeper
from tests.talk import router
from tests.teams.platform import ANN, BEA, GROUP, TEAM, Call, Json, Platform, buttons, shown
from tests.teams.tutor import Tutor

CY = "29:1cYexample000000000000000000000000000000000000000000000000000000000000000"
PLACES = {
    "message-group-mention": GROUP,
    "message-channel-mention": f"{TEAM};messageid=1763888400003",
}


def keeper(tutor: Tutor) -> PollKeeper:
    """What sees to the polls of this tutor."""
    return PollKeeper(tutor.app.store, router(), tutor.app.delivery)


async def clock(tutor: Tutor, **time: float) -> list[Call]:
    """What is sent once time has gone by and everything due was seen to."""
    sent = await tutor.later(**time)
    while await keeper(tutor).step():
        pass
    return [*sent, *await tutor.settled()]


def mention(platform: Platform, name: str, text: str, n: int = 0) -> Json:
    """Ann mentions the tutor there."""
    activity = platform.payload(name, text=f"<at>Tutor</at> {text}")
    return activity if n == 0 else activity | {"id": f"{activity['id']}{n}"}


def click(platform: Platform, name: str, card: Json, label: str, user: str, n: int) -> Json:
    """Somebody presses a button of the card that was posted as `m1`."""
    where = platform.payload(name)["conversation"]
    made = platform.payload("click-execute", id=f"f:vote-{n}", replyToId="m1", conversation=where)
    made["from"] = {"id": user, "name": user[-4:]}
    found = [b for b in buttons(card) if b.get("title", "").lower().startswith(label.lower())]
    made["value"]["action"]["data"] = found[0]["data"]
    return made


def public(calls: list[Call]) -> list[Call]:
    """Of what was sent, what is said of the question to everybody."""
    return [call for call in calls if "a question for everyone" in shown(call) or "the right answer is" in shown(call)]


def bare(call: Call) -> Json:
    """What was sent, without whom the client may ask for: nobody sees that, and it does not tell who took what."""
    for attached in call.body.get("attachments", ()):
        attached["content"].pop("refresh", None)
    return call.body


@pytest.mark.parametrize("name", PLACES)
async def test_from_asking_to_explaining(name: str, tutor: Tutor, platform: Platform) -> None:
    """Three answer by click; the stored card tells how many, and once closed the counts in words; the why follows."""
    place = PLACES[name]
    posted = await tutor.answer(mention(platform, name, "quiz the team"))
    assert (posted.method, posted.conversation, posted.id) == ("POST", place, "m1")
    assert "nobody has answered yet. open until 09:10 (london)" in shown(posted)
    for n, user in enumerate((ANN, BEA, CY)):
        answer = await tutor.click(click(platform, name, posted.card, "A", user, n))
        assert answer["statusCode"] == 200
        assert public(await tutor.settled()) == []
    (counted,) = await clock(tutor, seconds=5)
    assert (counted.method, counted.conversation, counted.activity) == ("PUT", place, "m1")
    assert "3 have answered" in shown(counted)
    assert "right answer" not in shown(counted)
    closed, why = await clock(tutor, minutes=10)
    assert (closed.method, closed.activity) == ("PUT", "m1")
    assert ": 3 of 3" in shown(closed)
    assert "(right answer)" in shown(closed)
    assert (why.method, why.conversation) == ("POST", place)
    assert "the right answer is" in shown(why)
    assert "source:" in shown(why)
    told = " ".join(json.dumps(bare(call)) for call in (posted, counted, closed, why))
    assert not any(user in told for user in (ANN, BEA, CY))
    assert not any(word in told.lower() for word in ("slack", "bob"))
    assert (await tutor.count("vote"), await tutor.count("attempt")) == (0, 3)


async def test_closed_by_its_button(tutor: Tutor, platform: Platform) -> None:
    """By whoever asked; anybody else's press changes nothing for all."""
    name = "message-group-mention"
    posted = await tutor.answer(mention(platform, name, "quiz everyone for 1 hour"))
    await tutor.click(click(platform, name, posted.card, "Close now", BEA, 1))
    assert public(await tutor.settled()) == []
    await tutor.click(click(platform, name, posted.card, "Close now", ANN, 2))
    assert [call.method for call in public(await tutor.settled())] == ["PUT", "POST"]
    await tutor.click(click(platform, name, posted.card, "A", BEA, 3))
    assert public(await tutor.settled()) == []
    assert await tutor.count("vote") == 0
    assert await clock(tutor, hours=2) == []


async def test_told_to_stop(tutor: Tutor, platform: Platform) -> None:
    """In the group chat, where there are no threads, "stop" means it too; then another one may be asked."""
    name = "message-group-mention"
    await tutor.answer(mention(platform, name, "team quiz"))
    assert [call.method for call in await tutor.answers(mention(platform, name, "stop", 1))] == ["PUT", "POST"]
    assert "a question for everyone" in shown(await tutor.answer(mention(platform, name, "quiz us", 2)))


async def test_in_a_personal_chat(tutor: Tutor, platform: Platform) -> None:
    """It says where that belongs."""
    told = await tutor.answer(platform.payload("message-personal", text="quiz the team"))
    assert "a place with several people" in shown(told)
    assert await tutor.count("poll") == 0


async def test_the_card_was_deleted(tutor: Tutor, platform: Platform) -> None:
    """What became of the question is posted anew."""
    name = "message-group-mention"
    await tutor.answer(mention(platform, name, "quiz the team"))
    platform.gone.add("m1")
    assert [call.method for call in await clock(tutor, minutes=11)] == ["PUT", "POST", "POST"]
