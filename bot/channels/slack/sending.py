"""Replies, on their way to Slack."""

from typing import Any

from bot.channels.slack.api import Api, RefusedError, for_good
from bot.channels.slack.reference import Reference
from bot.channels.slack.sharing import SHARED, mark, share_button, shareable, sharer
from bot.channels.slack.windows import Windows
from bot.render import blockkit
from bot.store import Outgoing
from dialogs.turn import Address

Message = dict[str, Any]

_NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel"})
"""Errors where the tutor was not invited to a channel; a response URL works there all the same."""

_EPHEMERAL: Message = {"response_type": "ephemeral"}
_NO_PREVIEWS: Message = {"unfurl_links": False, "unfurl_media": False}

_WORKING: Message = {
    "status": "is putting it into words…",
    "loading_messages": ["Looking it up in the course…", "Putting it into words…", "Checking every sentence…"],
}

_NOT_TO_BE_CHANGED = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "update_failed"})


class Sender:
    """Sends a reply the way its turn asks for."""

    def __init__(self, api: Api, windows: Windows) -> None:
        self._api = api
        self._windows = windows

    async def send(self, outgoing: Outgoing) -> str:
        """Slack's id of the message that was sent, empty where it tells none.

        Raises:
            RetryLaterError, UndeliverableError: see `Channel.send`.
        """
        address, reply = outgoing.address, outgoing.reply
        reference = Reference.read(address.reference)
        try:
            if reply.surface == "home":
                return await self._publish(outgoing)
            message = _message(outgoing, reference)
            if await self._windows.offer(outgoing.turn, _EPHEMERAL | message):
                return ""
            if reference.private or (reply.surface == "private" and not address.direct):
                return await self._privately(address, reference, message, reply.update)
            return await self._openly(address, reference, message, reply.update)
        except RefusedError as error:
            raise for_good(error) from error

    async def working(self, outgoing: Outgoing) -> None:
        """A status under what was written, which Slack takes away when the reply comes."""
        address, reference = outgoing.address, Reference.read(outgoing.address.reference)
        if reference.private:
            return
        written = outgoing.turn.rpartition(":")[2]
        where = {"channel_id": address.conversation, "thread_ts": _thread(address, reference).get("thread_ts", written)}
        await self._api.call(address.tenant, "assistant.threads.setStatus", where | _WORKING)

    async def _publish(self, outgoing: Outgoing) -> str:
        """Draw the Home tab; it keeps the direct message to which its buttons lead."""
        address = outgoing.address
        view = blockkit.render_home(outgoing.reply) | {"private_metadata": address.conversation}
        await self._api.call(address.tenant, "views.publish", {"user_id": address.user, "view": view})
        return ""

    async def _openly(self, address: Address, reference: Reference, message: Message, update: str) -> str:
        if update:
            try:
                target = {"channel": address.conversation, "ts": update}
                return _id(await self._api.call(address.tenant, "chat.update", target | message))
            except RefusedError as error:
                if error.error not in _NOT_TO_BE_CHANGED:
                    raise
        thread = _thread(address, reference)
        if address.thread == SHARED and await self._by_url(reference, message, thread, "in_channel"):
            return ""
        try:
            target = {"channel": address.conversation} | thread
            return _id(await self._api.call(address.tenant, "chat.postMessage", target | _NO_PREVIEWS | message))
        except RefusedError as error:
            if error.error in _NOT_THERE and await self._by_url(reference, message, thread, "in_channel"):
                return ""
            raise

    async def _privately(self, address: Address, reference: Reference, message: Message, update: str) -> str:
        """To one person: by the response URL, else as far as the channel lets us, else directly."""
        thread = _thread(address, reference)
        replace = bool(update) and reference.hidden
        if await self._by_url(reference, message, thread, "ephemeral", replace=replace):
            return ""
        target = {"channel": address.conversation, "user": address.user}
        try:
            answer = await self._api.call(address.tenant, "chat.postEphemeral", target | thread | message)
        except RefusedError as error:
            if error.error not in _NOT_THERE:
                raise
            return _id(await self._api.call(address.tenant, "chat.postMessage", {"channel": address.user} | message))
        return str(answer.get("message_ts", ""))

    async def _by_url(
        self, reference: Reference, message: Message, thread: Message, kind: str, *, replace: bool = False
    ) -> bool:
        """Whether the response URL took it; it may be used up, or older than half an hour."""
        if not reference.url:
            return False
        how = {"response_type": kind, "replace_original": replace}
        try:
            await self._api.respond(reference.url, how | thread | message)
        except RefusedError:
            return False
        return True


def _message(outgoing: Outgoing, reference: Reference) -> Message:
    address, reply = outgoing.address, outgoing.reply
    message = blockkit.render(reply)
    blocks: list[dict[str, Any]] = message["blocks"]
    if address.thread == SHARED:
        blocks.append(sharer(address.user))
    if reference.private:
        if shareable(reply, reference.asked):
            blocks.append(share_button(reference.asked))
    elif not address.direct:
        mark(blocks, address.user)
    return message


def _thread(address: Address, reference: Reference) -> Message:
    """Where in the channel: a thread, or not."""
    thread = reference.thread or ("" if address.thread == SHARED else address.thread)
    return {"thread_ts": thread} if thread else {}


def _id(answer: Any) -> str:
    return str(answer.get("ts", ""))
