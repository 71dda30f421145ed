"""Replies, on their way to Slack."""

import logging
from dataclasses import replace
from typing import Any

from bot.channels.slack import modals
from bot.channels.slack.api import Api, RefusedError, for_good
from bot.channels.slack.payloads import STAMP
from bot.channels.slack.reference import Reference
from bot.channels.slack.responses import HeldResponses
from bot.channels.slack.sharing import SHARED, mark, reply_button, share_button, shareable, sharer
from bot.channels.slack.streams import Streams
from bot.channels.slack.triggers import Triggers
from bot.render import blockkit
from bot.store import Outgoing
from dialogs.reply import Reply
from dialogs.turn import Address

log = logging.getLogger(__name__)

Message = dict[str, Any]

_NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel"})
"""Errors where the tutor was not invited to a channel; a response URL works there all the same."""

_NOT_INVITED: Message = {
    "text": "I am not in this channel yet, so I could not ask everyone. Type */invite @Tutor* here, then ask again."
}

_EPHEMERAL: Message = {"response_type": "ephemeral"}
_NO_PREVIEWS: Message = {"unfurl_links": False, "unfurl_media": False}

_TAKEN: Message = {}
"""The response that closes a window, and that says nothing to a command whose answer is elsewhere."""

_NOT_TO_BE_CHANGED = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "update_failed"})


class Sender:
    """Sends a reply the way its turn asks for."""

    def __init__(
        self, api: Api, commands: HeldResponses, forms: HeldResponses, triggers: Triggers, streams: Streams
    ) -> None:
        """`commands` and `forms`: the responses to them that wait for an answer."""
        self._api = api
        self._commands = commands
        self._forms = forms
        self._triggers = triggers
        self._streams = streams

    async def send(self, outgoing: Outgoing) -> str:
        """Slack's id of the message that was sent, empty where it tells none.

        Raises:
            RetryLaterError, UndeliverableError: see `Channel.send`.
        """
        address, reply = outgoing.address, outgoing.reply
        reference = Reference.read(address.reference)
        for_all = reference.top and not address.user  # asked at the top of the channel, where all see it
        address = replace(address, thread="" if for_all else address.thread)
        address = replace(address, thread=address.thread or reply.under)
        try:
            if outgoing.begun:
                return await self._in_its_stream(outgoing, address, reference)
            if reply.surface == "modal" and await self._in_a_window(outgoing):
                return ""
            await self._forms.offer(outgoing.turn, _TAKEN)
            message = _message(outgoing, reference)
            if await self._commands.offer(outgoing.turn, _EPHEMERAL | message):
                return ""
            if outgoing.alone and not address.direct:
                return await self._privately(address, reference, message, reply.update)
            return await self._openly(address, reference, message, reply.update)
        except RefusedError as error:
            raise for_good(error) from error

    async def publish(self, address: Address, reply: Reply) -> None:
        """Draw the Home tab; it keeps the direct message to which its buttons lead.

        Raises:
            RetryLaterError, UndeliverableError: see `Channel.send`.
        """
        view = blockkit.render_home(reply) | {"private_metadata": address.conversation}
        try:
            await self._api.call(address.tenant, "views.publish", {"user_id": address.user, "view": view})
        except RefusedError as error:
            raise for_good(error) from error

    async def _in_a_window(self, outgoing: Outgoing) -> bool:
        """Whether a form is seen in a window: its own with what is wrong, or a new one while there is a trigger for it.

        One that takes the place of a message stays in the message.
        """
        view = modals.form(outgoing.reply, outgoing.address)
        if view is None:
            return False
        errors = blockkit.modal_faults(outgoing.reply)
        told = (
            {"response_action": "errors", "errors": errors} if errors else {"response_action": "update", "view": view}
        )
        if await self._forms.offer(outgoing.turn, told):
            return True
        trigger = "" if outgoing.reply.update else self._triggers.take(outgoing.turn)
        if not trigger:
            return False
        try:
            await self._api.call(outgoing.address.tenant, "views.open", {"trigger_id": trigger, "view": view})
        except RefusedError as error:
            log.info("slack: the form of %s is sent as a message: %s", outgoing.id, error)
            return False
        await self._commands.offer(outgoing.turn, _TAKEN)
        return True

    async def _in_its_stream(self, outgoing: Outgoing, address: Address, reference: Reference) -> str:
        """In the message in which it began, the whole of it; in one of its own only if that message is gone."""

        def below(reply: Reply) -> Any:
            return _message(replace(outgoing, reply=reply), reference)["blocks"]

        if await self._streams.end(outgoing, below):
            return outgoing.begun
        return await self._openly(address, reference, _message(outgoing, reference), outgoing.begun)

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
            if error.error not in _NOT_THERE:
                raise
            if not address.user:  # for everybody, and to be changed later: a response URL can't do that
                await self._by_url(reference, _NOT_INVITED, {}, "ephemeral")
            elif await self._by_url(reference, message, thread, "in_channel"):
                return ""
            raise

    async def _privately(self, address: Address, reference: Reference, message: Message, update: str) -> str:
        """To one person: by the response URL, else as far as the channel lets us, else directly."""
        thread = {} if reference.top else _thread(address, reference)
        if await self._by_url(reference, message, thread, "ephemeral", anew=not (update and reference.hidden)):
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
        self, reference: Reference, message: Message, thread: Message, kind: str, *, anew: bool = True
    ) -> bool:
        """Whether the response URL took it; it may be used up, or older than half an hour."""
        if not reference.url:
            return False
        how = {"response_type": kind, "replace_original": not anew} | (_NO_PREVIEWS if kind == "in_channel" else {})
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
    if address.private:
        if reference.about and reply.again is not None:
            blocks.append(reply_button(reference.about, reply.again))
        elif shareable(reply, reference.asked):
            blocks.append(share_button(reference.asked))
    elif not address.direct and address.user:
        mark(blocks, address.user)
    return message


def place(address: Address, written: str) -> Message | None:
    """Where a working state is seen: in the thread, or under the message that was `written`.

    `None` where the answer is one person's, or nothing was written there.
    """
    reference = Reference.read(address.reference)
    thread = _thread(address, reference).get("thread_ts", written)
    if address.private or STAMP.match(thread) is None:
        return None
    return {"channel_id": address.conversation, "thread_ts": thread}


def streaming_place(outgoing: Outgoing) -> Message | None:
    """Where an answer may grow: in the thread, or that of the message it answers; `None` where it may not.

    What is one person's may not, nor what was shared, takes another message's place, or has its words not at the top.
    """
    address, reply = outgoing.address, outgoing.reply
    if outgoing.alone or address.thread == SHARED or not address.user or reply.update:
        return None
    if reply.draft is None or reply.draft.at != 0 or reply.surface != "message":
        return None
    where = place(address, outgoing.turn.rpartition(":")[2])
    return None if where is None else {"channel": where["channel_id"], "thread_ts": where["thread_ts"]}


def _thread(address: Address, reference: Reference) -> Message:
    """Where in the channel: a thread, or not."""
    thread = reference.thread or ("" if address.thread == SHARED else address.thread)
    return {"thread_ts": thread} if thread else {}


def _id(answer: Any) -> str:
    return str(answer.get("ts", ""))
