"""The platforms as a doctor asks them, on loopback."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from aiohttp import web
from aiohttp.test_utils import TestServer
from multidict import CIMultiDict

from bot.channels.slack import checkup as slack
from bot.channels.slack.manifest import scopes
from bot.channels.teams import checkup as teams
from bot.channels.teams.tokens import TokenError
from bot.checkup import Finding
from bot.settings import Settings

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


ALL_SCOPES = ",".join(scopes())


GUID = "6f1d2a9c-0000-4000-8000-5d4c3b2a1f00"


@dataclass
class Outside:
    """Slack and Microsoft on loopback; fields are what they say."""

    url: str = ""
    answers: dict[str, web.Response] = field(default_factory=dict)

    def say(self, path: str, body: object, *, status: int = 200, at: datetime = NOW, scopes: str = ALL_SCOPES) -> None:
        """Answer a path with this."""
        told = CIMultiDict({"Date": format_datetime(at, usegmt=True), "X-OAuth-Scopes": scopes})
        self.answers[path] = web.json_response(body, status=status, headers=told)

    async def _answer(self, request: web.Request) -> web.Response:
        kept = self.answers.get(request.path)
        return kept if kept is not None else web.Response(status=404)


@asynccontextmanager
async def serving() -> AsyncIterator[Outside]:
    """An outside that is reached."""
    outside = Outside()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", outside._answer)
    async with TestServer(application) as server:
        outside.url = str(server.make_url("/"))
        yield outside


class Tokens:
    """A login server that gives a token, or says why not."""

    def __init__(self, error: str = "") -> None:
        self.error = error

    async def token(self) -> str:
        """See `TokenSource`."""
        if self.error:
            raise TokenError(self.error)
        return "token"

    def forget(self) -> None:
        """See `TokenSource`."""


def settings(outside: Outside, **more: str) -> Settings:
    """A set-up of both platforms."""
    return Settings.model_validate(
        {
            "slack_bot_token": "xoxb-1",
            "slack_signing_secret": "8f742231b10e8888abcd999999985a56",
            "slack_app_token": "xapp-1",
            "slack_api_url": f"{outside.url}api/",
            "teams_app_id": GUID,
            "teams_app_password": "x",
            "teams_tenant_id": GUID,
            "teams_openid_url": f"{outside.url}openid",
            **more,
        }
    )


async def both(here: Settings, tokens: Tokens | None = None) -> list[Finding]:
    """What is found about both platforms."""
    found = [finding async for finding in slack.checkup(here, NOW)]
    return found + [finding async for finding in teams.checkup(here, NOW, tokens or Tokens())]


def told(findings: list[Finding]) -> Iterator[str]:
    """The faults, each with its remedy."""
    return (f"{f.check} {f.told} -> {f.remedy}" for f in findings if f.verdict == "fault")
