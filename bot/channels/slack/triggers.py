"""The moment in which Slack lets a window be opened: three seconds from a click, a command or a shortcut.

Held in memory alone. A reply that finds none (the moment is over, another process has it, nobody clicked) is a message.
"""

import asyncio

HELD = 2.5
"""Seconds for which a trigger is worth a try; Slack takes it for three."""


class Triggers:
    """Triggers by the turn that came with them."""

    def __init__(self, seconds: float = HELD) -> None:
        self._seconds = seconds
        self._held: dict[str, tuple[str, float]] = {}

    def hold(self, turn: str, trigger: str) -> None:
        """Keep a turn's trigger, for as long as it lasts."""
        now = asyncio.get_running_loop().time()
        while self._held and (oldest := next(iter(self._held.items())))[1][1] <= now:
            del self._held[oldest[0]]
        self._held.setdefault(turn, (trigger, now + self._seconds))

    def take(self, turn: str) -> str:
        """The turn's trigger, which opens one window; empty where there is none any more."""
        trigger, until = self._held.pop(turn, ("", 0.0))
        return trigger if asyncio.get_running_loop().time() < until else ""
