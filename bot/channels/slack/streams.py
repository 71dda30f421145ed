"""Answers that grow in Slack while they are put into words: what is shown and when, `bot.delivery.showing` says.

Slack has streams only in threads, so an answer that is streamed in a direct chat stands in the thread of its question.
In a channel whoever asked sees it grow; the others see how it begins, and the whole once it has ended. The last call
adds what is still to be said, and every block that a message posted at once would have below it. As long as a stream is
open, its message cannot be changed, so one that is to be replaced is ended first. Slack ends by itself what is not
ended within some five minutes, and the person can stop it.

Where a stream is refused, the answer is posted whole, and a while passes before one is tried there again.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.channels import RetryLaterError
from bot.channels.slack.api import Api, RefusedError
from bot.recent import Recent
from bot.store import Outgoing
from dialogs.reply import Reply, Text

log = logging.getLogger(__name__)

REST = timedelta(hours=1)
"""Time for which a conversation in which a stream was refused has none."""

MOST = 10_000
"""Conversations and workspaces of which that is remembered."""


class Stream:
    """One answer that grows. See `bot.channels.Stream`."""

    def __init__(self, begin: Callable[[str], Awaitable[str]], append: Callable[[str, str], Awaitable[None]]) -> None:
        """`begin` tells the id of the message that begins so, or none where there can be none."""
        self._begin = begin
        self._append = append
        self._ts = ""
        self._shown = ""

    async def show(self, said: str) -> str:
        """See `bot.channels.Stream`."""
        if not self._ts:
            self._ts = await self._begin(said)
        else:
            await self._append(self._ts, said[len(self._shown) :])
        self._shown = said
        return self._ts


class Streams:
    """Begins, continues and ends them."""

    def __init__(self, api: Api, clock: Callable[[], datetime], quiet: Callable[[str], Awaitable[None]]) -> None:
        """`quiet` ends the working state of a turn."""
        self._api = api
        self._clock = clock
        self._quiet = quiet
        self._rests: Recent[tuple[str, str], datetime] = Recent(MOST)

    def open(self, outgoing: Outgoing, where: Mapping[str, Any]) -> Stream | None:
        """A stream in this channel and thread; `None` while there can be none."""
        address, now = outgoing.address, self._clock()
        for place in ((address.tenant, ""), (address.tenant, address.conversation)):
            if place in self._rests and now < self._rests[place]:
                return None

        async def begin(said: str) -> str:
            return await self._begin(outgoing, where, said)

        async def append(ts: str, more: str) -> None:
            target = {"channel": address.conversation, "ts": ts}
            await self._api.call(address.tenant, "chat.appendStream", target | {"markdown_text": more})

        return Stream(begin, append)

    async def _begin(self, outgoing: Outgoing, where: Mapping[str, Any], said: str) -> str:
        address = outgoing.address
        await self._quiet(outgoing.turn)
        recipient = {"recipient_team_id": address.tenant, "recipient_user_id": address.user}
        try:
            begun = await self._api.call(
                address.tenant, "chat.startStream", {**where, **recipient, "markdown_text": said}
            )
        except RefusedError as error:
            self._rests[address.tenant, address.conversation] = self._clock() + REST
            log.info("slack: reply %s is sent whole, as others there for %s: %s", outgoing.id, REST, error)
            return ""
        except RetryLaterError as error:
            self._rests[address.tenant, ""] = self._clock() + timedelta(seconds=error.seconds)
            log.info("slack: reply %s is sent whole, %s", outgoing.id, error)
            return ""
        return str(begun.get("ts", ""))

    async def end(self, outgoing: Outgoing, blocks: Callable[[Reply], Any]) -> bool:
        """End the stream of a reply; whether it is seen whole now, else its message can be changed.

        `blocks` draws what stands below the words.

        Raises:
            RetryLaterError: not now.
            Exception: nobody knows.
        """
        tenant, target = outgoing.address.tenant, {"channel": outgoing.address.conversation, "ts": outgoing.begun}
        if (rest := remainder(outgoing)) is not None:
            more, below = rest
            try:
                said = {"markdown_text": more} if more else {}
                await self._api.call(tenant, "chat.stopStream", {**target, **said, "blocks": blocks(below)})
            except RefusedError as error:
                log.info("slack: reply %s replaces its beginning: %s", outgoing.id, error)
            else:
                return True
        try:
            await self._api.call(tenant, "chat.stopStream", target)
        except RefusedError as error:
            log.info("slack: the stream of reply %s was ended before: %s", outgoing.id, error)
        return False


def remainder(outgoing: Outgoing) -> tuple[str, Reply] | None:
    """What is still to be said of a reply, and what stands below its words; `None` where it did not begin like that."""
    first, *below = outgoing.reply.elements
    if not outgoing.reply.generated or not outgoing.shown or not isinstance(first, Text):
        return None
    if not first.text.startswith(outgoing.shown):
        return None
    return first.text[len(outgoing.shown) :], replace(outgoing.reply, elements=tuple(below))
