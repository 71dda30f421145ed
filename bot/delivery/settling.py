"""How sends went, kept for many at once: what comes in while one statement runs goes into the next."""

import asyncio
import logging

from bot.store import Outgoing, Schedule, State, Store, StoreUnavailableError

log = logging.getLogger(__name__)

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
            Exception: the database refuses it; the next sweep sends it again.
        """
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(((item, state, sent_ref), kept))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        await kept

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                await self._kept([settled for settled, _ in batch])
            except StoreUnavailableError as error:
                _tell(batch, error)
            except Exception:
                for one in batch:  # one of them has values that no database takes: the others are not to suffer
                    await self._apart(*one)
            else:
                _tell(batch, None)
        self._task = None

    async def _kept(self, rows: list[Settled]) -> None:
        await self._store.run(lambda t: Schedule(t).settle(rows))

    async def _apart(self, settled: Settled, kept: "asyncio.Future[None]") -> None:
        """Settle one; where what its platform said of it is refused, without that."""
        item, state, _ = settled
        failure: Exception | None = None
        for row in (settled, (item, state, "")):
            try:
                await self._kept([row])
            except Exception as error:
                failure = error
                log.warning("reply %s: what became of it was refused: %s", item.id, type(error).__name__)
            else:
                failure = None
                break
        _tell([(settled, kept)], failure)


def _tell(batch: list[tuple[Settled, "asyncio.Future[None]"]], failure: Exception | None) -> None:
    for _, kept in batch:
        if kept.done():
            continue
        if failure is None:
            kept.set_result(None)
        else:
            kept.set_exception(failure)
