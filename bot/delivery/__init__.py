"""Replies on their way, and what comes by the clock: daily quizzes, and the end of questions for everybody.

`scheduler` finds whose hour has come and runs their turns; `polls` counts, closes and settles; `sending` brings replies
to the channels, at the pace that a platform allows.
"""

from bot.delivery.polls import PollKeeper
from bot.delivery.scheduler import Scheduler
from bot.delivery.sending import BATCH, LEASE, RETENTION, TRIES, Delivery
from bot.delivery.timetable import Timetable

__all__ = ["BATCH", "LEASE", "RETENTION", "TRIES", "Delivery", "PollKeeper", "Scheduler", "Timetable"]
