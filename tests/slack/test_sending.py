"""Replies that Slack does not take, or not now, and the ways around."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.channels.slack.api import Api, RefusedError
from bot.channels.slack.workspaces import OneWorkspace
from bot.sessions import open_session
from bot.store import Outgoing
from dialogs.reply import say
from dialogs.turn import Address
from tests.slack.tutor import Tutor, settings_for, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import ANN, BOT_TOKEN, CHANNEL, DIRECT, TEAM, Workspace, controls, fault, shown


async def test_too_many_requests(tutor: Tutor, slack: Workspace) -> None:
    """The reply waits for as long as Slack says, and is sent then."""
    slack.faults["chat.postMessage"].append(fault("ratelimited", 429, Retry_After="40"))
    assert len(await tutor.answers(slack.payload("message-direct"))) == 1
    assert await tutor.later(seconds=39) == []
    (call,) = await tutor.later(seconds=2)
    assert call.method == "chat.postMessage"
    assert await tutor.later(hours=1) == []


@pytest.mark.parametrize("after", ["", "soon", "-1", "1.5"])
async def test_too_many_requests_for_nobody_knows_how_long(after: str, tutor: Tutor, slack: Workspace) -> None:
    """Half a minute will do."""
    slack.faults["chat.postMessage"].append(fault("ratelimited", 429, Retry_After=after))
    await tutor.answers(slack.payload("message-direct"))
    assert await tutor.later(seconds=29) == []
    assert len(await tutor.later(seconds=2)) == 1


async def test_too_many_answers_to_one_person(tutor: Tutor, slack: Workspace) -> None:
    """A response URL may ask to wait as well."""
    slack.faults["respond"].append(web.Response(status=429, headers={"Retry-After": "40"}))
    await tutor.answers(slack.payload("click-hidden"))
    assert await tutor.later(seconds=39) == []
    (call,) = await tutor.later(seconds=2)
    assert call.method == "respond"


@pytest.mark.parametrize(
    "error",
    [
        "channel_not_found",
        "is_archived",
        "account_inactive",
        "user_disabled",
        "token_revoked",
        "invalid_blocks",
    ],
)
async def test_nobody_is_there(error: str, tutor: Tutor, slack: Workspace) -> None:
    """The reply is given up, and nothing after it is held up."""
    slack.faults["chat.postMessage"].append(fault(error))
    assert len(await tutor.answers(slack.payload("message-direct"))) == 1
    assert await tutor.later(hours=1) == []
    assert len(await tutor.answers(slack.payload("message-direct-thread"))) == 1


@pytest.mark.parametrize(
    "answer",
    [
        fault("internal_error"),
        fault("fatal_error", 500),
        web.Response(status=503, text="<html>"),
        web.Response(status=200, text="<html>", content_type="text/html"),
    ],
    ids=["refused", "500", "503", "no JSON"],
)
async def test_a_passing_fault(answer: web.Response, tutor: Tutor, slack: Workspace) -> None:
    """It is sent again later, by the outbox: the SDK by itself tries nothing twice."""
    slack.faults["chat.postMessage"].append(answer)
    assert len(await tutor.answers(slack.payload("message-direct"))) == 1
    assert len(await tutor.later(minutes=1)) == 1


async def test_slack_cannot_be_reached(slack: Workspace, tmp_path: Path) -> None:
    """What was accepted is sent once Slack is back."""
    away = "http://127.0.0.1:9/api/"
    async with serving(slack, sqlite_url(tmp_path), slack_api_url=away) as tutor:
        assert await tutor.answers(slack.payload("message-direct")) == []
    async with serving(slack, sqlite_url(tmp_path)) as tutor:
        assert len(await tutor.later(minutes=1)) == 1


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_the_message_to_change_is_gone(error: str, tutor: Tutor, slack: Workspace) -> None:
    """What should have taken its place is posted anew."""
    asked = await tutor.answer(slack.payload("click-direct"))
    click = slack.payload("click-direct")
    click["actions"][0] |= {"value": controls(asked)[0]["value"], "action_ts": "1763888499.000001"}
    slack.faults["chat.update"].append(fault(error))
    updated, posted = await tutor.answers(click)
    assert (updated.method, posted.method) == ("chat.update", "chat.postMessage")
    assert updated.blocks == posted.blocks
    assert "ts" not in posted.body


async def test_a_click_where_the_tutor_was_not_invited(tutor: Tutor, slack: Workspace) -> None:
    """What was shared there has buttons; they are answered in its thread, by the response URL."""
    slack.faults["chat.postMessage"].append(fault("not_in_channel"))
    refused, sent = await tutor.answers(slack.payload("click-thread"))
    assert (refused.method, sent.method) == ("chat.postMessage", "respond")
    assert (sent.body["response_type"], sent.body["thread_ts"]) == ("in_channel", "1763888420.000100")


@pytest.mark.parametrize(
    "answer",
    [web.Response(status=404, text="expired_url"), web.Response(text='{"ok": false, "error": "used_url"}')],
    ids=["expired", "used"],
)
async def test_a_response_url_is_used_up(answer: web.Response, tutor: Tutor, slack: Workspace) -> None:
    """What was for one person's eyes still is."""
    slack.faults["respond"].append(answer)
    _, sent = await tutor.answers(slack.payload("click-hidden"))
    assert (sent.method, sent.body["channel"], sent.body["user"]) == ("chat.postEphemeral", CHANNEL, ANN)


async def test_a_response_url_is_used_up_where_the_tutor_was_not_invited(tutor: Tutor, slack: Workspace) -> None:
    """Then they hear of it directly."""
    slack.faults["respond"].append(web.Response(status=404))
    slack.faults["chat.postEphemeral"].append(fault("not_in_channel"))
    *_, sent = await tutor.answers(slack.payload("click-hidden"))
    assert (sent.method, sent.body["channel"]) == ("chat.postMessage", ANN)


async def test_a_share_whose_response_url_is_used_up(tutor: Tutor, slack: Workspace) -> None:
    """It is posted as any other message, outside threads."""
    slack.faults["respond"].append(web.Response(status=404))
    _, sent = await tutor.answers(slack.payload("click-share"))
    assert (sent.method, sent.body["channel"]) == ("chat.postMessage", CHANNEL)
    assert "thread_ts" not in sent.body


@pytest.mark.parametrize("name", ["chat.postEphemeral", "respond"])
async def test_a_private_answer_meets_a_passing_fault(name: str, tutor: Tutor, slack: Workspace) -> None:
    """It is tried again, and by no other way."""
    if name == "chat.postEphemeral":
        slack.faults["respond"].extend([web.Response(status=404), web.Response(status=404)])
    slack.faults[name].append(web.Response(status=500))
    await tutor.answers(slack.payload("click-hidden"))
    assert name in {call.method for call in await tutor.later(minutes=1)}


async def test_a_home_tab_of_somebody_who_is_gone(tutor: Tutor, slack: Workspace) -> None:
    """It is given up."""
    slack.faults["views.publish"].append(fault("user_not_found"))
    assert len(await tutor.answers(slack.payload("opened-home"))) == 1
    assert await tutor.later(hours=1) == []


async def test_what_is_on_its_way_at_the_end(slack: Workspace, tmp_path: Path) -> None:
    """A tutor that is stopped waits for what Slack is being told; its connections end with that."""
    slack.hold = asyncio.Event()
    async with serving(slack, sqlite_url(tmp_path)) as tutor:
        assert await tutor.post(slack.payload("message-direct")) == 200
        assert (await slack.sent()).body["channel"] == DIRECT
        asyncio.get_running_loop().call_soon(slack.hold.set)
    async with serving(slack, sqlite_url(tmp_path)) as tutor:
        assert await tutor.later(hours=1) == []


async def test_replies_keep_their_order(tutor: Tutor, slack: Workspace) -> None:
    """What is said later in a conversation is not seen before."""
    slack.hold = asyncio.Event()
    payload = slack.payload("message-direct")
    for n, text in enumerate(("define grounding", "define RAG", "compare cost")):
        payload["event"] |= {"text": text, "ts": f"1763888600.{n:06}"}
        assert await tutor.post(payload) == 200
    slack.hold.set()
    first, second, third = await tutor.settled()
    assert "Grounding" in shown(first)
    assert "etrieval-augmented" in shown(second)
    assert "Cost" in shown(third)


async def test_a_hundred_at_once(tutor: Tutor, slack: Workspace) -> None:
    """Slack is told of many at the same time, over one session."""
    slack.hold = asyncio.Event()
    payload = slack.payload("message-direct")
    for n in range(100):
        payload["event"] |= {"user": f"U{n:09}", "channel": f"D{n:09}"}
        assert await tutor.post(payload) == 200
    for _ in range(100):
        await slack.sent()
    slack.hold.set()
    assert await tutor.settled() == []


async def test_a_session_ends_with_its_last_call(slack: Workspace) -> None:
    """An API that is closed lets its calls end, opens a session for a late one, and leaves none open."""
    opened: list[ClientSession] = []

    def session() -> ClientSession:
        opened.append(open_session())
        return opened[-1]

    api = Api(OneWorkspace(BOT_TOKEN), slack.api_url, session)
    slack.hold = asyncio.Event()
    call = asyncio.create_task(api.call(TEAM, "chat.postMessage", {"channel": DIRECT}))
    await slack.sent()
    await api.close()
    assert not opened[0].closed
    slack.hold.set()
    assert (await call)["ok"] is True
    assert opened[0].closed
    slack.faults["chat.postMessage"].append(fault("is_archived"))
    with pytest.raises(RefusedError, match="is_archived"):
        await api.call(TEAM, "chat.postMessage", {"channel": DIRECT})
    assert [one.closed for one in opened] == [True, True]


@pytest.mark.parametrize(
    ("address", "method", "thread"),
    [
        (Address("slack", TEAM, ANN, DIRECT), "chat.postMessage", None),
        (Address("slack", TEAM, ANN, CHANNEL, "1.2", direct=False), "chat.postEphemeral", "1.2"),
    ],
    ids=["direct", "channel"],
)
async def test_a_private_reply(
    address: Address, method: str, thread: str | None, tutor: Tutor, slack: Workspace
) -> None:
    """A dialog may want only one person to see it; spoken to alone, that is so anyway."""
    reply = replace(say("For you."), surface="private")
    await tutor.app.channels["slack"].send(Outgoing("turn", 0, address, reply, 1, tutor.clock()))
    call = await slack.sent()
    assert (call.method, call.body.get("thread_ts")) == (method, thread)
    assert "For you." in shown(call)


def test_a_token_stays_secret(slack: Workspace) -> None:
    """Settings that are shown do not show it."""
    assert BOT_TOKEN not in repr(settings_for(slack, "sqlite:///x"))
