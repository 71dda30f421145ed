"""A channel whose sends are counted."""

from time import perf_counter

from bot.channels import Channel, RetryLaterError, UndeliverableError
from bot.channels.wrapped import WrappedChannel
from bot.observing import Observer, SendResult
from bot.store import Outgoing


class ObservedChannel(WrappedChannel):
    """Does what the channel does, and tells the observer how each send went."""

    def __init__(self, channel: Channel, observer: Observer) -> None:
        super().__init__(channel)
        self._observer = observer

    async def send(self, outgoing: Outgoing) -> str | None:
        """See `Channel`."""
        began = perf_counter()
        result: SendResult = "failed"
        try:
            reference = await super().send(outgoing)
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
