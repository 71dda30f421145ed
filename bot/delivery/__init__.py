"""Replies on their way, and the daily quizzes that nobody has to ask for.

`scheduler` finds whose hour has come and runs their turns. `sending` brings replies to the channels in their order,
`sender` each of them, at the pace that a platform allows; `sweeping` looks for what was left behind.
"""

from bot.delivery.scheduler import Scheduler
from bot.delivery.sender import TRIES
from bot.delivery.sending import BATCH, LEASE, Delivery
from bot.delivery.sweeping import RETENTION, Sweeper
from bot.delivery.timetable import Timetable

__all__ = ["BATCH", "LEASE", "RETENTION", "TRIES", "Delivery", "Scheduler", "Sweeper", "Timetable"]
