"""Tasks that nobody waits for, until the end."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """Keeps what was started, which asyncio by itself does not."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run this beside everything else; it handles its own faults."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def finish(self, seconds: float) -> None:
        """Let them end by themselves; those that do not in time are cancelled."""
        if not self._running:
            return
        _, late = await asyncio.wait(set(self._running), timeout=seconds)
        for task in late:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
