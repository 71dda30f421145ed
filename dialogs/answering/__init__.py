"""Answers from the course: its own words, an offer of what is near, or an honest no."""

from dialogs.answering.answerer import Answerer
from dialogs.answering.found import Answer, Decision, Found, Offer, Refusal
from dialogs.answering.gaps import Gaps

__all__ = ["Answer", "Answerer", "Decision", "Found", "Gaps", "Offer", "Refusal"]
