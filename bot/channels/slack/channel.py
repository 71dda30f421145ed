"""The Slack channel: takes what Slack sends over HTTP or Socket Mode, and sends replies."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from aiohttp import ClientSession, web
from pydantic import ValidationError

from bot.channels import Intake, RetryLaterError
from bot.channels.slack.departure import departure
from bot.channels.slack.errands import Errands
from bot.channels.slack.home import REST, Homes
from bot.channels.slack.leaving import Leaving
from bot.channels.slack.manifest import PATH
from bot.channels.slack.origin import Origin
from bot.channels.slack.profiles import Profiles, UserInfo
from bot.channels.slack.reading import NAME, UNPLACED, Reader, is_command, is_submission
from bot.channels.slack.request import MalformedError, parse
from bot.channels.slack.responses import COMMAND, FORM, HeldResponses
from bot.channels.slack.sending import Sender, place, streaming_place
from bot.channels.slack.signature import genuine
from bot.channels.slack.status import AFTER, WORDING, Waiting
from bot.channels.slack.streams import Stream, Streams
from bot.channels.slack.tasks import Tasks
from bot.channels.slack.triggers import Triggers
from bot.channels.slack.workspaces import connect
from bot.sessions import open_session
from bot.settings import Settings
from bot.store import Outgoing, Store, StoreUnavailableError
from bot.store.schedule import DAILY
from dialogs.turn import MalformedActionError, Message, Open, Profile, Turn

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
        sessions: Callable[[], ClientSession] = open_session,
        patience: float = COMMAND,
        rest: float = REST,
        silence: float = AFTER,
    ) -> None:
        """`patience`: seconds for which the response to a command waits for its answer.

        `rest`: after so many a Home tab is drawn anew. `silence`: after so many, who asked sees that it is worked on.
        """
        self._secret = settings.slack_signing_secret.get_secret_value()
        self._intake = intake
        self._clock = clock
        self._tasks = Tasks()
        self._workspaces, self._api = connect(settings, store, clock, sessions)
        self._leaving = Leaving(store, self._api, self._workspaces, clock)
        self._commands = HeldResponses(patience)
        self._forms = HeldResponses(FORM)
        self._triggers = Triggers()
        self._errands = Errands(self._api, self._tasks)
        self._waiting = Waiting(self._errands.working, silence)
        self._streams = Streams(self._api, clock, self._waiting.end)
        self._sender = Sender(self._api, self._commands, self._forms, self._triggers, self._streams)
        self._homes = Homes(intake, self._sender.publish, self._tasks, clock, rest)
        self._reader = Reader(clock, Profiles(self._profile, self._tasks, clock).of)
        self._app_token = settings.slack_app_token.get_secret_value()
        self._api_url = settings.slack_api_url
        self._connections = settings.slack_connections
        self._streaming = settings.slack_streams
        self._link: Link | None = None

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Channel`."""
        if self._secret:
            yield web.post(PATH, self._receive)
        yield from self._workspaces.routes()

    async def send(self, outgoing: Outgoing) -> str:
        """See `Channel`."""
        if outgoing.reply.surface == "home":
            await self._homes.show(outgoing.address)
            return ""
        await self._waiting.end(outgoing.turn)
        sent = await self._sender.send(outgoing)
        if outgoing.turn.startswith(DAILY):
            self._homes.changed(outgoing.address)
        return sent

    async def working(self, outgoing: Outgoing) -> None:
        """See `Channel`. A working state is shown when it takes longer than a moment."""
        where = place(outgoing.address, outgoing.turn.rpartition(":")[2])
        if where is not None:
            self._waiting.begin(outgoing.turn, outgoing.address.tenant, where, WORDING)

    def stream(self, outgoing: Outgoing) -> Stream | None:
        """See `Channel`."""
        where = streaming_place(outgoing) if self._streaming else None
        return None if where is None else self._streams.open(outgoing, where)

    def connect(self) -> None:
        """Begin to receive over Socket Mode; until Slack can be reached, it is tried again."""
        from bot.channels.slack.bolt import Link  # noqa: PLC0415 - HTTP does without

        self._link = Link(self._take, self._app_token, self._api_url, self._connections)

    async def close(self) -> None:
        """See `Channel`. Replies may still be sent."""
        if self._link is not None:
            await self._link.close(FINISH)
        self._homes.close()
        await self._waiting.close()
        await self._tasks.finish(FINISH)
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
        if is_command(payload) and not turns:
            return web.json_response(NOT_INSTALLED)
        if turns and (is_command(payload) or is_submission(payload)):
            return await self._respond(request, turns, self._commands if is_command(payload) else self._forms)
        return web.Response(status=(await self._commit(turns)).status)

    async def _respond(self, request: web.Request, turns: tuple[Turn, ...], held: HeldResponses) -> web.Response:
        """Respond with the answer to a command or a form, if that is there in time."""
        with held.hold(turns[0].id) as response:
            taken = await self._commit(turns)
            answer = await response.answer() if taken.new else None
            if answer is None:
                return web.Response(status=taken.status)
            written = web.json_response(answer) if answer else web.Response()
            await written.prepare(request)
            await written.write_eof()
            response.close(written=True)
            return written

    async def _take(self, payload: Mapping[str, Any]) -> tuple[int, Mapping[str, Any] | None]:
        """The HTTP status of a payload that came over Socket Mode, and for a form the response."""
        status, turns = await self._admit(payload)
        if status != 200:
            return status, None
        if not turns or not is_submission(payload):
            return (await self._commit(turns)).status, None
        with self._forms.hold(turns[0].id) as response:
            taken = await self._commit(turns)
            answer = await response.answer() if taken.new else None
            response.close(written=True)  # Bolt sends it next
            return taken.status, answer

    async def _admit(self, payload: Mapping[str, Any]) -> tuple[int, tuple[Turn, ...]]:
        """The turns of a payload from a workspace that has the tutor, with 200; what tells that it left is acted on."""
        origin = Origin.read(payload)
        try:
            if (left := departure(payload, origin)) is not None:
                await self._leaving.take(left)
                return 200, ()
            if origin is None:
                return 200, await self._read(payload)
            if not await self._workspaces.admits(origin):
                return 200, ()
            return 200, await self._read(origin.placed(payload))
        except ValidationError as error:
            log.warning("slack: a departure is not as Slack tells it: %s", _faults(error))
            return 400, ()
        except MalformedError:
            return 400, ()
        except (StoreUnavailableError, RetryLaterError) as error:
            log.warning("slack: something could not be looked up or deleted: %s", error)
            return 503, ()
        except Exception:
            log.exception("slack: a payload failed")
            return 500, ()

    async def _read(self, payload: Mapping[str, Any]) -> tuple[Turn, ...]:
        turns = self._turns(payload)
        trigger = payload.get("trigger_id")
        if turns and isinstance(trigger, str):
            if turns[0].address.conversation == UNPLACED:
                return await self._errands.placed(turns[0], trigger, str(payload.get("api_app_id", "")))
            if not is_submission(payload):
                self._triggers.hold(turns[0].id, trigger)
        return turns

    def _turns(self, payload: Mapping[str, Any]) -> tuple[Turn, ...]:
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
                if await self._received(turn):
                    new = True
                    self._errands.follow_up(turn)
            if new and not any(turn.event == Open("home") for turn in turns):
                self._homes.changed(turns[0].address)
        except StoreUnavailableError as error:
            log.warning("slack: turn %s could not be kept: %s", turn.id, error)
            return _Taken(503)
        except Exception:
            log.exception("slack: turn %s failed", turn.id)
            return _Taken(500)
        return _Taken(200, new)

    async def _received(self, turn: Turn) -> bool:
        """As `Intake.receive`; while that takes long, whoever wrote sees that their message is worked on."""
        where = place(turn.address, turn.id.rpartition(":")[2]) if isinstance(turn.event, Message) else None
        began = where is not None and self._waiting.begin(turn.id, turn.address.tenant, where)
        new = False
        try:
            new = await self._intake.receive(turn)
        finally:
            if began and not new:
                await self._waiting.end(turn.id)
        return new

    async def _profile(self, tenant: str, user: str) -> Profile:
        return UserInfo.model_validate(await self._api.ask(tenant, "users.info", user=user)).read()


class _Taken(NamedTuple):
    """200 once turns are committed, with anything else Slack tries again; `new` if one was not before."""

    status: int
    new: bool = False


def _faults(error: ValidationError) -> str:
    """Where a payload is at fault and how, without what stands there."""
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in error.errors()[:3])
