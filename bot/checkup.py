"""What `chat-tutor doctor` finds: one line for each thing looked at, and what to do about it."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal

SKEW = 60.0
"""Seconds that this machine's clock may differ from a platform's; signatures are refused beyond five minutes."""

Verdict = Literal["fine", "warning", "fault", "off"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `remedy` says what to do now; empty where nothing is to be done."""

    check: str
    verdict: Verdict
    told: str
    remedy: str = ""


Findings = AsyncIterator[Finding]


def fine(check: str, told: str) -> Finding:
    """It is as it should be."""
    return Finding(check, "fine", told)


def fault(check: str, told: str, remedy: str) -> Finding:
    """It does not work like this."""
    return Finding(check, "fault", told, remedy)


def clock_skew(check: str, headers: Mapping[str, str], now: datetime) -> Finding | None:
    """How far this machine's clock is from that of a server which says the time; `None` where it says none."""
    try:
        there = parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return None
    seconds = (now - there).total_seconds()
    if abs(seconds) <= SKEW:
        return fine(check, f"within {SKEW:g} s of theirs")
    return fault(
        check,
        f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} theirs",
        "Set this machine's clock, and keep it by NTP: signatures and tokens that look old are refused.",
    )
