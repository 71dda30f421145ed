"""A round of questions: which ones, how far it has come, and how it is shown. Quiz and daily share it."""

from dialogs.rounds.round import DIALOG, Kind, Round, busy, onward
from dialogs.rounds.showing import SURENESS, answering, asking, begin, begin_daily, heading, sureness, ways_out
from dialogs.rounds.summary import forecast, in_a_row, summary, upcoming

__all__ = [
    "DIALOG",
    "SURENESS",
    "Kind",
    "Round",
    "answering",
    "asking",
    "begin",
    "begin_daily",
    "busy",
    "forecast",
    "heading",
    "in_a_row",
    "onward",
    "summary",
    "sureness",
    "upcoming",
    "ways_out",
]
