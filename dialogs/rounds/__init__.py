"""A round of questions: which ones, how far it has come, and how it is shown. Quiz and daily share it."""

from dialogs.rounds.round import DIALOG, Round, busy, onward, ticked_off
from dialogs.rounds.showing import ASIDE, answering, asking, begin, begin_daily, heading, leading_back, sureness
from dialogs.rounds.summary import summary, upcoming

__all__ = [
    "ASIDE",
    "DIALOG",
    "Round",
    "answering",
    "asking",
    "begin",
    "begin_daily",
    "busy",
    "heading",
    "leading_back",
    "onward",
    "summary",
    "sureness",
    "ticked_off",
    "upcoming",
]
