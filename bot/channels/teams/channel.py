"""The channel: one endpoint in, cards out."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

from aiohttp import web
from pydantic import ValidationError

from bot.channels import GoneError, Intake
from bot.channels.teams.activity import Activity, Json, Post
from bot.channels.teams.adapter import Adapter
from bot.channels.teams.connector import Connector, RefusedMessageError
from bot.channels.teams.handler import CARD, Handler
from bot.channels.teams.inbound import Gate, RefusedError
from bot.channels.teams.keys import KeySet, KeysUnavailableError
from bot.channels.teams.session import ServiceUrls, Sessions
from bot.channels.teams.tokens import TokenSource, msal_tokens
from bot.channels.teams.translate import CHANNEL, conversation_of
from bot.render import adaptivecard
from bot.render.words import shorten
from bot.settings import Settings
from bot.store import Outgoing, StoreUnavailableError
from dialogs.turn import Turn

log = logging.getLogger(__name__)

ANSWER_WITHIN = 3.0
"""Seconds that a click waits for its card; then the card comes as an update alone."""

SUMMARY = 200
"""Characters of a card in a notification."""


def _now() -> datetime:
    return datetime.now(UTC)


class TeamsChannel:
    """Takes activities, sends cards."""

    name = CHANNEL
    collects = False

    def __init__(
        self,
        settings: Settings,
        intake: Intake,
        *,
        tokens: TokenSource | None = None,
        clock: Callable[[], datetime] = _now,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._intake = intake
        self._sessions = Sessions()
        service_urls = ServiceUrls(settings.teams_service_urls)
        keys = KeySet(self._sessions, settings.teams_openid_url, monotonic)
        self._gate = Gate(settings.teams_app_id, settings.teams_tenant_id, keys, service_urls)
        connector = Connector(self._sessions, tokens or msal_tokens(settings), service_urls, pause)
        self._adapter = Adapter(connector)
        self._handler = Handler(self, clock)
        self._clicks: dict[str, asyncio.Future[Json | None]] = {}

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Channel`."""
        yield web.post("/api/messages", self._messages)

    async def close(self) -> None:
        """See `Channel`."""
        await self._sessions.close()

    # In

    async def _messages(self, request: web.Request) -> web.Response:
        """Checked, read, and committed before it is acknowledged."""
        try:
            shown = await self._gate.check(request.headers.get("Authorization", ""))
            activity = Activity.model_validate_json(await request.read())
            self._gate.admit(shown, activity)
            answer = await self._adapter.process(activity, self._handler)
        except RefusedError as error:
            log.warning("teams: an activity was refused: %s", error)
            return web.Response(status=401)
        except ValidationError as error:
            log.info("teams: a body that is no activity: %s", error.errors()[0]["type"])
            return web.Response(status=400)
        except (StoreUnavailableError, KeysUnavailableError) as error:
            log.warning("teams: an activity could not be taken: %s", type(error).__name__)
            return web.Response(status=503)
        if answer.body is None:
            return web.Response(status=answer.status)
        return web.json_response(answer.body, status=answer.status)

    async def receive(self, turn: Turn) -> bool:
        """See `Receiver`."""
        return await self._intake.receive(turn)

    async def answer(self, turn: Turn) -> Json | None:
        """See `Receiver`. The card is caught on its way out, in `send`."""
        if turn.id in self._clicks:  # a second delivery of it, while the first is under way
            await self._intake.receive(turn)
            return None
        caught: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._clicks[turn.id] = caught
        try:
            if not await self._intake.receive(turn):
                return None
            async with asyncio.timeout(ANSWER_WITHIN):
                return await caught
        except TimeoutError:
            return None
        finally:
            del self._clicks[turn.id]

    # Out

    async def working(self, outgoing: Outgoing) -> None:
        """See `Channel`."""
        reference = outgoing.address.reference
        typing = {"type": "typing", "from": {"id": str(reference.get("bot", ""))}}
        post = Post(str(reference.get("service_url", "")), conversation_of(outgoing.address), typing, type="typing")
        await self._adapter.send_activities(None, [post])

    async def send(self, outgoing: Outgoing) -> str:
        """See `Channel`. The clicked message is updated as well, or a reaction brings the old card back."""
        address, reply = outgoing.address, outgoing.reply
        card = adaptivecard.render(reply)
        caught = self._clicks.get(outgoing.turn)
        if caught is not None and not caught.done():
            caught.set_result(card if reply.update else None)
        if address.reference.get("left"):
            raise GoneError("the app was removed from this chat")
        post = Post(
            str(address.reference.get("service_url", "")),
            conversation_of(address),
            _message(card, str(address.reference.get("bot", "")), generated=reply.generated),
            id=reply.update,
            reply_to_id=str(address.reference.get("activity", "")),
        )
        if reply.update:
            try:
                return str((await self._adapter.update_activity(None, post)).id)
            except RefusedMessageError as error:
                log.info("reply %s: the message to update is gone (%s), posted anew", outgoing.id, error)
        (sent,) = await self._adapter.send_activities(None, [post])
        return str(sent.id)


GENERATED: Json = {
    "type": "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "additionalType": ["AIGeneratedContent"],
}
"""Teams' label for what a language model wrote."""


def _message(card: Json, bot: str, *, generated: bool) -> Json:
    return {
        "type": "message",
        **({"entities": [GENERATED]} if generated else {}),
        "from": {"id": bot},
        "summary": shorten(card["speak"], SUMMARY),
        "attachments": [{"contentType": CARD, "content": card}],
    }
