"""One question for everybody in a place: answered privately, counted when it is closed; and an opt-in board."""

from dialogs.poll.board import ROUNDS
from dialogs.poll.dialog import CLOSE, COUNT, END, SHOW, PollDialog
from dialogs.poll.showing import NAME

__all__ = ["CLOSE", "COUNT", "END", "NAME", "ROUNDS", "SHOW", "PollDialog"]
