"""Slack as the bot meets it, on loopback: its Web API, its response URLs and its Socket Mode."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Json = dict[str, Any]

PAYLOADS = Path(__file__).parent.parent / "payloads" / "slack"
PATIENCE = 10.0
BOT_TOKEN = "xoxb-not-a-real-token"
APP_TOKEN = "xapp-not-a-real-token"
TEAM, BOT = "T024BE7LD", "U0LAN0Z89"
ANN, BOB = "U2147483697", "U061F7AUR"
DIRECT, CHANNEL = "D024BE91L", "C0G9QF9GZ"


@dataclass(frozen=True, slots=True)
class Call:
    """What the bot asked of Slack: a method of the Web API, or `respond` for a response URL."""

    method: str
    body: Json
    token: str = ""
    path: str = ""
    ts: str = ""

    @property
    def blocks(self) -> list[Json]:
        """The blocks of the message or view."""
        found: list[Json] = self.body.get("view", self.body).get("blocks", [])
        return found


@dataclass
class Seen:
    """What people see of a message that began as a stream: its words, and the blocks below, or in place of them."""

    said: str
    blocks: list[Json] = field(default_factory=list)
    open: bool = True


@dataclass
class Workspace:
    """Its `faults` are used up one a call of their method; `hold` holds back every answer.

    Its streams keep Slack's rules: while one is open its message cannot be changed, and one that was ended takes
    nothing more. `streamed` is what became of each.
    """

    url: str = ""
    calls: asyncio.Queue[Call] = field(default_factory=asyncio.Queue)
    asides: asyncio.Queue[Call] = field(default_factory=asyncio.Queue)
    faults: defaultdict[str, deque[web.Response]] = field(default_factory=lambda: defaultdict(deque))
    users: dict[str, Json] = field(default_factory=dict)
    hold: asyncio.Event | None = None
    posted: int = 0
    streamed: dict[str, Seen] = field(default_factory=dict)
    sockets: asyncio.Queue[web.WebSocketResponse] = field(default_factory=asyncio.Queue)
    acknowledged: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)

    @property
    def api_url(self) -> str:
        """Where the Web API is."""
        return f"{self.url}/api/"

    def response_url(self, name: str) -> str:
        """A response URL."""
        return f"{self.url}/actions/{TEAM}/{name}"

    def payload(self, name: str) -> Json:
        """A recorded payload, its response URL leading here."""
        found: Json = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
        if "response_url" in found:
            found["response_url"] = self.response_url(found["response_url"].rpartition("/")[2])
        return found

    async def sent(self) -> Call:
        """The bot's next call that shows something to people."""
        async with asyncio.timeout(PATIENCE):
            return await self.calls.get()

    async def aside(self) -> Call:
        """The bot's next call of another kind: about a user, or for prompts."""
        async with asyncio.timeout(PATIENCE):
            return await self.asides.get()

    async def socket(self) -> web.WebSocketResponse:
        """The next connection over Socket Mode."""
        async with asyncio.timeout(PATIENCE):
            return await self.sockets.get()

    async def acknowledgement(self) -> Json:
        """The next envelope that the bot says it has taken."""
        async with asyncio.timeout(PATIENCE):
            return await self.acknowledged.get()

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = dict(request.query) if request.method == "GET" else await _body(request)
        answer = self._answer(method, body)
        call = Call(method, body, request.headers.get("Authorization", ""), ts=answer.get("ts", ""))
        shows = method.startswith(("chat.", "views."))
        (self.calls if shows else self.asides).put_nowait(call)
        if self.hold is not None:
            await self.hold.wait()
        if self.faults[method]:
            return self.faults[method].popleft()
        if refused := self._stream(method, body, call.ts):
            return fault(refused)
        return web.json_response({"ok": True} | answer)

    def _stream(self, method: str, body: Json, ts: str) -> str:
        """Do to a stream what a call is for; the error where that cannot be done."""
        if method == "chat.startStream":
            if not {"thread_ts", "recipient_team_id", "recipient_user_id"} <= body.keys():
                return "invalid_thread_ts"
            self.streamed[ts] = Seen(body.get("markdown_text", ""))
        seen = self.streamed.get(body.get("ts", ""))
        if method in {"chat.appendStream", "chat.stopStream"}:
            if seen is None or not seen.open:
                return "message_not_in_streaming_state"
            seen.said += body.get("markdown_text", "")
            seen.open, seen.blocks = method == "chat.appendStream", body.get("blocks", [])
        if method == "chat.update" and seen is not None:
            if seen.open:
                return "streaming_state_conflict"
            seen.said, seen.blocks = "", body["blocks"]
        return ""

    def _answer(self, method: str, body: Json) -> Json:
        if method == "users.info":
            return {"user": self.users.get(body["user"], {"id": body["user"], "profile": {}})}
        if method == "conversations.open":
            return {"channel": {"id": DIRECT}}
        if method == "apps.connections.open":
            return {"url": f"{self.url.replace('http', 'ws', 1)}/link"}
        if method in {"chat.update", "chat.appendStream", "chat.stopStream"}:
            return {"channel": body["channel"], "ts": body["ts"]}
        self.posted += 1
        return {"channel": body.get("channel"), "ts": f"1763888500.{self.posted:06}"}

    async def _respond(self, request: web.Request) -> web.Response:
        self.calls.put_nowait(Call("respond", await request.json(), path=request.path))
        if self.hold is not None:
            await self.hold.wait()
        if self.faults["respond"]:
            return self.faults["respond"].popleft()
        return web.Response(text="ok")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.put_nowait(socket)
        async for message in socket:
            self.acknowledged.put_nowait(json.loads(message.data))
        return socket


async def _body(request: web.Request) -> Json:
    if request.content_type == "application/json":
        found: Json = await request.json()
        return found
    return {name: str(value) for name, value in (await request.post()).items()}


def fault(error: str, status: int = 200, **headers: str) -> web.Response:
    """A refusal, as Slack tells it."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.json_response({"ok": False, "error": error}, status=status, headers=told)


@asynccontextmanager
async def workspace(given: Workspace | None = None) -> AsyncIterator[Workspace]:
    """A workspace that is up; another kind of it where one is given."""
    here = given or Workspace()
    server = web.Application()
    server.router.add_route("*", "/api/{method}", here._api)
    server.router.add_post("/actions/{team}/{name}", here._respond)
    server.router.add_get("/link", here._link)
    async with TestServer(server) as up:
        here.url = str(up.make_url("")).rstrip("/")
        yield here


def texts(value: object) -> Iterator[str]:
    """All words in blocks that people read or hear."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(item, str) and key in {"text", "alt_text", "accessibility_label"}:
                yield item
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def shown(call: Call) -> str:
    """What is read in a message, a view, or what a form is answered with."""
    view = call.body.get("view", {})
    frame = [view[part]["text"] for part in ("title", "submit") if part in view]
    return " ".join((*frame, *texts(call.blocks), *call.body.get("errors", {}).values()))


def controls(call: Call) -> list[Json]:
    """The buttons and menus of a message, in their order, each with the `block_id` of its block."""
    rows = [(n, block) for n, block in enumerate(call.blocks) if block["type"] in {"actions", "context_actions"}]
    return [
        {"block_id": row.get("block_id", f"b{n}"), **each}
        for n, row in rows
        for element in row["elements"]
        for each in pressable(element)
    ]


def pressable(element: Json) -> list[Json]:
    """A control; of a pair of thumbs each, as Slack tells of it when it is pressed."""
    if element["type"] != "feedback_buttons":
        return [element]
    named = {"type": element["type"], "action_id": element["action_id"]}
    return [named | element[thumb] for thumb in ("positive_button", "negative_button")]


def control(call: Call, label: str) -> Json:
    """The button that begins with these words.

    Raises:
        LookupError: there is none.
    """
    buttons = [element for element in controls(call) if "text" in element]
    labels = [button["text"]["text"] for button in buttons]
    for button, text in zip(buttons, labels, strict=True):
        if text.lower().startswith(label.lower()):
            return button
    raise LookupError(f"no control {label!r} among {labels}")
