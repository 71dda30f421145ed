"""Replies on their way, and what comes by the clock: daily quizzes, and the end of questions for everybody.

`scheduler` finds whose hour has come and runs their turns; `polls` counts, closes and settles; each is a `clockwork`.
`sending` brings replies to the channels in their order, `sender` each of them, at the pace that a platform allows,
`showing` how it begins while it is put into words; `sweeping` looks for what was left behind.
"""

from bot.delivery.polls import PollKeeper
from bot.delivery.scheduler import Scheduler
from bot.delivery.sender import TRIES
from bot.delivery.sending import BATCH, LEASE, Delivery
from bot.delivery.sweeping import RETENTION, Sweeper
from bot.delivery.timetable import Timetable

__all__ = ["BATCH", "LEASE", "RETENTION", "TRIES", "Delivery", "PollKeeper", "Scheduler", "Sweeper", "Timetable"]
