"""The figures for a program."""

from typing import Any

from bot.cli.items.gathering import Item
from bot.store.items import Told
from content.model import Course
from content.statistics import ACT_FROM, SHOW_FROM, Share, band
from dialogs.feedback import REASONS

SCHEMA = 1
"""Raised when a field goes or changes its meaning; new fields may come."""


def document(course: Course, chosen: list[Item]) -> dict[str, Any]:
    """Every revision of the chosen questions, as JSON."""
    return {
        "schema": SCHEMA,
        "course": course.id,
        "show_from": SHOW_FROM,
        "act_from": ACT_FROM,
        "items": [_entry(one) for one in chosen],
    }


def _entry(one: Item) -> dict[str, Any]:
    """One revision; a figure that is not told is null."""
    made, tally, question = one.figures, one.tally, one.question
    r = made.discrimination
    return {
        "item": tally.question,
        "revision": tally.revision,
        "current": one.current,
        "objective": question.objective if question else None,
        "kind": question.kind if question and one.current else None,
        "answers": tally.answers,
        "shown": made.shown,
        "expected_difficulty": question.difficulty if question and one.current else None,
        "difficulty": None if made.difficulty is None else _share(made.difficulty),
        "discrimination": None if r is None else {"value": _rounded(r), "band": band(r), "learners": made.compared},
        "parts": [
            {"letter": part.letter, "text": part.text, "key": part.key, "dead": part.dead} | _share(part.share)
            for part in made.parts
        ],
        "hints": None
        if made.hinted is None or made.hints_each is None
        else {"used": _share(made.hinted), "mean": _rounded(made.hints_each)},
        "sure_when_wrong": None
        if made.sure_when_wrong is None
        else {"mean": _rounded(made.sure_when_wrong), "answers": made.mistaken},
        "challenges": {"count": made.challenges, "reasons": dict(tally.reasons)},
        "told": [_message(message) for message in one.told],
        "flags": [{"flag": flag.name, "short": flag.short, "advice": flag.advice} for flag in made.flags],
        "urgency": ("act" if made.urgent else "watch") if made.flags else None,
    }


def _message(message: Told) -> dict[str, Any]:
    return {
        "kind": message.kind,
        "reason": message.reason,
        "reason_text": REASONS[message.kind].get(message.reason, message.reason),
        "words": message.words,
        "at": message.at.isoformat(),
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"count": share.hits, "value": _rounded(share.value), "low": _rounded(low), "high": _rounded(high)}


def _rounded(value: float) -> float:
    return round(value, 4)
