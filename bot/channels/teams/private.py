"""Answers for one person alone, to what they wrote where others read along.

Where the organisation's clients can show a message to one member of a group, it stands there; else it goes to the
personal chat and says where it comes from; and who has not added the tutor is asked to.
"""

import logging
from dataclasses import replace

from bot.channels import UndeliverableError
from bot.channels.teams.activity import Post
from bot.channels.teams.adapter import Adapter
from bot.channels.teams.connector import Connector, RefusedMessageError
from bot.channels.teams.messages import messages
from bot.channels.teams.thumbs import Thumbs
from bot.channels.teams.translate import conversation_of
from bot.recent import Recent
from bot.render import adaptivecard
from bot.store import Outgoing
from content.markup import literal
from dialogs.reply import Reply, Text, say
from dialogs.turn import Address

log = logging.getLogger(__name__)

ADD_ME = say(
    "That answer is for one person alone, and I can reach only those who have added me."
    " Find me under *Apps*, choose *Add*, and ask me there."
)

REMEMBERED = 2_000
"""Personal chats whose id is known, and turns whose asker was told to add the app."""


class PrivateReplies:
    """Sends them; `targeted`: the clients of the organisation show messages to one person in a group."""

    def __init__(self, adapter: Adapter, connector: Connector, thumbs: Thumbs, *, targeted: bool) -> None:
        self._thumbs = thumbs
        self._adapter = adapter
        self._connector = connector
        self._targeted = targeted
        self._chats: Recent[tuple[str, str], str] = Recent(REMEMBERED)
        self._told: Recent[str, None] = Recent(REMEMBERED)

    async def send(self, outgoing: Outgoing) -> str:
        """The id of the message that was sent.

        Raises:
            RetryLaterError, UndeliverableError: see `Channel.send`.
        """
        address = outgoing.address
        if self._targeted or address.private:
            try:
                return await self._there(address, outgoing.reply)
            except RefusedMessageError as error:
                log.info("reply %s: not shown to one person in the group (%s)", outgoing.id, error)
        try:
            return await self._personally(address, outgoing.reply)
        except RefusedMessageError as error:
            log.info("reply %s: no personal chat (%s)", outgoing.id, error)
            return await self._ask_to_add(outgoing)

    async def settle(self, outgoing: Outgoing) -> str:
        """Put a reply in the place of what they alone were shown in the group, so that it does not revert."""
        address, reply = outgoing.address, outgoing.reply
        (post,) = self._for_one(address, self._posts(address, reply, conversation_of(address).id))
        try:
            await self._adapter.update_activity(None, replace(post, id=reply.update))
        except RefusedMessageError as error:
            log.info("reply %s: seen in the click alone, its message is gone (%s)", outgoing.id, error)
        return reply.update

    async def _there(self, address: Address, reply: Reply) -> str:
        """In the group, seen by them alone."""
        where = conversation_of(address).id
        posts = self._posts(address, replace(reply, update=""), where)
        return await self._sent(self._for_one(address, posts), where, reply)

    def _for_one(self, address: Address, posts: list[Post]) -> list[Post]:
        asked = str(address.reference.get("activity", "")) if address.private else ""
        for post in posts:
            post.body["recipient"] = {"id": address.user}
            for attached in post.body.get("attachments", ()):
                attached["content"] = adaptivecard.for_one(attached["content"])
            if asked:
                post.body.setdefault("entities", []).append({"type": "targetedMessageInfo", "messageId": asked})
        return [replace(post, targeted=True) for post in posts]

    async def _personally(self, address: Address, reply: Reply) -> str:
        own = reply.elements[: len(reply.elements) - reply.lead_back]  # what is open in the group goes on there
        elements = (Text(_whence(address), "note"), *own)
        chat = await self._chat(address)
        try:
            alone = replace(reply, elements=elements, update="", refresh=None, lead_back=0)
            return await self._sent(self._posts(address, alone, chat), chat, reply)
        except RefusedMessageError:
            self._chats.pop((address.tenant, address.user), None)
            raise

    async def _chat(self, address: Address) -> str:
        """The id of the personal chat; Teams gives the same for as long as it exists."""
        who = (address.tenant, address.user)
        if who not in self._chats:
            asked = {
                "bot": {"id": str(address.reference.get("bot", ""))},
                "members": [{"id": address.user}],
                "tenantId": address.tenant,
                "channelData": {"tenant": {"id": address.tenant}},
                "isGroup": False,
            }
            service_url = str(address.reference.get("service_url", ""))
            given = await self._connector.call("POST", service_url, ("conversations",), asked)
            if not (chat := str(given.get("id", ""))):
                raise RefusedMessageError("no personal chat was given")
            self._chats[who] = chat
        return self._chats[who]

    async def _ask_to_add(self, outgoing: Outgoing) -> str:
        """In the group, once for what was asked; nothing of the answer is said."""
        if outgoing.turn in self._told:
            raise UndeliverableError("the app is not added personally, and they were told so")
        self._told[outgoing.turn] = None
        address = outgoing.address
        asked = str(address.reference.get("activity", ""))
        where = conversation_of(address).id
        posts = self._posts(address, ADD_ME, where)
        return await self._sent([replace(post, reply_to_id=asked) for post in posts], where, ADD_ME)

    async def _sent(self, posts: list[Post], conversation: str, reply: Reply) -> str:
        sent = await self._adapter.send_activities(None, posts)
        self._thumbs.sent(conversation, str(sent[0].id), reply)
        return str(sent[-1].id)

    def _posts(self, address: Address, reply: Reply, conversation: str) -> list[Post]:
        where = conversation_of(address).model_copy(update={"id": conversation})
        service_url, bot = (str(address.reference.get(name, "")) for name in ("service_url", "bot"))
        return [Post(service_url, where, body) for body in messages(self._thumbs.shown(reply), bot)]


def _whence(address: Address) -> str:
    kind = "the channel" if address.reference.get("type") == "channel" else "the group chat"
    place = literal(str(address.reference.get("place", "")))
    return f"From {kind} “{place}”, and for you alone." if place else f"From {kind} where you asked, for you alone."
