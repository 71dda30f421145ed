"""A channel whose sends are counted."""

from collections.abc import Iterable
from time import perf_counter

from aiohttp import web

from bot.channels import Channel, RetryLaterError, UndeliverableError
from bot.observing import Observer, SendResult
from bot.store import Outgoing


class ObservedChannel:
    """Does what the channel does, and tells the observer how each send went."""

    def __init__(self, channel: Channel, observer: Observer) -> None:
        self._channel = channel
        self._observer = observer

    @property
    def name(self) -> str:
        """See `Channel`."""
        return self._channel.name

    @property
    def collects(self) -> bool:
        """See `Channel`."""
        return self._channel.collects

    async def send(self, outgoing: Outgoing) -> str | None:
        """See `Channel`."""
        began = perf_counter()
        result: SendResult = "failed"
        try:
            reference = await self._channel.send(outgoing)
            result = "sent"
        except RetryLaterError as error:
            result = "throttled"
            self._observer.throttled(self.name, error.seconds)
            raise
        except UndeliverableError:
            result = "undeliverable"
            raise
        finally:
            self._observer.sent(self.name, result, perf_counter() - began)
        return reference

    async def working(self, outgoing: Outgoing) -> None:
        """See `Channel`."""
        await self._channel.working(outgoing)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Channel`."""
        return self._channel.routes()

    async def close(self) -> None:
        """See `Channel`."""
        await self._channel.close()
