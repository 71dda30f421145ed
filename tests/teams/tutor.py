"""The tutor under test: the app as it is composed for production, served over loopback, its clock in hand."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from bot.app import App
from bot.channels import Intake
from bot.channels.teams.channel import TeamsChannel
from bot.server import application
from bot.settings import Settings
from dialogs.learner import Conversation, Learner
from dialogs.turn import Address
from tests.support.serving import START, Clock, as_it_is, composed, kept, sqlite_url
from tests.teams.platform import ANN, APP_ID, PERSONAL, TENANT, Call, Json, Platform

__all__ = ["START", "Clock", "Stopwatch", "Tokens", "Tutor", "composed", "settings_for", "sqlite_url", "tutor"]


@dataclass
class Tokens:
    """A token source that counts."""

    made: int = 1

    async def token(self) -> str:
        """The current token."""
        return f"bot-token-{self.made}"

    def forget(self) -> None:
        """The next one is another."""
        self.made += 1


@dataclass
class Stopwatch:
    """Seconds that go by when a test says so."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Tutor:
    """The tutor and its endpoint."""

    platform: Platform
    app: App
    clock: Clock
    stopwatch: Stopwatch
    tokens: Tokens
    url: str
    session: aiohttp.ClientSession
    pauses: list[float] = field(default_factory=list)

    async def post(self, activity: Json | bytes, authorization: str | None = None) -> tuple[int, bytes]:
        """Post an activity, with a good token where none is given; status and body of the answer."""
        given = f"Bearer {self.platform.token()}" if authorization is None else authorization
        headers = {"Authorization": given} if given else {}
        body: dict[str, Any] = {"data": activity} if isinstance(activity, bytes) else {"json": activity}
        async with self.session.post(self.url, headers=headers, **body) as response:
            return response.status, await response.read()

    async def answers(self, activity: Json) -> list[Call]:
        """What is sent because of an activity, all of it."""
        status, _ = await self.post(activity)
        assert status == 200
        return await self.settled()

    async def settled(self) -> list[Call]:
        """What was sent since, once nothing more is on its way; an answer's words and its card are one thing."""
        await self.app.delivery.drain()
        calls: list[Call] = []
        for _ in range(self.platform.calls.qsize()):
            call = self.platform.calls.get_nowait()
            if calls and call.belongs_to(calls[-1]):
                call = replace(call, body=calls.pop().body | {"attachments": call.body["attachments"]})
            calls.append(call)
        return calls

    async def later(self, **time: float) -> list[Call]:
        """What is sent when time has gone by and the sweeper has looked."""
        self.clock.at += timedelta(**time)
        await self.app.delivery.sweep()
        return await self.settled()

    async def answer(self, activity: Json) -> Call:
        """The one thing that is sent because of an activity."""
        (call,) = await self.answers(activity)
        return call

    async def click(self, activity: Json) -> Json:
        """What a click is answered with, in the HTTP response."""
        status, body = await self.post(activity)
        assert status == 200
        answer: Json = json.loads(body)
        return answer

    async def state(self, user: str = ANN, conversation: str = PERSONAL) -> tuple[Learner, Conversation]:
        """What is kept of somebody there."""
        address = Address("teams", TENANT, user, conversation)
        return await kept(self.app, address)

    async def count(self, table: str) -> int:
        """Rows of a table."""
        return await self.app.store.run(lambda t: t.count(table))


def settings_for(platform: Platform, database_url: str, **changes: Any) -> Settings:
    """A single-tenant bot of that platform."""
    given = {
        "database_url": database_url,
        "web": False,
        "teams_app_id": APP_ID,
        "teams_app_password": "not-used",
        "teams_tenant_id": TENANT,
        "teams_openid_url": platform.openid_url,
        "teams_service_urls": platform.url,
    }
    return Settings.model_validate(given | changes)


@asynccontextmanager
async def tutor(
    platform: Platform, database_url: str, through: Callable[[Intake], Intake] = as_it_is, **changes: Any
) -> AsyncIterator[Tutor]:
    """A tutor that is up, and goes down in an orderly way; `through` may stand before its turns."""
    settings = settings_for(platform, database_url, **changes)
    clock, stopwatch, tokens = Clock(), Stopwatch(), Tokens()
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    app = composed(settings, clock)
    app.channels["teams"] = TeamsChannel(
        settings, through(app.turns), tokens=tokens, clock=clock, monotonic=stopwatch, pause=pause
    )
    async with TestServer(application(app)) as server, aiohttp.ClientSession() as session:
        url = str(server.make_url("/api/messages"))
        yield Tutor(platform, app, clock, stopwatch, tokens, url, session, pauses)
