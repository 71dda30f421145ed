"""What everything needs that goes by the clock."""

from dataclasses import dataclass
from time import perf_counter

from bot.delivery.sending import Delivery
from bot.delivery.timetable import USUAL, Timetable
from bot.observing import UNOBSERVED, Observer, TurnResult, within
from bot.router import Router
from bot.store import Store


@dataclass(frozen=True)
class Clockwork:
    """Runs turns that nobody typed, for the channels of the `delivery`, and by its clock."""

    store: Store
    router: Router
    delivery: Delivery
    timetable: Timetable = USUAL
    observer: Observer = UNOBSERVED

    def note(self, turn: str, channel: str, dialog: str, result: TurnResult, began: float, among: int = 1) -> None:
        """Tell the observer what became of a turn that began then, by `perf_counter`, `among` so many at once."""
        with within(turn):
            self.observer.turn(channel, dialog, result, (perf_counter() - began) / among)
