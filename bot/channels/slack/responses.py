"""Responses to a command, or to a form, that are held back for a moment, so that the answer can go into them.

It spares a command a request to Slack, and the person a moment; what is late goes by the response URL. A form learns
whether its window closes or says what is wrong; what is late is a message.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

COMMAND = 0.5
"""Seconds that the response to a command waits for its answer; Slack waits for three."""

FORM = 2.0
"""Seconds that the response to a form waits to hear whether it was filled in well."""


class HeldResponse:
    """One response, held back until its answer is there, or for these seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        loop = asyncio.get_running_loop()
        self._offered: asyncio.Future[Mapping[str, Any]] = loop.create_future()
        self._written: asyncio.Future[bool] = loop.create_future()

    async def answer(self) -> Mapping[str, Any] | None:
        """What to respond with; `None` when time is up."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._offered
        except TimeoutError:  # what is offered from now on is too late
            return None

    async def offer(self, answer: Mapping[str, Any]) -> bool:
        """Whether this was responded with; only one answer can be."""
        if self._offered.done() or self._written.done():
            return False
        self._offered.set_result(answer)
        return await self._written

    def close(self, *, written: bool) -> None:
        """The response is out, or never will be; what was said first holds."""
        if not self._written.done():
            self._written.set_result(written)


class HeldResponses:
    """The responses that are held back, by the turn whose answer they wait for."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._held: dict[str, HeldResponse] = {}

    @contextmanager
    def hold(self, turn: str) -> Iterator[HeldResponse]:
        """The response to the request of a turn, given up at the end of the block; of several the first one counts."""
        response = HeldResponse(self._seconds)
        mine = self._held.setdefault(turn, response) is response
        try:
            yield response
        finally:
            response.close(written=False)
            if mine:
                del self._held[turn]

    async def offer(self, turn: str, answer: Mapping[str, Any]) -> bool:
        """Whether this was responded with, to the request that told of the turn."""
        response = self._held.get(turn)
        return response is not None and await response.offer(answer)
