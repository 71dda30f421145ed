"""Deliveries that come twice, out of order, at once, to two replicas, or around a restart."""

import asyncio
from pathlib import Path

from tests.teams.platform import ANN, Platform, buttons, shown
from tests.teams.tutor import Tutor, sqlite_url
from tests.teams.tutor import tutor as serving


async def test_message_twice(tutor: Tutor, platform: Platform) -> None:
    """A message that is delivered again is acknowledged, and answered once."""
    assert len(await tutor.answers(platform.payload("message-personal"))) == 1
    assert await tutor.answers(platform.payload("message-personal")) == []


async def test_message_twice_at_once(tutor: Tutor, platform: Platform) -> None:
    """Deliveries that overlap are one turn."""
    activity = platform.payload("message-personal")
    answers = await asyncio.gather(*(tutor.post(activity) for _ in range(8)))
    assert answers == [(200, b"")] * 8
    assert len(await tutor.settled()) == 1


async def test_click_twice_at_once(tutor: Tutor, platform: Platform) -> None:
    """A click that is delivered several times at once counts once, and each delivery is answered with its card."""
    asked = await tutor.answer(platform.payload("message-personal", text="quiz 1 cost"))
    invoke = platform.payload("click-execute", replyToId="m1")
    invoke["value"]["action"]["data"] = _answer(asked.card)
    answers = await asyncio.gather(*(tutor.click(invoke) for _ in range(3)))
    assert [answer["type"].rpartition(".")[2] for answer in answers] == ["adaptive"] * 3
    assert await tutor.count("attempt") == 1
    assert (await tutor.click(invoke))["value"] == "I have that click already."
    assert await tutor.count("attempt") == 1


async def test_two_clicks_on_one_question(tutor: Tutor, platform: Platform) -> None:
    """Two clicks on one question, with ids of their own, count once."""
    asked = await tutor.answer(platform.payload("message-personal", text="quiz 1 cost"))
    for number in range(2):
        invoke = platform.payload("click-execute", replyToId="m1", id=f"f:{number}")
        invoke["value"]["action"]["data"] = _answer(asked.card)
        assert (await tutor.click(invoke))["statusCode"] == 200
    assert await tutor.count("attempt") == 1


async def test_slow_connector(tutor: Tutor, platform: Platform) -> None:
    """A click has its card at once, however slowly the stored message is updated."""
    asked = await tutor.answer(platform.payload("message-personal", text="quiz 1 cost"))
    platform.hold = asyncio.Event()
    invoke = platform.payload("click-execute", replyToId="m1")
    invoke["value"]["action"]["data"] = _answer(asked.card)
    assert (await tutor.click(invoke))["type"].endswith("card.adaptive")
    platform.hold.set()


async def test_reordered(tutor: Tutor, platform: Platform) -> None:
    """A click on an older card, after the talk has moved on, is still taken for what it was."""
    asked = await tutor.answer(platform.payload("message-personal", text="quiz 2 cost"))
    await tutor.answers(platform.payload("message-personal", id="2", text="RAG"))
    await tutor.answers(platform.payload("click-submit", replyToId="m1", value=_answer(asked.card)))
    assert await tutor.count("attempt") == 1


async def test_two_replicas(platform: Platform, postgres_url: str) -> None:
    """Two processes on one database: each turn once, whoever gets it, and one line of history."""
    async with serving(platform, postgres_url) as one, serving(platform, postgres_url) as other:
        message = platform.payload("message-personal", text="quiz 1 cost")
        await asyncio.gather(*(tutor.post(message) for tutor in (one, other, one, other)))
        calls = await one.settled() + await other.settled()
        assert len(calls) == 1
        invoke = platform.payload("click-execute", replyToId="m1")
        invoke["value"]["action"]["data"] = _answer(calls[0].card)
        answers = await asyncio.gather(one.click(invoke), other.click(invoke))
        assert [answer["statusCode"] for answer in answers] == [200, 200]
        assert await one.count("attempt") == 1
        assert [call.method for call in await one.settled() + await other.settled()].count("PUT") == 1


async def test_other_replica_greets(platform: Platform, postgres_url: str) -> None:
    """An installation that two processes hear of at once is greeted once."""
    async with serving(platform, postgres_url) as one, serving(platform, postgres_url) as other:
        await asyncio.gather(
            one.post(platform.payload("install-personal")),
            other.post(platform.payload("install-personal-members-added")),
        )
        assert len(await one.settled() + await other.settled()) == 1


async def test_restart_in_between(platform: Platform, tmp_path: Path) -> None:
    """What was committed and not sent before a crash is sent after it, from what was kept alone."""
    async with serving(platform, sqlite_url(tmp_path)) as before:
        channel = before.app.channels.pop("teams")  # the turn is kept, and there is nobody to send
        assert await before.answers(platform.payload("message-channel-mention")) == []
        before.app.channels["teams"] = channel
    async with serving(platform, sqlite_url(tmp_path)) as after:
        (call,) = await after.later(minutes=1)
        assert call.conversation.endswith(";messageid=1763888400003")
        assert "retrieval-augmented generation" in shown(call)


async def test_shutdown_finishes(platform: Platform, tmp_path: Path) -> None:
    """What is being sent when the server stops still arrives."""
    platform.hold = asyncio.Event()
    async with serving(platform, sqlite_url(tmp_path)) as tutor:
        await tutor.post(platform.payload("message-personal"))
        await platform.sent()
        asyncio.get_running_loop().call_soon(platform.hold.set)
    assert buttons((await platform.sent()).card)
    async with serving(platform, sqlite_url(tmp_path)) as tutor:
        assert await tutor.later(hours=1) == []
        learner, _ = await tutor.state(ANN)
        assert learner.version > 0


def _answer(card: object) -> dict[str, str]:
    data: dict[str, str] = next(
        button["data"] for button in buttons(card) if ":answer:" in button["data"].get("action", "")
    )
    return data
