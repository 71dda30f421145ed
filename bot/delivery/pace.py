"""How fast a platform may be written to.

Limits as the platforms state them: Slack takes about a message a second in a channel, and has a limit for each
workspace that it does not state; Teams takes 7 in a second, 60 in 30 seconds and 1,800 in an hour in a conversation,
and 50 a second in a tenant, 30 by older texts. What goes beyond them is answered with 429, which `pauses` honours.
In a workspace of Slack's 20 streams a minute can begin and end (its tier 2), and be added to 100 times (tier 4).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime

MOST = 50_000
"""Places whose pace is remembered before those that have rested are forgotten."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second in the long run, and so many at once."""

    a_second: float
    at_once: int


@dataclass(frozen=True, slots=True)
class Rates:
    """For each process: of everything in one conversation, and in one workspace of what nobody asked for.

    `streams`: of messages in one workspace that grow while they are put into words; the others are sent whole.
    """

    conversation: Rate
    workspace: Rate
    streams: Rate | None = None


RATES: Mapping[str, Rates] = {
    "slack": Rates(Rate(1.0, 10), Rate(20.0, 20), Rate(20 / 60, 10)),
    "teams": Rates(Rate(2.0, 7), Rate(25.0, 25)),
}


class Pace:
    """Token buckets (a place earns its rate and saves up at most a burst), one for each place.

    A place whose burst is whole again is as good as one that was never written to, and need not be remembered.
    """

    def __init__(self) -> None:
        self._whole_at: dict[Hashable, float] = {}
        self._most = MOST

    def take(self, place: Hashable, rate: Rate, now: datetime) -> bool:
        """Take a turn at a place, if it comes at once."""
        if self._next(place, rate, now)[1] > 0:
            return False
        self.reserve(place, rate, now)
        return True

    def reserve(self, place: Hashable, rate: Rate, now: datetime) -> float:
        """Take a turn at a place; seconds until it comes, 0 while the burst lasts."""
        self._whole_at[place], wait = self._next(place, rate, now)
        if len(self._whole_at) > self._most:
            self._forget(now.timestamp())
        return wait

    def _next(self, place: Hashable, rate: Rate, now: datetime) -> tuple[float, float]:
        """When the burst is whole again after one more turn, and the seconds until that turn comes."""
        at, each = now.timestamp(), 1 / rate.a_second
        whole_at = max(self._whole_at.get(place, 0.0), at) + each
        wait = round(whole_at - rate.at_once * each - at, 3)  # finer, sums of floats are not exact
        return whole_at, max(0.0, wait)

    def _forget(self, at: float) -> None:
        """Forget who has rested, and look again only when there are twice as many as are left."""
        self._whole_at = {place: whole_at for place, whole_at in self._whole_at.items() if whole_at > at}
        self._most = max(MOST, 2 * len(self._whole_at))
