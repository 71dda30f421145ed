"""The bot's own tokens: when they are fetched, and from whom."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import LISTINGS
from bot.channels.teams.service_urls import ServiceUrls
from bot.channels.teams.tokens import MsalTokens, TokenError, authority, bot_tokens
from bot.settings import Settings
from tests.teams.platform import APP_ID
from tests.teams.tutor import Stopwatch


@dataclass
class Login:
    """A login server; `asked` notes each request, and whether it was for a token that is not cached."""

    fails: bool = False
    asked: list[bool] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def __call__(self, fresh: bool) -> Mapping[str, Any]:
        self.asked.append(fresh)
        self.threads.add(threading.get_ident())
        if self.fails:
            return {
                "error": "invalid_client",
                "error_description": "AADSTS7000215: the secret 'hush' is wrong",
            }
        return {"access_token": f"token-{len(self.asked)}", "expires_in": 3600}


async def test_fetched_once() -> None:
    """Many that want a token at once cause one request, away from the event loop."""
    login = Login()
    tokens = MsalTokens(login, Stopwatch())
    assert set(await asyncio.gather(*(tokens.token() for _ in range(20)))) == {"token-1"}
    assert login.asked == [False]
    assert threading.get_ident() not in login.threads


async def test_renewed_early() -> None:
    """A token is replaced before it ends."""
    login, clock = Login(), Stopwatch()
    tokens = MsalTokens(login, clock)
    await tokens.token()
    clock.at += 3200
    assert await tokens.token() == "token-1"
    clock.at += 200
    assert await tokens.token() == "token-2"


async def test_login_is_away() -> None:
    """A token serves to its end when it cannot be renewed; then there is none, and no secret is told."""
    login, clock = Login(), Stopwatch()
    tokens = MsalTokens(login, clock)
    await tokens.token()
    login.fails = True
    clock.at += 3500
    assert await tokens.token() == "token-1"
    clock.at += 200
    with pytest.raises(TokenError, match=r"^invalid_client$"):
        await tokens.token()


async def test_refused() -> None:
    """After a refusal the next token is not one from a cache."""
    login = Login()
    tokens = MsalTokens(login, Stopwatch())
    await tokens.token()
    tokens.forget()
    assert await tokens.token() == "token-2"
    assert login.asked == [False, True]


@pytest.mark.parametrize(
    ("tenant", "asked"),
    [
        ("my-tenant", "https://login.microsoftonline.com/my-tenant"),
        ("", "https://login.microsoftonline.com/botframework.com"),
    ],
)
def test_authority(tenant: str, asked: str) -> None:
    """A single-tenant bot's tokens come from its own tenant, a multi-tenant bot's from the one for all."""
    assert authority(Settings(teams_tenant_id=tenant)) == asked


async def test_msal() -> None:
    """MSAL itself is asked, and what keeps it from asking is told without the secret."""
    settings = Settings(teams_login_url="http://127.0.0.1:9", teams_app_id="app", teams_app_password="hush")
    with pytest.raises(TokenError) as told:
        await bot_tokens(settings).token()
    assert "hush" not in str(told.value)


@dataclass
class Machine:
    """The service on a machine in Azure that gives tokens to the identities assigned to it, on loopback."""

    identity: str = APP_ID
    asked: list[dict[str, str]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        """A token for the identity; an error for another one, as the service tells it."""
        self.asked.append({**request.query, "metadata": request.headers.get("Metadata", "")})
        if request.query.get("client_id") != self.identity:
            return web.json_response(
                {"error": "invalid_request", "error_description": "Identity not found"}, status=400
            )
        given = {"access_token": f"token-{len(self.asked)}", "expires_in": "86400", "token_type": "Bearer"}
        return web.json_response(given | {"resource": request.query["resource"]})


@pytest.fixture
async def machine(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Machine]:
    """A machine in Azure, whose service stands on loopback by the variable that containers have for that."""
    here = Machine()
    application = web.Application()
    application.router.add_get("/metadata/identity/oauth2/token", here.answer)
    async with TestServer(application) as server:
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", str(server.make_url("")))
        yield here


async def test_managed_identity(machine: Machine) -> None:
    """A managed identity gets its tokens of its machine, without a password, once for as long as they are good."""
    tokens = bot_tokens(Settings(teams_app_id=APP_ID, teams_managed_identity=True))
    assert {await tokens.token() for _ in range(3)} == {"token-1"}
    (asked,) = machine.asked
    assert (asked["client_id"], asked["resource"], asked["metadata"]) == (
        APP_ID,
        "https://api.botframework.com",
        "true",
    )
    tokens.forget()
    assert await tokens.token() == "token-2"


async def test_identity_that_is_not_assigned(machine: Machine) -> None:
    """The service's error is told as it is."""
    machine.identity = "another"
    with pytest.raises(TokenError, match=r"^invalid_request$"):
        await bot_tokens(Settings(teams_app_id=APP_ID, teams_managed_identity=True)).token()


async def test_no_machine_of_azures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers for managed identities, that is a token error like any other."""
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")
    with pytest.raises(TokenError, match="Error"):
        await bot_tokens(Settings(teams_app_id=APP_ID, teams_managed_identity=True)).token()


@pytest.mark.parametrize(("managed", "password", "on"), [(True, "", True), (False, "x", True), (False, "", False)])
def test_what_turns_teams_on(managed: bool, password: str, on: bool) -> None:
    """An application id, and either a password or a managed identity."""
    (teams,) = (listing for listing in LISTINGS if listing.name == "teams")
    settings = Settings(teams_app_id=APP_ID, teams_app_password=password, teams_managed_identity=managed)
    assert (not teams.missing(settings)) is on


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://smba.trafficmanager.net:443/emea/", False),
        ("https://europe.webchat.botframework.com/", True),
        ("https://smba.infra.gcc.teams.microsoft.com/teams", True),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://stranger.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evilbotframework.com/", False),
        ("https://botframework.com.evil.example/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://user@smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net/?next=x", False),
        ("https://[::1", False),
        ("https://smba.trafficmanager.net:port/", False),
        ("", False),
    ],
)
def test_service_urls(url: str, *, allowed: bool) -> None:
    """The bot's token goes to Microsoft's own hosts; any name under trafficmanager.net can be had."""
    assert (url in ServiceUrls(Settings().teams_service_urls)) is allowed
