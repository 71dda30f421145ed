"""The daily quiz: a learner's wish for it, its form, and its coming on the day."""

from dialogs.daily.dialog import DailyDialog

__all__ = ["DailyDialog"]
