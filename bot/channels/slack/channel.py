"""The Slack channel: takes what Slack sends over HTTP or Socket Mode, and sends replies."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from aiohttp import ClientSession, web
from pydantic import ValidationError

from bot.channels import Intake
from bot.channels.slack.api import shared_session
from bot.channels.slack.departure import departure
from bot.channels.slack.leaving import Leaving
from bot.channels.slack.manifest import PATH
from bot.channels.slack.origin import Origin
from bot.channels.slack.profiles import Profiles, UserInfo
from bot.channels.slack.prompts import PROMPTS
from bot.channels.slack.reading import NAME, Reader, is_command
from bot.channels.slack.request import MalformedError, parse
from bot.channels.slack.sending import Sender
from bot.channels.slack.signature import genuine
from bot.channels.slack.tasks import Tasks
from bot.channels.slack.windows import OPEN, Windows
from bot.channels.slack.workspaces import connect
from bot.settings import Settings
from bot.store import Outgoing, Store, StoreUnavailableError
from dialogs.turn import MalformedActionError, Open, Profile, Turn

if TYPE_CHECKING:
    from bot.channels.slack.bolt import Link

log = logging.getLogger(__name__)

FINISH = 5.0
"""Seconds that errands may take at the end."""

NOT_INSTALLED = {
    "response_type": "ephemeral",
    "text": "The tutor is not set up in this workspace any more. An administrator can install it again.",
}
"""What a command from somewhere else is answered with."""


class SlackChannel:
    """The Slack workspace that the bot token is for, or each that installs the app."""

    name = NAME
    collects = False

    def __init__(
        self,
        settings: Settings,
        intake: Intake,
        store: Store,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sessions: Callable[[], ClientSession] = shared_session,
        patience: float = OPEN,
    ) -> None:
        """`patience`: seconds for which the response to a command waits for its answer."""
        self._secret = settings.slack_signing_secret.get_secret_value()
        self._intake = intake
        self._clock = clock
        self._tasks = Tasks()
        self._workspaces, self._api = connect(settings, store, clock, sessions)
        self._leaving = Leaving(store, self._api, self._workspaces, clock)
        self._windows = Windows(patience)
        self._sender = Sender(self._api, self._windows)
        self._reader = Reader(clock, Profiles(self._profile, self._tasks, clock).of)
        self._app_token = settings.slack_app_token.get_secret_value()
        self._api_url = settings.slack_api_url
        self._connections = settings.slack_connections
        self._link: Link | None = None

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Channel`."""
        if self._secret:
            yield web.post(PATH, self._receive)
        yield from self._workspaces.routes()

    async def send(self, outgoing: Outgoing) -> str:
        """See `Channel`."""
        return await self._sender.send(outgoing)

    async def working(self, outgoing: Outgoing) -> None:
        """See `Channel`."""
        await self._sender.working(outgoing)

    def connect(self) -> None:
        """Begin to receive over Socket Mode; until Slack can be reached, it is tried again."""
        from bot.channels.slack.bolt import Link  # noqa: PLC0415 - HTTP does without

        self._link = Link(self._take, self._app_token, self._api_url, self._connections)

    async def close(self) -> None:
        """See `Channel`. Replies may still be sent."""
        if self._link is not None:
            await self._link.close(FINISH)
        await self._tasks.finish(FINISH)
        await self._leaving.close()
        await self._workspaces.close()
        await self._api.close()

    # Receiving

    async def _receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = request.headers
        timestamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        if not genuine(self._secret, timestamp, signature, body, self._clock().timestamp()):
            log.warning("slack: a request of %d bytes is not signed by Slack, or too old", len(body))
            return web.Response(status=401)
        try:
            payload = parse(body, request.content_type)
        except MalformedError as error:
            log.warning("slack: a body of %d bytes cannot be read: %s", len(body), error)
            return web.Response(status=400)
        if payload.get("type") == "url_verification":
            return web.json_response({"challenge": str(payload.get("challenge", ""))})
        status, turns = await self._admit(payload)
        if status != 200:
            return web.Response(status=status)
        if is_command(payload):
            return await self._respond(request, turns) if turns else web.json_response(NOT_INSTALLED)
        return web.Response(status=(await self._commit(turns)).status)

    async def _respond(self, request: web.Request, turns: tuple[Turn, ...]) -> web.Response:
        """Respond with the answer to a command, if that is there in time."""
        with self._windows.window(turns[0].id) as window:
            taken = await self._commit(turns)
            answer = await window.answer() if taken.new else None
            if answer is None:
                return web.Response(status=taken.status)
            response = web.json_response(answer)
            await response.prepare(request)
            await response.write_eof()
            window.close(written=True)
            return response

    async def _take(self, payload: Mapping[str, Any]) -> int:
        """The HTTP status of a payload that came over Socket Mode."""
        status, turns = await self._admit(payload)
        return status if status != 200 else (await self._commit(turns)).status

    async def _admit(self, payload: Mapping[str, Any]) -> tuple[int, tuple[Turn, ...]]:
        """The turns of a payload from a workspace that has the tutor, with 200; what tells that it left is acted on."""
        origin = Origin.read(payload)
        try:
            if (left := departure(payload, origin)) is not None:
                await self._leaving.take(left)
                return 200, ()
            if origin is None:
                return 200, self._read(payload)
            if not await self._workspaces.admits(origin):
                return 200, ()
            return 200, self._read(origin.placed(payload))
        except ValidationError as error:
            log.warning("slack: a departure is not as Slack tells it: %s", _faults(error))
            return 400, ()
        except MalformedError:
            return 400, ()
        except StoreUnavailableError as error:
            log.warning("slack: something could not be looked up or deleted: %s", error)
            return 503, ()
        except Exception:
            log.exception("slack: a payload failed")
            return 500, ()

    def _read(self, payload: Mapping[str, Any]) -> tuple[Turn, ...]:
        try:
            return self._reader.read(payload)
        except MalformedActionError:
            log.warning("slack: a button that is not one of ours was pressed")
            return ()
        except ValidationError as error:
            log.warning("slack: a payload is not as Slack sends it: %s", _faults(error))
            raise MalformedError from None

    async def _commit(self, turns: tuple[Turn, ...]) -> "_Taken":
        new = False
        try:
            for turn in turns:
                if await self._intake.receive(turn):
                    new = True
                    self._follow_up(turn)
        except StoreUnavailableError as error:
            log.warning("slack: turn %s could not be kept: %s", turn.id, error)
            return _Taken(503)
        except Exception:
            log.exception("slack: turn %s failed", turn.id)
            return _Taken(500)
        return _Taken(200, new)

    # Errands

    def _follow_up(self, turn: Turn) -> None:
        if turn.event == Open("chat"):
            self._tasks.start(self._suggest(turn.address.tenant, turn.address.conversation))

    async def _suggest(self, tenant: str, conversation: str) -> None:
        """Offer prompts at the top of the direct message; with a `thread_ts` the call would do nothing."""
        try:
            await self._api.call(
                tenant, "assistant.threads.setSuggestedPrompts", {"channel_id": conversation, "prompts": PROMPTS}
            )
        except Exception as error:
            log.warning("slack: no prompts in %s: %s", conversation, error)

    async def _profile(self, tenant: str, user: str) -> Profile:
        return UserInfo.model_validate(await self._api.ask(tenant, "users.info", user=user)).read()


class _Taken(NamedTuple):
    """200 once turns are committed, with anything else Slack tries again; `new` if one was not before."""

    status: int
    new: bool = False


def _faults(error: ValidationError) -> str:
    """Where a payload is at fault and how, without what stands there."""
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in error.errors()[:3])
