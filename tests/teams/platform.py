"""Teams as the bot meets it, on loopback: it signs activities, lists its keys and takes messages."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

Json = dict[str, Any]

APP_ID = "6f1d2a9c-0000-4000-8000-5d4c3b2a1f00"
TENANT = "72f988bf-0000-4000-8000-2d7cd011db47"
ANN = "29:1aNNexample0000000000000000000000000000000000000000000000000000000000000"
BEA = "29:1bEAsample00000000000000000000000000000000000000000000000000000000000000"
PERSONAL = "a:1pErSoNaLcHaT0000000000000000000000000000000000000000000000000000000000000"
GROUP = "19:9f8e7d6c5b4a@thread.v2"
TEAM = "19:0a1b2c3d4e5f6a7b@thread.tacv2"
ISSUER = "https://api.botframework.com"
PAYLOADS = Path(__file__).parent.parent / "payloads" / "teams"
PATIENCE = 10.0


@cache
def private_key(kid: str) -> rsa.RSAPrivateKey:
    """A key of this name, made once for the whole run."""
    assert kid
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(kid: str, *, endorsements: tuple[str, ...] = ("msteams", "webchat")) -> Json:
    """The public half, as a key server lists it."""
    listed: Json = RSAAlgorithm.to_jwk(private_key(kid).public_key(), as_dict=True)
    return listed | {"use": "sig", "kid": kid, "endorsements": list(endorsements)}


@dataclass(frozen=True, slots=True)
class Call:
    """What the bot asked of the Connector; `id` is that of the message afterwards."""

    id: str
    method: str
    conversation: str
    activity: str
    body: Json
    token: str
    query: str = ""

    @property
    def card(self) -> Json:
        """The card of the message; nothing where it has only words."""
        card: Json = self.body["attachments"][0]["content"] if "attachments" in self.body else {}
        return card

    def belongs_to(self, former: "Call") -> bool:
        """Whether this is the card of an answer whose words were sent just before."""
        same = (former.method, former.conversation, former.query) == (self.method, self.conversation, self.query)
        return same and "attachments" not in former.body and "attachments" in self.body and "text" in former.body

    @property
    def words(self) -> list[str]:
        """All that is read in the message: its text, and the words of its card."""
        return [self.body.get("text", ""), *texts(self.card)]


@dataclass
class Platform:
    """Its `faults` are used up one a call; `gone` are messages and conversations that are no more.

    `asked`: whose name, or whose personal chat, was asked for; `installed`: people have added the app themselves.
    """

    url: str = ""
    keys: list[Json] = field(default_factory=lambda: [jwk("first")])
    keys_away: bool = False
    fetched: int = 0
    calls: asyncio.Queue[Call] = field(default_factory=asyncio.Queue)
    faults: deque[web.Response] = field(default_factory=deque)
    gone: set[str] = field(default_factory=set)
    hold: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list)
    installed: bool = True
    members_away: bool = False
    taken: int = 0

    @property
    def service_url(self) -> str:
        """Where activities say that replies go."""
        return f"{self.url}/emea/"

    @property
    def openid_url(self) -> str:
        """Where the keys are to be found."""
        return f"{self.url}/v1/.well-known/openidconfiguration"

    def token(self, kid: str = "first", *, algorithm: str = "RS256", **changes: Any) -> str:
        """A good token, but for the changes; a claim changed to `None` is left out."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": APP_ID,
            "serviceurl": self.service_url,
            "nbf": now - 300,
            "exp": now + 3600,
        }
        named = {name: value for name, value in (claims | changes).items() if value is not None}
        key = "" if algorithm == "none" else private_key(kid)
        return jwt.encode(named, key, algorithm, headers={"kid": kid})

    def payload(self, name: str, **changes: Any) -> Json:
        """A recorded activity, as if it had been sent from here."""
        activity: Json = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
        return activity | {"serviceUrl": self.service_url} | changes

    async def sent(self) -> Call:
        """The next call of the bot."""
        async with asyncio.timeout(PATIENCE):
            return await self.calls.get()

    async def _openid(self, _: web.Request) -> web.Response:
        self.fetched += 1
        if self.keys_away:
            return web.Response(status=500)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/v1/.well-known/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def _connector(self, request: web.Request) -> web.Response:
        conversation, activity = request.match_info["conversation"], request.match_info.get("activity", "")
        body = await request.json() if request.can_read_body else {}
        token = request.headers.get("Authorization", "")
        self.taken += 1
        given = activity if request.method == "PUT" else f"m{self.taken}"
        call = Call(given, request.method, conversation, activity, body, token, request.query_string)
        self.calls.put_nowait(call)
        if self.hold is not None:
            await self.hold.wait()
        if self.faults:
            return self.faults.popleft()
        if conversation in self.gone:
            return fault(404, "ConversationNotFound")
        if request.method == "PUT" and activity in self.gone:
            return fault(404, "ActivityNotFoundInConversation")
        return web.json_response({"id": given})

    async def _member(self, request: web.Request) -> web.Response:
        """Who is in a conversation, by their id."""
        self.asked.append(request.match_info["user"])
        if self.members_away:
            return fault(403, "BotNotInConversationRoster")
        return web.json_response({"id": request.match_info["user"], "name": "Ann Example", "givenName": "Ann"})

    async def _create(self, request: web.Request) -> web.Response:
        """A personal chat: the same one for each person."""
        (member,) = (await request.json())["members"]
        if not self.installed:
            return fault(403, "BotNotInConversationRoster")
        self.asked.append(member["id"])
        return web.json_response({"id": PERSONAL if member["id"] == ANN else f"a:{member['id']}"})


def fault(status: int, code: str, **headers: str) -> web.Response:
    """An error as the Connector tells it."""
    error = {"error": {"code": code, "message": "told in words"}}
    return web.json_response(
        error, status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


@asynccontextmanager
async def platform() -> AsyncIterator[Platform]:
    """A platform that is up."""
    here = Platform()
    server = web.Application()
    server.router.add_get("/v1/.well-known/openidconfiguration", here._openid)
    server.router.add_get("/v1/.well-known/keys", here._keys)
    base = "/emea/v3/conversations/{conversation}/activities"
    server.router.add_post("/emea/v3/conversations", here._create)
    server.router.add_get("/emea/v3/conversations/{conversation}/members/{user}", here._member)
    server.router.add_route("*", base, here._connector)
    server.router.add_route("*", base + "/{activity}", here._connector)
    async with TestServer(server) as up:
        here.url = str(up.make_url("")).rstrip("/")
        yield here


def texts(card: object) -> list[str]:
    """All words of a card."""
    if isinstance(card, str):
        return [card]
    if isinstance(card, Mapping):
        return [text for value in card.values() for text in texts(value)]
    return [text for item in card for text in texts(item)] if isinstance(card, list) else []


def shown(call: Call) -> str:
    """What is read in the message that was sent, in lower case."""
    return " ".join(" ".join(call.words).split()).lower()


def buttons(card: object) -> list[Json]:
    """All actions of a card, in their order."""
    if isinstance(card, Mapping):
        inner = [found for value in card.values() for found in buttons(value)]
        return [dict(card), *inner] if card.get("type") == "Action.Execute" else inner
    return [found for item in card for found in buttons(item)] if isinstance(card, list) else []
