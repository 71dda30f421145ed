"""Deliveries that come twice, late, out of order, at the wrong moment, or to two processes at once."""

import asyncio
from pathlib import Path

import pytest

from bot.channels import Intake
from tests.slack.tutor import Tutor, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import CHANNEL, DIRECT, Json, Workspace, control, controls, shown
from tests.support.intakes import Away, Failing

EVERYTHING = [
    "message-direct",
    "mention",
    "command-term",
    "click-direct",
    "click-hidden",
    "click-share",
    "click-thread",
    "opened-messages",
    "opened-home",
    "form-sent",
    "shortcut-message",
    "click-reply",
    "assistant-begun",
]


def _message(text: str, n: int) -> Json:
    event = {"type": "message", "channel_type": "im", "user": "U2147483697", "channel": DIRECT}
    return {
        "type": "event_callback",
        "team_id": "T024BE7LD",
        "event_id": f"Ev{n}",
        "event": event | {"text": text, "ts": f"1763888600.{n:06}"},
    }


@pytest.mark.parametrize("name", EVERYTHING)
async def test_a_retry(name: str, tutor: Tutor, slack: Workspace) -> None:
    """A delivery that Slack tries again is accepted in silence."""
    assert len(await tutor.answers(slack.payload(name))) == 1
    turns = await tutor.count("turn")
    retry = {"X_Slack_Retry_Num": "1", "X_Slack_Retry_Reason": "http_timeout"}
    assert await tutor.post(slack.payload(name), **retry) == 200
    assert await tutor.settled() == []
    assert await tutor.count("turn") == turns


@pytest.mark.parametrize("name", EVERYTHING)
async def test_doubled_at_once(name: str, tutor: Tutor, slack: Workspace) -> None:
    """Of deliveries at the same moment one is answered."""
    statuses = await asyncio.gather(*(tutor.post(slack.payload(name)) for _ in range(5)))
    assert statuses == [200] * 5
    assert len(await tutor.settled()) == 1


@pytest.mark.parametrize("order", [("mention", "mention-twin"), ("mention-twin", "mention")])
async def test_a_mention_and_its_twin(order: tuple[str, str], tutor: Tutor, slack: Workspace) -> None:
    """Slack tells of a mention twice; it is one turn, whichever comes first."""
    for name in order:
        assert await tutor.post(slack.payload(name)) == 200
    assert len(await tutor.settled()) == 1
    assert await tutor.count("turn") == 1


async def test_a_mention_in_a_direct_message(tutor: Tutor, slack: Workspace) -> None:
    """Both deliveries are for us, and are one turn all the same."""
    mention, message = slack.payload("mention"), slack.payload("message-direct")
    mention["event"] |= {name: message["event"][name] for name in ("channel", "ts")}
    first, second = await asyncio.gather(tutor.post(mention), tutor.post(message))
    assert (first, second) == (200, 200)
    assert len(await tutor.settled()) == 1


async def test_a_retry_that_comes_after_newer_messages(tutor: Tutor) -> None:
    """It is not taken for an answer to what was asked meanwhile."""
    first = _message("what is grounding?", 1)
    await tutor.answers(first)
    await tutor.answers(_message("quiz 2", 2))
    _, before = await tutor.state()
    assert await tutor.answers(first) == []
    assert (await tutor.state())[1] == before


async def test_messages_out_of_order(tutor: Tutor) -> None:
    """Each is answered as it comes; an answer that overtakes its question does no harm."""
    assert len(await tutor.answers(_message("b", 2))) == 1
    assert "Question 1 of 2" in shown(await tutor.answer(_message("quiz 2", 1)))
    assert await tutor.count("attempt") == 0


async def test_an_answer_is_clicked_twice(tutor: Tutor, slack: Workspace) -> None:
    """Two clicks are two turns, and the question counts once."""
    asked = await tutor.answer(slack.payload("click-direct"))
    click = slack.payload("click-direct")
    for stamp in ("1763888499.000001", "1763888499.000002"):
        click["actions"][0] |= {"value": controls(asked)[0]["value"], "action_ts": stamp}
        told = await tutor.answer(click)
    assert "answered that one already" in shown(told)
    assert await tutor.count("attempt") == 1


@pytest.mark.parametrize("name", EVERYTHING)
async def test_the_store_is_away(name: str, slack: Workspace, tmp_path: Path) -> None:
    """Nothing is acknowledged, so that Slack tries again; then it is taken."""
    async with serving(slack, sqlite_url(tmp_path), lambda intake: Away(intake, 1)) as tutor:
        assert await tutor.post(slack.payload(name)) == 503
        assert await tutor.settled() == []
        assert len(await tutor.answers(slack.payload(name))) == 1


async def test_the_store_goes_away_between_two_turns(slack: Workspace, tmp_path: Path) -> None:
    """A click on the Home tab is two turns; after a retry both have happened, once."""
    fails: list[Away] = []

    def through(intake: Intake) -> Intake:
        fails.append(Away(intake, 0))
        return fails[0]

    async with serving(slack, sqlite_url(tmp_path), through) as tutor:
        click = slack.payload("click-home")
        assert {call.method for call in await tutor.answers(click)} == {"chat.postMessage", "views.publish"}
        fails[0].turns = 1
        assert await tutor.post(click) == 503
        assert await tutor.answers(click) == []


async def test_a_defect(slack: Workspace, tmp_path: Path) -> None:
    """It is not acknowledged either, and says nothing of itself."""
    async with serving(slack, sqlite_url(tmp_path), lambda _: Failing(LookupError("nobody foresaw it"))) as tutor:
        assert await tutor.post(slack.payload("message-direct")) == 500


@pytest.mark.parametrize("name", EVERYTHING)
async def test_two_replicas(name: str, slack: Workspace, postgres_url: str) -> None:
    """The same delivery to two processes at once is one turn and one reply."""
    async with serving(slack, postgres_url) as one, serving(slack, postgres_url) as other:
        statuses = await asyncio.gather(*(to.post(slack.payload(name)) for to in (one, other) * 3))
        assert statuses == [200] * 6
        calls = [*await one.settled(), *await other.settled()]
        assert len(calls) == 1
        assert await one.count("turn") == 1


async def test_a_round_across_two_replicas(slack: Workspace, postgres_url: str) -> None:
    """A quiz goes on whichever process takes the next turn."""
    async with serving(slack, postgres_url) as one, serving(slack, postgres_url) as other:
        assert "Question 1 of 2" in shown(await one.answer(_message("quiz 2", 1)))
        question = await other.answer(_message("skip", 2))
        assert "Question 2 of 2" in shown(question)
        assert "2 of 2" in shown(await one.answer(_message("skip", 3))) or await one.count("turn") == 3


async def test_a_crowd_in_one_thread(tutor: Tutor, slack: Workspace) -> None:
    """Everybody who mentions the tutor has a conversation of their own there."""
    for n in range(6):
        payload = slack.payload("mention-in-thread")
        payload["event"] |= {"user": f"U{n:09}", "ts": f"1763888700.{n:06}", "text": "quiz 2"}
        call = await tutor.answer(payload)
        assert call.body["channel"] == CHANNEL
        assert control(call, "Stop")["block_id"] != controls(call)[0]["block_id"]
    assert await tutor.count("conversation") == 6
