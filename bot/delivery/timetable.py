"""When a learner's next daily quiz is due, spread over a window."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogs.days import next_due
from dialogs.learner import Learner


@dataclass(frozen=True, slots=True)
class Timetable:
    """Spreads those who chose the same hour over a `window` from it.

    Where in the window somebody is follows from who they are, so that at each moment of it every workspace is served
    in proportion to its learners, and a small one never waits behind a large one.
    """

    window: timedelta = timedelta(minutes=10)

    def due(self, learner: Learner, passed: datetime | None = None) -> datetime | None:
        """The next time after what was last offered; with `passed`, after that time as well."""
        at = next_due(learner, passed)
        return None if at is None else at + self.window * _share(learner)


USUAL = Timetable()


def _share(learner: Learner) -> float:
    name = f"{learner.channel}/{learner.tenant}/{learner.user}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) / 2**32
