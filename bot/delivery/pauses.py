"""Workspaces that asked to be left alone for a while, as all processes know them."""

from datetime import datetime, timedelta

from bot.store import Schedule, Store
from dialogs.turn import Address

Workspace = tuple[str, str]


class Pauses:
    """What a 429 asked for, in a row that every process reads again each second."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._until: dict[Workspace, datetime] = {}

    def left(self, address: Address, now: datetime) -> float:
        """Seconds for which nothing is to be sent there."""
        until = self._until.get((address.channel, address.tenant))
        return max(0.0, (until - now).total_seconds()) if until is not None else 0.0

    async def add(self, address: Address, seconds: float, now: datetime) -> None:
        """Nothing is sent to this workspace for so long, by any process."""
        where, until = (address.channel, address.tenant), now + timedelta(seconds=seconds)
        if until <= self._until.get(where, now):
            return
        self._until[where] = until
        await self._store.run(lambda t: Schedule(t).pause(*where, until))

    async def refresh(self, now: datetime) -> None:
        """Read what other processes were asked for."""
        self._until = await self._store.run(lambda t: Schedule(t).pauses(now))
