"""Answers from the course: its own words, an offer of what is near, or an honest no."""

from content.statistics import Share
from dialogs.answering.answerer import Answer, Answerer, Found, Offer, Refusal
from dialogs.answering.evaluation import (
    Expected,
    IntentReport,
    Line,
    Miss,
    Report,
    evaluate,
    evaluate_intents,
)
from dialogs.answering.gaps import Gaps

__all__ = [
    "Answer",
    "Answerer",
    "Expected",
    "Found",
    "Gaps",
    "IntentReport",
    "Line",
    "Miss",
    "Offer",
    "Refusal",
    "Report",
    "Share",
    "evaluate",
    "evaluate_intents",
]
