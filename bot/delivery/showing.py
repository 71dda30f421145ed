"""A reply that is shown while it is put into words, and what becomes of that.

* Only whole sentences are shown, each of them checked, and never more than that.
* The answer is one. Where a later sentence fails the check, the model's time is over, its connection breaks, or the
  reply is tried again, it is replaced whole by the course's own words, in the same message: never half of each.
* Nothing depends on it: where a message cannot begin so, or be added to, the reply is sent whole all the same.
* The message is known by the outbox as soon as there is one. If this process dies, whoever takes up the reply sends
  it in that message, so that nothing hangs half said and nothing is said twice. Only a process that dies between the
  platform's having begun and the id's being kept leaves a beginning behind, which the platform ends by itself.

The course's own words are there at once and are never shown so.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.channels import RetryLaterError, Stream
from bot.store import Outgoing

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two additions; what is said meanwhile is added together."""

PATIENCE = 5.0
"""Seconds for one addition. With a model's eight and the last call it stays within the lease of the reply."""

Keep = Callable[[Outgoing], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]


class Showing:
    """Shows how one reply begins, as it comes; to be used as `async with`, in which block it is put into words."""

    def __init__(self, item: Outgoing, stream: Stream | None, keep: Keep, pause: Pause) -> None:
        """Without a `stream` nothing is shown. `keep` makes the outbox know the message that was begun."""
        self._item = item
        self._stream = stream
        self._keep = keep
        self._pause = pause
        self._newest = ""
        self._news = asyncio.Event()
        self._calling = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    @property
    def say(self) -> Callable[[str], None] | None:
        """Takes how the reply begins, and returns at once; `None` where that is not shown."""
        return self._say if self._stream is not None else None

    def _say(self, said: str) -> None:
        self._newest = said
        self._news.set()

    async def __aenter__(self) -> "Showing":
        if self._stream is not None:
            self._task = asyncio.create_task(self._run(self._stream))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def ended(self) -> Outgoing:
        """The reply with what is seen of it, once nothing more is on its way there."""
        async with self._calling:
            if self._task is not None:
                self._task.cancel()
            return self._item

    async def _run(self, stream: Stream) -> None:
        while await self._news.wait():
            self._news.clear()
            async with self._calling:
                if not await self._shown(stream, self._newest):
                    return
            await self._pause(EVERY)

    async def _shown(self, stream: Stream, said: str) -> bool:
        """Whether more can be shown."""
        known = self._item.begun
        try:
            async with asyncio.timeout(PATIENCE):
                begun = await stream.show(said)
            self._item = replace(self._item, begun=begun, shown=said)
        except RetryLaterError as error:
            log.info("reply %s: it grows no further, %s", self._item.id, error)
            return False
        except Exception as error:  # it is sent whole, whatever went wrong
            log.info("reply %s: nobody knows how much of it is seen: %s", self._item.id, type(error).__name__)
            self._item = replace(self._item, shown="")
            return False
        if self._item.begun and not known:
            try:
                await self._keep(self._item)
            except Exception as error:  # it is as if the process had died before: see above
                why = type(error).__name__
                log.warning(
                    "reply %s: a restart would say it twice, its beginning was not kept: %s", self._item.id, why
                )
        return bool(self._item.begun)
