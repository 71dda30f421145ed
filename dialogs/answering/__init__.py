"""Answers from the course: its own words, an offer of what is near, or an honest no."""

from content.statistics import Share
from dialogs.answering.answerer import Answer, Answerer, Decision, Found, Offer, Refusal
from dialogs.answering.evaluation import (
    Area,
    Expected,
    IntentReport,
    Line,
    Miss,
    Report,
    evaluate,
    evaluate_intents,
)
from dialogs.answering.explanation import Explanation, Verdict, explain
from dialogs.answering.wording import said

__all__ = [
    "Answer",
    "Answerer",
    "Area",
    "Decision",
    "Expected",
    "Explanation",
    "Found",
    "IntentReport",
    "Line",
    "Miss",
    "Offer",
    "Refusal",
    "Report",
    "Share",
    "Verdict",
    "evaluate",
    "evaluate_intents",
    "explain",
    "said",
]
