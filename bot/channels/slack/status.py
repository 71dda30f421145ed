"""A working state under what was written, while the answer takes longer than a moment.

Where a language model words the answer it stands there until a first sentence can be shown, and where an answer cannot
grow (see `streams`), until it is whole.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

AFTER = 0.3
"""Seconds of silence after which somebody wonders."""

MOST = 1.0
"""Seconds that an answer waits for a state that is on its way, which would else stay; Slack ends it with the answer."""

READING: Mapping[str, Any] = {
    "status": "is looking it up…",
    "loading_messages": ["Reading your question…", "Looking it up in the course…", "Almost there…"],
}
WORDING: Mapping[str, Any] = {
    "status": "is putting it into words…",
    "loading_messages": ["Looking it up in the course…", "Putting it into words…", "Checking every sentence…"],
}

Show = Callable[[str, Mapping[str, Any]], Awaitable[None]]


class _Wait:
    """One turn that is not answered yet."""

    def __init__(self, tenant: str, where: Mapping[str, Any], says: Mapping[str, Any]) -> None:
        self.tenant = tenant
        self.where = where
        self.says = says
        self.timer: asyncio.TimerHandle | None = None
        self.shown: asyncio.Task[None] | None = None


class Waiting:
    """The turns that wait for their answer; `show` calls Slack for a workspace and handles its own faults."""

    def __init__(self, show: Show, after: float = AFTER) -> None:
        self._show = show
        self._after = after
        self._waits: dict[str, _Wait] = {}

    def begin(self, turn: str, tenant: str, where: Mapping[str, Any], says: Mapping[str, Any] = READING) -> bool:
        """Show it in a moment; `False` where that is under way, and then only what it says may change."""
        if (known := self._waits.get(turn)) is not None:
            known.says = says
            return False
        wait = self._waits[turn] = _Wait(tenant, where, says)
        wait.timer = asyncio.get_running_loop().call_later(self._after, self._fire, turn, wait)
        return True

    def _fire(self, turn: str, wait: _Wait) -> None:
        wait.shown = asyncio.create_task(self._run(turn, wait))

    async def _run(self, turn: str, wait: _Wait) -> None:
        try:
            await self._show(wait.tenant, {**wait.where, **wait.says})
        finally:
            if self._waits.get(turn) is wait:
                del self._waits[turn]

    async def end(self, turn: str) -> None:
        """The answer comes now, or never: nothing is shown any more once this returns."""
        wait = self._waits.pop(turn, None)
        if wait is None or wait.timer is None:
            return
        wait.timer.cancel()
        if wait.shown is not None:
            await asyncio.wait([wait.shown], timeout=MOST)

    async def close(self) -> None:
        """Show nothing any more."""
        for turn in tuple(self._waits):
            await self.end(turn)
