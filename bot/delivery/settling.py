"""How sends went, kept for many at once: what comes in while one statement runs goes into the next."""

import asyncio

from bot.store import Outgoing, Schedule, State, Store

MOST = 200
"""Replies that one statement settles."""

Settled = tuple[Outgoing, State, str]


class Settler:
    """Marks replies as sent or failed. Alone a reply is marked at once; under load many share a statement."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Settled, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def settle(self, item: Outgoing, state: State, sent_ref: str = "") -> None:
        """Return when it is kept.

        Raises:
            StoreUnavailableError: it was not.
        """
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(((item, state, sent_ref), kept))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        await kept

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            rows = [settled for settled, _ in batch]
            try:
                await self._store.run(lambda t: Schedule(t).settle(rows))  # noqa: B023 - awaited
            except Exception as error:
                for _, kept in batch:
                    if not kept.done():
                        kept.set_exception(error)
            else:
                for _, kept in batch:
                    if not kept.done():
                        kept.set_result(None)
        self._task = None
