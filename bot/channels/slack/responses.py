"""The short time in which a command, or a form, may be answered in the response to its own request.

It spares a command a request to Slack, and the person a moment; what does not make it goes by the response URL. A form
learns whether its window closes or says what is wrong; what does not make it is a message.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

OPEN = 0.5
"""Seconds that a response waits for its answer; Slack waits for three."""


FORM = 2.0
"""Seconds that the response to a form waits to hear whether it was filled in well."""


class Window:
    """Holds back one response until its answer is there, or for these seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        loop = asyncio.get_running_loop()
        self._offered: asyncio.Future[Mapping[str, Any]] = loop.create_future()
        self._written: asyncio.Future[bool] = loop.create_future()

    async def answer(self) -> Mapping[str, Any] | None:
        """What to respond with; `None` when time is up."""
        await asyncio.wait([self._offered], timeout=self._seconds)
        return self._offered.result() if self._offered.done() else None

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


class Windows:
    """The windows that are open, by the turn that they wait for."""

    def __init__(self, seconds: float = OPEN) -> None:
        self._seconds = seconds
        self._open: dict[str, Window] = {}

    @contextmanager
    def window(self, turn: str) -> Iterator[Window]:
        """A window for a turn, closed at the end of the block; of several the first one counts."""
        window = Window(self._seconds)
        mine = self._open.setdefault(turn, window) is window
        try:
            yield window
        finally:
            window.close(written=False)
            if mine:
                del self._open[turn]

    async def offer(self, turn: str, answer: Mapping[str, Any]) -> bool:
        """Whether this was responded with, to the request that told of the turn."""
        window = self._open.get(turn)
        return window is not None and await window.offer(answer)
