"""Intakes with which something is wrong."""

from bot.channels import Glance, Intake
from bot.channels.wrapped import WrappedIntake
from bot.store import StoreUnavailableError
from dialogs.dialog import Outcome
from dialogs.turn import Address, Turn


class Failing:
    """Whatever is asked of it, it raises the same."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def receive(self, turn: Turn) -> bool:
        """See `Intake`."""
        raise self._error

    async def glance(self, turn: Turn) -> Glance:
        """See `Intake`."""
        raise self._error

    async def consult(self, turn: Turn, *, counts: bool = False) -> Outcome:
        """See `Intake`."""
        raise self._error

    async def looked_up(self, address: Address, limit: int) -> tuple[str, ...]:
        """See `Intake`."""
        raise self._error


class Away(WrappedIntake):
    """Its store is away for so many turns."""

    def __init__(self, inner: Intake, turns: int) -> None:
        super().__init__(inner)
        self.turns = turns

    async def receive(self, turn: Turn) -> bool:
        """Not yet."""
        if self.turns:
            self.turns -= 1
            raise StoreUnavailableError("the disk is full")
        return await super().receive(turn)
