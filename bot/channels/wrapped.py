"""A channel, or an intake, around another one, for subclasses that change a part of what it does."""

from collections.abc import Iterable

from aiohttp import web

from bot.channels import Channel, Glance, Intake, Stream
from bot.store import Outgoing
from dialogs.dialog import Outcome
from dialogs.turn import Address, Turn


class WrappedChannel:
    """Does what `inner` does."""

    def __init__(self, inner: Channel) -> None:
        self.inner = inner

    @property
    def name(self) -> str:
        """See `Channel`."""
        return self.inner.name

    @property
    def collects(self) -> bool:
        """See `Channel`."""
        return self.inner.collects

    async def send(self, outgoing: Outgoing) -> str | None:
        """See `Channel`."""
        return await self.inner.send(outgoing)

    async def working(self, outgoing: Outgoing) -> None:
        """See `Channel`."""
        await self.inner.working(outgoing)

    def stream(self, outgoing: Outgoing) -> Stream | None:
        """See `Channel`."""
        return self.inner.stream(outgoing)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Channel`."""
        return self.inner.routes()

    async def close(self) -> None:
        """See `Channel`."""
        await self.inner.close()


class WrappedIntake:
    """Does what `inner` does."""

    def __init__(self, inner: Intake) -> None:
        self.inner = inner

    async def receive(self, turn: Turn) -> bool:
        """See `Intake`."""
        return await self.inner.receive(turn)

    async def glance(self, turn: Turn) -> Glance:
        """See `Intake`."""
        return await self.inner.glance(turn)

    async def consult(self, turn: Turn, *, counts: bool = False) -> Outcome:
        """See `Intake`."""
        return await self.inner.consult(turn, counts=counts)

    async def looked_up(self, address: Address, limit: int) -> tuple[str, ...]:
        """See `Intake`."""
        return await self.inner.looked_up(address, limit)
