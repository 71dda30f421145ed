"""The channel: one endpoint in, cards out."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from aiohttp import web
from pydantic import ValidationError

from bot.channels import GoneError, Intake
from bot.channels.teams import invokes
from bot.channels.teams.activity import CHANNEL, Activity, Json, Post
from bot.channels.teams.adapter import Adapter
from bot.channels.teams.connector import Connector, RefusedMessageError
from bot.channels.teams.handler import Handler
from bot.channels.teams.inbound import Gate, RefusedError
from bot.channels.teams.keys import KeySet, KeysUnavailableError
from bot.channels.teams.messages import messages
from bot.channels.teams.private import PrivateReplies
from bot.channels.teams.search import Search
from bot.channels.teams.service_urls import ServiceUrls
from bot.channels.teams.thumbs import Thumbs
from bot.channels.teams.tokens import TokenSource, bot_tokens
from bot.channels.teams.translate import conversation_of
from bot.recent import Recent
from bot.render import adaptivecard
from bot.render.words import words
from bot.router import apology
from bot.sessions import Sessions
from bot.settings import Settings
from bot.store import Outgoing, StoreUnavailableError
from dialogs.reply import Reply, Text
from dialogs.turn import Address, Turn

log = logging.getLogger(__name__)

NOTE = 300
"""Characters of an answer to a click that are shown as a note, rather than as a card."""

REMEMBERED = 1_000
"""Replies of several messages of which some did not arrive yet; of one that is forgotten all are sent again."""

NAME_WITHIN = 2.0
"""Seconds to ask who added the tutor to a group."""


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
        self._connector = Connector(self._sessions, tokens or bot_tokens(settings), service_urls, pause)
        self._adapter = Adapter(self._connector)
        self._thumbs = Thumbs()
        targeted = settings.teams_targeted_messages
        self._private = PrivateReplies(self._adapter, self._connector, self._thumbs, targeted=targeted)
        self._handler = Handler(self, clock, self._thumbs, Search(intake, clock))
        self._clicks = invokes.Clicks()
        self._begun: Recent[str, tuple[str, ...]] = Recent(REMEMBERED)

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

    async def answer(self, turn: Turn) -> Json:
        """See `Receiver`. The card is caught on its way out, in `send`."""
        return await self._clicks.answer(turn, self._intake.receive)

    async def refreshed(self, turn: Turn) -> Json:
        """See `Receiver`."""
        try:
            replies = (await self._intake.glance(turn)).replies()
        except StoreUnavailableError:
            raise
        except Exception:
            log.exception("teams: turn %s could not be shown", turn.id)
            return invokes.error(" ".join(words(e.text) for e in apology().elements if isinstance(e, Text)))
        if not replies:
            return invokes.error(invokes.FOREIGN)
        return _answer(replies[0], turn.address, as_card=True)

    async def who(self, activity: Activity) -> str:
        """See `Receiver`."""
        path = ("conversations", activity.conversation.id, "members", activity.from_property.id)
        try:
            async with asyncio.timeout(NAME_WITHIN):
                member = await self._connector.call("GET", activity.service_url, path)
        except Exception as error:  # a welcome without a name is one all the same
            log.info("teams: activity %s: who did it is not told: %s", activity.id, type(error).__name__)
            return ""
        return str(member.get("givenName") or member.get("name") or "")

    # Out

    async def working(self, outgoing: Outgoing) -> None:
        """See `Channel`."""
        if _alone(outgoing):
            return
        reference = outgoing.address.reference
        typing = {"type": "typing", "from": {"id": str(reference.get("bot", ""))}}
        post = Post(str(reference.get("service_url", "")), conversation_of(outgoing.address), typing, type="typing")
        await self._adapter.send_activities(None, [post])

    def stream(self, outgoing: Outgoing) -> None:
        """See `Channel`; who asked sees that it is being typed."""

    async def send(self, outgoing: Outgoing) -> str:
        """See `Channel`. The clicked message is updated as well, or a reaction brings the old card back."""
        address, reply = outgoing.address, self._drawn(outgoing)
        alone = _alone(outgoing)
        shown = reply.update or (alone and not address.private)
        answer = _answer(reply, address) if shown else invokes.note(invokes.BELOW)
        taken = self._clicks.offer(outgoing.turn, answer)
        if address.reference.get("left"):
            raise GoneError("the app was removed from this chat")
        if alone:
            return await self._to_one(outgoing, taken=taken)
        posts = [
            Post(
                str(address.reference.get("service_url", "")),
                conversation_of(address),
                body,
                id=reply.update,
                reply_to_id=str(address.reference.get("activity", "")),
            )
            for body in messages(reply, str(address.reference.get("bot", "")))
        ]
        if reply.update:
            try:
                updated = await self._adapter.update_activity(None, posts[0])
                return str(updated.id)
            except RefusedMessageError as error:
                log.info("reply %s: the message to update is gone (%s), posted anew", outgoing.id, error)
        return await self._posted(outgoing, posts)

    async def _posted(self, outgoing: Outgoing, posts: list[Post]) -> str:
        """The id of the last message; a second try goes on where the first one failed, while this process runs."""
        sent = self._begun.pop(outgoing.id, ())
        try:
            for post in posts[len(sent) :]:
                (answer,) = await self._adapter.send_activities(None, [post])
                sent = (*sent, str(answer.id))
        finally:
            if 0 < len(sent) < len(posts):
                self._begun[outgoing.id] = sent
        self._thumbs.sent(conversation_of(outgoing.address).id, sent[0], outgoing.reply)
        return sent[-1]

    async def _to_one(self, outgoing: Outgoing, *, taken: bool) -> str:
        """To one person. A click on what all see was answered with it; what only they see is changed, or followed."""
        if taken and not outgoing.address.private:
            return ""
        if taken and outgoing.reply.update:
            return await self._private.settle(outgoing)
        return await self._private.send(outgoing)

    def _drawn(self, outgoing: Outgoing) -> Reply:
        """The reply as it is shown there: where somebody is alone with the tutor, there is one view of it."""
        reply = self._thumbs.shown(outgoing.reply)
        return replace(reply, refresh=None) if outgoing.address.direct else reply


def _alone(outgoing: Outgoing) -> bool:
    """Whether a reply is for one person where others read along."""
    return outgoing.alone and not outgoing.address.direct


def _answer(reply: Reply, address: Address, *, as_card: bool = False) -> Json:
    """What a click shows to who clicked: the card in the clicked one's place, or a few words under it."""
    if not (as_card or reply.update) and all(isinstance(element, Text) for element in reply.elements):
        told = " ".join(words(element.text) for element in reply.elements if isinstance(element, Text))
        if 0 < len(told) <= NOTE:
            return invokes.note(told)
    card = adaptivecard.render(reply)
    return invokes.card(adaptivecard.for_one(card) if address.private else card)
