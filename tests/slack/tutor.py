"""The tutor under test: the app as it is composed for production, served over loopback, its clock in hand."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp.test_utils import TestServer

from bot.app import App
from bot.channels import Intake
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.manifest import PATH
from bot.server import application
from bot.settings import Settings
from dialogs.learner import Conversation, Learner
from dialogs.turn import Address
from tests.slack.workspace import ANN, BOT_TOKEN, DIRECT, TEAM, Call, Json, Workspace
from tests.support.serving import START, Clock, as_it_is, composed, kept, sqlite_url

__all__ = ["FORM", "SECRET", "START", "Clock", "Tutor", "encoded", "settings_for", "signed", "sqlite_url", "tutor"]

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM = "application/x-www-form-urlencoded"


def signed(body: bytes, at: float, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack sends a body."""
    stamp = str(int(at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def encoded(payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """Body and content type, as Slack sends this kind of payload."""
    if "command" in payload:
        return urlencode(payload).encode(), FORM
    if payload.get("type") in {"block_actions", "message_action", "shortcut", "view_submission"}:
        return urlencode({"payload": json.dumps(payload)}).encode(), FORM
    return json.dumps(payload).encode(), "application/json"


@dataclass
class Tutor:
    """The tutor and its endpoint."""

    slack: Workspace
    app: App
    clock: Clock
    url: str
    session: aiohttp.ClientSession

    async def post(self, payload: Json, **headers: str) -> int:
        """Deliver a payload as Slack does; the status of the response, whose body is a call named so."""
        body, kind = encoded(payload)
        status, told = await self.deliver(body, kind, **headers)
        if told:
            self.slack.calls.put_nowait(Call("response", json.loads(told)))
        return status

    async def deliver(self, body: bytes, kind: str, **headers: str) -> tuple[int, bytes]:
        """Deliver a body, signed now but for what the headers say; status and body of the answer."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"Content-Type": kind, **signed(body, self.clock().timestamp()), **told}
        async with self.session.post(self.url, data=body, headers=given) as response:
            return response.status, await response.read()

    async def answers(self, payload: Json) -> list[Call]:
        """What is shown to people because of a payload, all of it."""
        assert await self.post(payload) == 200
        return await self.settled()

    async def settled(self) -> list[Call]:
        """What was shown since, once nothing more is on its way."""
        await self.app.delivery.drain()
        return [self.slack.calls.get_nowait() for _ in range(self.slack.calls.qsize())]

    async def later(self, **time: float) -> list[Call]:
        """What is sent when time has gone by and the sweeper has looked."""
        self.clock.at += timedelta(**time)
        await self.app.delivery.sweep()
        return await self.settled()

    async def answer(self, payload: Json) -> Call:
        """The one thing that is shown because of a payload."""
        (call,) = await self.answers(payload)
        return call

    async def state(self, user: str = ANN, conversation: str = DIRECT) -> tuple[Learner, Conversation]:
        """What is kept of somebody there."""
        address = Address("slack", TEAM, user, conversation)
        return await kept(self.app, address)

    async def count(self, table: str) -> int:
        """Rows of a table."""
        return await self.app.store.run(lambda t: t.count(table))


def settings_for(slack: Workspace, database_url: str, **changes: Any) -> Settings:
    """The settings of a bot of that workspace."""
    given = {
        "database_url": database_url,
        "web": False,
        "slack_bot_token": BOT_TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": slack.api_url,
    }
    return Settings.model_validate(given | changes)


@asynccontextmanager
async def tutor(
    slack: Workspace,
    database_url: str,
    through: Callable[[Intake], Intake] = as_it_is,
    patience: float = 5,
    rest: float = 3600,
    silence: float = 3600,
    **changes: Any,
) -> AsyncIterator[Tutor]:
    """A tutor that is up, and goes down in an orderly way; `through` may stand before its turns."""
    settings, clock = settings_for(slack, database_url, **changes), Clock()
    app = composed(settings, clock)
    channel = SlackChannel(
        settings, through(app.turns), app.store, clock, patience=patience, rest=rest, silence=silence
    )
    app.channels["slack"] = channel
    if settings.slack_app_token.get_secret_value():
        channel.connect()
    async with TestServer(application(app)) as server, aiohttp.ClientSession() as session:
        yield Tutor(slack, app, clock, str(server.make_url(PATH)), session)
