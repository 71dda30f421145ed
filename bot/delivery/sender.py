"""One reply, handed to its platform once: when it may go, in which words, and what became of it."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.channels import Channel, GoneError, RetryLaterError, Stream, UndeliverableError
from bot.delivery.pace import RATES, Pace
from bot.delivery.pauses import Pauses
from bot.delivery.settling import Settler
from bot.delivery.showing import Showing
from bot.observing import DeliveryKind, DeliveryResult, Observer
from bot.store import Outgoing, State, Store, Transaction, place
from bot.store.retrying import run_again
from bot.store.schedule import DAILY
from dialogs.reply import Reply

log = logging.getLogger(__name__)

TRIES = 8
"""Sends of one reply before it is given up; with the back-off, about five minutes."""

SLOWEST = 300.0
"""Seconds between tries of a reply that has until a time of its own to arrive."""

SHORT = 2.0
"""Seconds that a reply waits for its turn at a place; for longer it is put off."""


class Wording(Protocol):
    """Who puts answers into words."""

    async def word(self, outgoing: Outgoing, show: Callable[[str], None] | None = None) -> Reply:
        """The reply with its draft put into words, or as it was. Never raises; within seconds.

        `show` is told how the words begin; that is in the reply if it is marked as generated, else of no worth.
        """
        ...

    async def close(self) -> None:
        """Let go of what it holds."""
        ...


class Sender:
    """Sends one reply, and keeps what became of it; `counts` and `clock` are those of the delivery."""

    def __init__(
        self,
        store: Store,
        pauses: Pauses,
        clock: Callable[[], datetime],
        counts: Counter[str],
        wording: Wording | None,
        observer: Observer,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store = store
        self._pauses = pauses
        self._clock = clock
        self._counts = counts
        self._wording = wording
        self._observer = observer
        self._pause = pause
        self._pace = Pace()
        self._settler = Settler(store)

    def wait(self, item: Outgoing, *, paced: bool) -> float:
        """Seconds until a reply may go: a workspace's pause, then the pace of its conversation and its workspace.

        What is shown to one person alone is no message in the conversation, and holds up nobody else there.
        """
        now, address = self._clock(), item.address
        if left := self._pauses.left(address, now):
            return SHORT + left * random.uniform(1.0, 1.2)  # noqa: S311 - no secret
        rates = RATES.get(address.channel)
        if rates is None:
            return 0.0
        wait = self._pace.reserve(place(address) if item.alone else place(address)[:4], rates.conversation, now)
        if paced and item.turn.startswith(DAILY):
            wait = max(wait, self._pace.reserve((address.channel, address.tenant), rates.workspace, now))
        return wait

    async def send(self, channel: Channel, item: Outgoing, seconds: float) -> float | None:
        """Send one reply within these seconds; how long to wait, when it has to be tried again.

        Raises:
            StoreUnavailableError: what became of it could not be kept.
        """
        if item.expires is not None and item.expires <= self._clock():
            log.warning("reply %s: its day is over, and it was not sent", item.id)
            await self._fail(item, "too late")
            return None
        try:
            async with asyncio.timeout(seconds):  # when the lease is over, somebody else may send it
                sent_ref = await channel.send(await self._worded(channel, item))
        except RetryLaterError as error:
            self._note(item, "again")
            if error.everywhere:
                await self._pauses.add(item.address, error.seconds, self._clock())
                return error.seconds
            return error.seconds * random.uniform(1.0, 1.2)  # noqa: S311 - no secret
        except UndeliverableError as error:
            log.warning("reply %s cannot be delivered: %s", item.id, error)
            await self._fail(item, str(error))
            if isinstance(error, GoneError) and item.turn.startswith(DAILY):
                await self._end(item, str(error))
        except Exception:
            log.exception("reply %s failed, attempt %d", item.id, item.attempts)
            if item.expires is not None or item.attempts < TRIES:
                self._note(item, "again")
                return _back_off(item.attempts)
            await self._fail(item, "tried too often")
        else:
            self._note(item, "sent")
            if sent_ref is not None:
                await self._settler.settle(item, State.SENT, sent_ref)
        return None

    async def close(self) -> None:
        """Let go of what words answers."""
        if self._wording is not None:
            await self._wording.close()

    async def _worded(self, channel: Channel, item: Outgoing) -> Outgoing:
        """The reply in other words, where it has a draft; a second try takes those that it has."""
        wording = self._wording
        if item.reply.draft is None or wording is None or item.attempts > 1:
            return item
        async with Showing(item, self._stream(channel, item), self._begun, self._pause) as showing:
            words, working = wording.word(item, showing.say), channel.working(item)
            reply, shown = await asyncio.gather(words, working, return_exceptions=True)
            if isinstance(shown, Exception):
                log.info("reply %s: nobody sees that it is being worded: %s", item.id, type(shown).__name__)
            if isinstance(reply, BaseException):
                raise reply
            return replace(await showing.ended(), reply=reply)

    def _stream(self, channel: Channel, item: Outgoing) -> Stream | None:
        """Where it is shown while it is put into words, if the platform has a way and takes that much."""
        stream, rates = channel.stream(item), RATES.get(channel.name)
        if stream is None or rates is None or rates.streams is None:
            return stream
        workspace = ("stream", channel.name, item.address.tenant)
        return stream if self._pace.take(workspace, rates.streams, self._clock()) else None

    async def _begun(self, item: Outgoing) -> None:
        await self._store.run(lambda t: t.begin(item, item.begun))

    async def _fail(self, item: Outgoing, why: str) -> None:
        self._note(item, "failed")
        await self._settler.settle(item, State.FAILED, why)

    async def _end(self, item: Outgoing, why: str) -> None:
        """End the daily quiz of somebody whom nothing reaches any more, and keep why."""

        def end(transaction: Transaction) -> bool:
            learner = transaction.learner(item.address)
            if learner.daily is None:
                return False
            told = f"my messages did not reach you any more ({why})"
            transaction.save_learner(replace(learner, daily=None, daily_ended=told), None)
            return True

        if await run_again(self._store, end, f"the end of the daily quiz of {item.turn}"):
            self._note(item, "ended")

    def _note(self, item: Outgoing, result: DeliveryResult) -> None:
        self._counts[result] += 1
        kind: DeliveryKind = "daily" if item.turn.startswith(DAILY) else "answer"
        self._observer.delivered(item.address.channel, kind, result)


def _back_off(attempts: int) -> float:
    """Seconds before the next try: doubling, with jitter so that a crowd does not come back as one."""
    return float(min(2.0 ** min(attempts, 20), SLOWEST) * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
