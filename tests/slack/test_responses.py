"""Commands, answered in the response to their own request, or else by the response URL."""

import asyncio
from pathlib import Path

from bot.channels.slack.responses import COMMAND, HeldResponses
from tests.slack.tutor import Tutor, encoded, signed, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import Workspace, shown


async def test_an_answer_in_time() -> None:
    """It is sent when it is written, and not before; a second one finds it gone."""
    held = HeldResponses(COMMAND)
    with held.hold("turn") as response:
        first = asyncio.create_task(held.offer("turn", {"n": 1}))
        assert await response.answer() == {"n": 1}
        assert not await held.offer("turn", {"n": 2})
        assert not first.done()
        response.close(written=True)
        assert await first
    assert not await held.offer("turn", {"n": 3})


async def test_an_answer_too_late() -> None:
    """Nobody waits longer than they must."""
    held = HeldResponses(0)
    with held.hold("turn") as response:
        assert await response.answer() is None
    assert not await held.offer("turn", {})


async def test_a_response_that_cannot_be_written() -> None:
    """Its answer goes another way."""
    held = HeldResponses(COMMAND)
    try:
        with held.hold("turn") as response:
            offered = asyncio.create_task(held.offer("turn", {}))
            await response.answer()
            raise ConnectionResetError
    except ConnectionResetError:
        assert not await offered


async def test_the_same_command_twice_at_once() -> None:
    """The first request is the one that is responded to; the other is no hindrance."""
    held = HeldResponses(COMMAND)
    with held.hold("turn") as first:
        with held.hold("turn"):
            pass
        offered = asyncio.create_task(held.offer("turn", {"n": 1}))
        assert await first.answer() == {"n": 1}
        first.close(written=True)
        assert await offered


async def test_an_answer_that_is_held_up(slack: Workspace, tmp_path: Path) -> None:
    """Behind what is still on its way to the same place, it goes by the response URL."""
    slack.hold = asyncio.Event()
    async with serving(slack, sqlite_url(tmp_path), patience=0.01) as tutor:
        before, command = slack.payload("message-direct"), slack.payload("command-in-direct")
        assert await tutor.post(before) == 200
        assert (await slack.sent()).method == "chat.postMessage"
        assert await tutor.post(command) == 200
        assert slack.calls.empty()
        slack.hold.set()
        (call,) = await tutor.settled()
        assert (call.method, call.body["response_type"]) == ("respond", "ephemeral")
        assert call.path.endswith(command["response_url"].rpartition("/")[2])
        assert "Grounding" in shown(call)


async def test_slack_hangs_up(tutor: Tutor, slack: Workspace) -> None:
    """A command whose request is broken off is answered all the same, or has not been taken."""
    body, kind = encoded(slack.payload("command-term"))
    headers = {"Content-Type": kind, "Host": "x", "Content-Length": str(len(body)), "Connection": "close"}
    headers |= signed(body, tutor.clock().timestamp())
    head = "POST /slack/events HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    host, port = tutor.url.removeprefix("http://").partition("/")[0].split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(head.encode() + b"\r\n" + body)
    await writer.drain()
    writer.transport.abort()
    call = await slack.aside()  # who wrote it is asked about, so it was read
    assert call.method == "users.info"
    while not await tutor.count("turn"):
        pass
    replies = await tutor.settled()
    assert {call.method for call in replies} <= {"respond"}
