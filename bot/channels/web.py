"""The web chat: one page, one socket a tab. For the learner's own machine, or behind a signed-in proxy.

The page sends `open`, `say`, `press` and `submit`, each with an id of its own making, until it hears `done`
for it; so a turn that was sent again after a broken connection is the same turn. Replies come with an id, and
with the id of the turn that they answer. They are sent at each connection until the page says `seen`; so a reply
that was committed is never lost.
"""

import hashlib
import logging
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from bot.channels import Channel, Intake, Mailbox
from bot.render import html
from bot.settings import LOOPBACK, Settings
from bot.store import Outgoing, Store, StoreUnavailableError
from dialogs.turn import Action, Address, Event, MalformedActionError, Message, Open, Profile, Submit, Turn

log = logging.getLogger(__name__)

COOKIE = "chat_tutor"
PAGE = Path(__file__).parent / "page"
FILES = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
LARGEST_FRAME = 256 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OpenFrame(_Frame):
    """The page was opened; `zone` is the browser's time zone."""

    type: Literal["open"]
    id: Id
    zone: Annotated[str, StringConstraints(max_length=64)] = ""


class SayFrame(_Frame):
    """Words were typed."""

    type: Literal["say"]
    id: Id
    text: str


class PressFrame(_Frame):
    """A button was pressed, in the message of this id."""

    type: Literal["press"]
    id: Id
    action: str
    message: Annotated[str, StringConstraints(max_length=300)] = ""


class SubmitFrame(_Frame):
    """A form was sent, in the message of this id."""

    type: Literal["submit"]
    id: Id
    form: str
    values: dict[str, tuple[str, ...]]
    message: Annotated[str, StringConstraints(max_length=300)] = ""


class SeenFrame(_Frame):
    """These replies were shown."""

    type: Literal["seen"]
    ids: Annotated[tuple[str, ...], Field(max_length=500)]


Frame = OpenFrame | SayFrame | PressFrame | SubmitFrame | SeenFrame
_FRAME: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


class WebChannel:
    """Serves the page and its sockets."""

    name = "web"
    collects = True

    def __init__(self, settings: Settings, intake: Intake, mailbox: Mailbox) -> None:
        self._intake = intake
        self._mailbox = mailbox
        self._home = settings.host
        self._hosts = LOOPBACK | ({settings.web_host} if settings.web_host else frozenset())
        self._user_header = settings.web_user_header
        self._sockets: defaultdict[str, set[web.WebSocketResponse]] = defaultdict(set)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Channel`."""
        yield web.get("/", self._page)
        yield web.get("/socket", self._socket)
        yield web.get("/{file}", self._file)

    async def send(self, outgoing: Outgoing) -> None:
        """Show a reply in every open tab of its learner; the page confirms it."""
        frame = {
            "type": "reply",
            "id": outgoing.id,
            "turn": outgoing.turn.rpartition(":")[2],
            "update": outgoing.reply.update,
            "html": html.render(outgoing.reply),
        }
        for socket in list(self._sockets.get(outgoing.address.user, ())):
            await _push(socket, frame)

    async def working(self, outgoing: Outgoing) -> None:
        """See `Channel`."""
        for socket in list(self._sockets.get(outgoing.address.user, ())):
            await _push(socket, {"type": "working"})

    def stream(self, outgoing: Outgoing) -> None:
        """See `Channel`; the page shows that it is worked on."""

    async def close(self) -> None:
        """See `Channel`."""
        for socket in [socket for sockets in self._sockets.values() for socket in sockets]:
            await socket.close(code=1001, message=b"the tutor is restarting")

    # HTTP

    async def _page(self, request: web.Request) -> web.Response:
        self._check_host(request)
        if not self._user_header:
            self._lead_home(request)
        body = (PAGE / "page.html").read_text(encoding="utf-8")
        response = web.Response(text=body, content_type="text/html", headers=HEADERS)
        if not self._user_header:
            # Also the one that is there, so that it lasts for as long as somebody comes back.
            token = _session(request) or secrets.token_urlsafe(24)
            response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", max_age=180 * 24 * 3600)
        return response

    async def _file(self, request: web.Request) -> web.Response:
        self._check_host(request)
        name = request.match_info["file"]
        if name not in FILES:
            raise web.HTTPNotFound(text="There is no such page here. The tutor is at /.")
        return web.Response(text=(PAGE / name).read_text(encoding="utf-8"), content_type=FILES[name], headers=HEADERS)

    def _check_host(self, request: web.Request) -> None:
        """A foreign Host header means that another site's name was pointed here (DNS rebinding)."""
        if urlsplit(f"//{request.host}").hostname not in self._hosts:
            raise web.HTTPForbidden(text="This address is not one of the tutor's. Open it at http://127.0.0.1.")

    def _lead_home(self, request: web.Request) -> None:
        """One name for this machine, as announced: each name has a cookie of its own, so two would be two learners."""
        url = urlsplit(f"//{request.host}")
        if self._home in LOOPBACK and url.hostname in LOOPBACK - {self._home}:
            name = f"[{self._home}]" if ":" in self._home else self._home
            port = "" if url.port is None else f":{url.port}"
            raise web.HTTPTemporaryRedirect(f"{request.scheme}://{name}{port}/")

    def _check_origin(self, request: web.Request) -> None:
        """A socket is opened by our own page; another site's page names itself in Origin."""
        if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
            raise web.HTTPForbidden(text="The socket is for the tutor's own page.")

    def _user(self, request: web.Request) -> str:
        """Names the learner without holding what would let somebody in as them."""
        given = request.headers.get(self._user_header, "") if self._user_header else _session(request)
        if not given:
            raise web.HTTPUnauthorized(text="Open the tutor's page first, then its socket.")
        return hashlib.sha256(given.encode()).hexdigest()[:32]

    # The socket

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        self._check_host(request)
        self._check_origin(request)
        user = self._user(request)
        address = Address(self.name, "local", user, user)
        # Not compressed: replies are short, and a compressor takes more memory than all else that a tab needs.
        socket = web.WebSocketResponse(heartbeat=30, max_msg_size=LARGEST_FRAME, compress=False)
        await socket.prepare(request)
        self._sockets[user].add(socket)
        try:
            await self._catch_up(address)
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._frame(socket, address, message.data)
        finally:
            self._sockets[user].discard(socket)
            if not self._sockets[user]:
                del self._sockets[user]
        return socket

    async def _catch_up(self, address: Address, turn: str = "") -> None:
        """Show what was not confirmed yet: all of it, or the replies to one turn."""
        try:
            for outgoing in await self._mailbox.waiting(address):
                if turn in {"", outgoing.turn}:
                    await self.send(outgoing)
        except StoreUnavailableError as error:
            log.warning("web: waiting replies could not be read: %s", error)

    async def _frame(self, socket: web.WebSocketResponse, address: Address, data: str) -> None:
        try:
            frame = _FRAME.validate_json(data)
        except ValidationError as error:
            log.info("web: a frame of %d characters was refused: %s", len(data), error.errors()[0]["type"])
            text = "The page sent something that I cannot read. Reload it and try again."
            await _push(socket, {"type": "error", "id": _id_of(data), "text": text, "retry": False})
            return
        try:
            if isinstance(frame, SeenFrame):
                await self._mailbox.confirm(address, frame.ids)
                return
            turn = self._turn(frame, address)
            if not await self._intake.receive(turn):
                # It was committed before, perhaps by a try whose outcome was lost and whose replies nobody sent.
                await self._catch_up(address, turn.id)
        except MalformedActionError:
            text = "That button is not one of mine. Reload the page and try again."
            await _push(socket, {"type": "error", "id": _id_of(data), "text": text, "retry": False})
        except StoreUnavailableError as error:
            log.warning("web: a turn could not be kept: %s", error)
            text = "I cannot write anything down right now, so I did not take that. I will try again by myself."
            await _push(socket, {"type": "error", "id": _id_of(data), "text": text, "retry": True})
        else:
            await _push(socket, {"type": "done", "id": frame.id})

    def _turn(self, frame: OpenFrame | SayFrame | PressFrame | SubmitFrame, address: Address) -> Turn:
        clicked, zone = "", ""
        event: Event
        match frame:
            case OpenFrame():
                event, zone = Open(), frame.zone
            case SayFrame():
                event = Message(frame.text)
            case PressFrame():
                event, clicked = Action.parse(frame.action), frame.message
            case SubmitFrame():
                event, clicked = Submit(str(Action.parse(frame.form)), frame.values), frame.message
        turn_id = f"web:{address.user}:{frame.id}"
        return Turn(turn_id, address, event, datetime.now(UTC), clicked, Profile(zone=zone))


def create(settings: Settings, intake: Intake, mailbox: Mailbox, store: Store) -> Channel:
    """The web channel."""
    return WebChannel(settings, intake, mailbox)


def _session(request: web.Request) -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if re.fullmatch(r"[A-Za-z0-9_-]{32}", token) else None


def _id_of(data: str) -> str:
    """The id of a frame that cannot be read, so that the page knows which one."""
    match = re.search(r'"id"\s*:\s*"([A-Za-z0-9-]{8,64})"', data[:4096])
    return match[1] if match else ""


async def _push(socket: web.WebSocketResponse, frame: object) -> None:
    """Send, unless the tab was closed meanwhile: what it missed comes at its next connection."""
    if socket.closed:
        return
    try:
        await socket.send_json(frame)
    except (ConnectionError, RuntimeError) as error:
        log.info("web: a tab went away: %s", error)
