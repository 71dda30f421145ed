"""Socket Mode: the same payloads, over a connection that the tutor opens."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import add_channels, build
from bot.channels import Intake
from bot.channels.wrapped import WrappedIntake
from bot.server import application
from dialogs.turn import Turn
from tests.slack.tutor import Tutor, encoded, settings_for, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import APP_TOKEN, DIRECT, Json, Workspace, fault, shown
from tests.support.intakes import Away

EVERY_WAY = ("message-direct", "mention", "click-direct", "opened-home", "command-term", "form-sent")
ONLY: Json = {"slack_app_token": APP_TOKEN, "slack_signing_secret": ""}


@pytest.fixture
async def connected(slack: Workspace, tmp_path: Path) -> AsyncIterator[Tutor]:
    """A tutor that receives over Socket Mode alone."""
    async with serving(slack, sqlite_url(tmp_path), **ONLY) as here:
        yield here


def envelope(payload: Json, number: int = 1) -> Json:
    """A payload as Socket Mode carries it."""
    kind = "events_api" if "event" in payload else "slash_commands" if "command" in payload else "interactive"
    return {
        "envelope_id": f"57d6a792-4d35-4d0b-b6aa-{number:012}",
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind in {"slash_commands", "interactive"},
    }


@pytest.mark.parametrize("name", [*EVERY_WAY, "shortcut-message"])
async def test_what_comes_is_taken(name: str, connected: Tutor, slack: Workspace) -> None:
    """It is answered, and its envelope acknowledged once it is kept."""
    socket = await slack.socket()
    sent = envelope(slack.payload(name))
    await socket.send_json(sent)
    assert (await slack.acknowledgement())["envelope_id"] == sent["envelope_id"]
    assert await connected.count("turn") == 1
    assert shown(await slack.sent())


async def test_a_form(connected: Tutor, slack: Workspace) -> None:
    """What is wrong with it is told in the acknowledgement, and nothing where it is sent well, so that it closes."""
    socket = await slack.socket()
    click = slack.payload("click-direct")
    click["actions"][0]["value"] = "feedback:form"
    await socket.send_json(envelope(click))
    assert set(await slack.acknowledgement()) == {"envelope_id"}
    assert (await slack.sent()).method == "views.open"
    poor, good = slack.payload("form-sent"), slack.payload("form-sent") | {"trigger_id": "7.7.b"}
    poor["view"]["state"]["values"].pop("form:0:reason")
    await socket.send_json(envelope(poor, 2))
    told = (await slack.acknowledgement())["payload"]
    assert told == {"response_action": "errors", "errors": {"form:0:reason": "Please choose one of these."}}
    await socket.send_json(envelope(good, 3))
    assert set(await slack.acknowledgement()) == {"envelope_id"}
    assert "Thank you" in shown(await slack.sent())
    assert await connected.count("feedback") == 1


async def test_the_token_of_the_connection(connected: Tutor, slack: Workspace) -> None:
    """It is opened with the app-level token, not with the bot's."""
    await slack.socket()
    call = await slack.aside()
    assert (call.method, call.token) == ("apps.connections.open", f"Bearer {APP_TOKEN}")


async def test_a_repeat(connected: Tutor, slack: Workspace) -> None:
    """An envelope that comes again is acknowledged again, and answered once."""
    socket = await slack.socket()
    for number in (1, 2):
        await socket.send_json(envelope(slack.payload("message-direct"), number))
        await slack.acknowledgement()
    assert len(await connected.settled()) == 1


async def test_what_is_none_of_ours(connected: Tutor, slack: Workspace) -> None:
    """It is acknowledged too; there is no 404 here that Slack would count."""
    socket = await slack.socket()
    await socket.send_json(envelope(slack.payload("event-unheard-of")))
    assert set(await slack.acknowledgement()) == {"envelope_id"}
    assert await connected.settled() == []


async def test_what_cannot_be_kept(slack: Workspace, tmp_path: Path) -> None:
    """It is not acknowledged, so that it comes again."""
    async with serving(slack, sqlite_url(tmp_path), lambda intake: Away(intake, 1), **ONLY):
        socket = await slack.socket()
        for number in (1, 2):
            await socket.send_json(envelope(slack.payload("message-direct"), number))
            if number == 1:
                await slack.aside()  # the connection's own
                await slack.aside()  # who wrote is asked about once it was read
        assert (await slack.acknowledgement())["envelope_id"].endswith("2")


async def test_slack_ends_the_connection(connected: Tutor, slack: Workspace) -> None:
    """Slack does so now and then, and says so; another one is opened."""
    first = await slack.socket()
    await first.send_json({"type": "disconnect", "reason": "refresh_requested"})
    second = await slack.socket()
    await second.send_json(envelope(slack.payload("message-direct")))
    await slack.acknowledgement()
    assert (await slack.sent()).body["channel"] == DIRECT


async def test_slack_breaks_the_connection(connected: Tutor, slack: Workspace) -> None:
    """Closed without a word, it is opened anew."""
    first = await slack.socket()
    await first.close()
    second = await slack.socket()
    await second.send_json(envelope(slack.payload("message-direct")))
    await slack.acknowledgement()
    assert shown(await slack.sent())


async def test_several_connections(slack: Workspace, tmp_path: Path) -> None:
    """What comes over any is taken; while one is renewed another is open, and what comes over two is one turn."""
    async with serving(slack, sqlite_url(tmp_path), slack_connections=3, **ONLY) as tutor:
        sockets = [await slack.socket() for _ in range(3)]
        await sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
        for number, name in ((1, "message-direct"), (2, "mention")):
            await sockets[number].send_json(envelope(slack.payload(name), number))
            assert (await slack.acknowledgement())["envelope_id"].endswith(str(number))
        renewed = await slack.socket()
        await renewed.send_json(envelope(slack.payload("mention"), 3))
        assert (await slack.acknowledgement())["envelope_id"].endswith("3")
        assert len(await tutor.settled()) == await tutor.count("turn") == 2


async def test_a_stop_in_the_middle(slack: Workspace, tmp_path: Path) -> None:
    """What is being taken is finished and acknowledged before the connection ends; what comes then is left alone."""
    gate = Gate()
    async with serving(slack, sqlite_url(tmp_path), gate.before, **ONLY) as tutor:
        socket = await slack.socket()
        await socket.send_json(envelope(slack.payload("message-direct"), 1))
        await gate.reached.wait()
        closing = asyncio.create_task(tutor.app.channels["slack"].close())
        for _ in range(20):
            await tutor.count("turn")
        assert not closing.done()
        assert not socket.closed
        gate.open.set()
        assert (await slack.acknowledgement())["envelope_id"].endswith("1")
        await closing
        assert socket.closed
        assert await tutor.count("turn") == 1


async def test_errands_end_before_the_tutor_does(slack: Workspace, tmp_path: Path) -> None:
    """Prompts that are on their way when it is stopped still arrive, over connections that are still open."""
    async with serving(slack, sqlite_url(tmp_path)) as tutor:
        slack.hold = asyncio.Event()
        assert await tutor.post(slack.payload("opened-messages")) == 200
        asides = {(await slack.aside()).method for _ in range(2)}
        assert asides == {"users.info", "assistant.threads.setSuggestedPrompts"}
        closing = asyncio.create_task(tutor.app.channels["slack"].close())
        await tutor.count("turn")
        assert not closing.done()
        slack.hold.set()
        await closing


class Gate:
    """Stands before the turns: each waits until it is open."""

    def __init__(self) -> None:
        self.reached, self.open = asyncio.Event(), asyncio.Event()

    def before(self, intake: Intake) -> Intake:
        """An intake behind the gate."""
        return _Gated(intake, self)


class _Gated(WrappedIntake):
    def __init__(self, intake: Intake, gate: Gate) -> None:
        super().__init__(intake)
        self._gate = gate

    async def receive(self, turn: Turn) -> bool:
        """See `Intake`."""
        self._gate.reached.set()
        await self._gate.open.wait()
        return await super().receive(turn)


async def test_nothing_is_served_over_http(connected: Tutor, slack: Workspace) -> None:
    """Without a signing secret nobody could be told from Slack."""
    status, _ = await connected.deliver(*encoded(slack.payload("message-direct")))
    assert status == 404


async def test_both_ways(slack: Workspace, tmp_path: Path) -> None:
    """With both settings both are open, and what comes over both is one turn."""
    async with serving(slack, sqlite_url(tmp_path), slack_app_token=APP_TOKEN) as tutor:
        socket = await slack.socket()
        await socket.send_json(envelope(slack.payload("message-direct")))
        await slack.acknowledgement()
        assert await tutor.post(slack.payload("message-direct")) == 200
        assert len(await tutor.settled()) == 1


async def test_from_settings_to_the_end(slack: Workspace, tmp_path: Path) -> None:
    """As `chat-tutor serve` has it: connected at the start, closed at the end, and nothing left behind."""
    app = build(settings_for(slack, sqlite_url(tmp_path), **ONLY))
    add_channels(app)
    runner = web.AppRunner(application(app))
    await runner.setup()
    socket = await slack.socket()
    await socket.send_json(envelope(slack.payload("message-direct")))
    await slack.acknowledgement()
    await slack.sent()
    before = asyncio.all_tasks()
    await runner.cleanup()
    assert socket.closed
    left = {task for task in asyncio.all_tasks() & before if not task.done()}
    assert not {task for task in left if "slack_sdk" in repr(task)}


async def test_a_stop_before_the_connection(slack: Workspace, tmp_path: Path) -> None:
    """A tutor that is stopped while Slack cannot be reached ends all the same."""
    slack.faults["apps.connections.open"].extend(fault("internal_error") for _ in range(9))
    async with serving(slack, sqlite_url(tmp_path), **ONLY):
        assert (await slack.aside()).method == "apps.connections.open"
