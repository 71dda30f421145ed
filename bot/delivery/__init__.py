"""Replies on their way, and the daily quizzes that nobody has to ask for.

`scheduler` finds whose hour has come and runs their turns; `sending` brings replies to the channels, at the pace that a
platform allows.
"""

from bot.delivery.scheduler import Scheduler
from bot.delivery.sending import BATCH, LEASE, RETENTION, TRIES, Delivery
from bot.delivery.timetable import Timetable

__all__ = ["BATCH", "LEASE", "RETENTION", "TRIES", "Delivery", "Scheduler", "Timetable"]
