"""Secrets that end on a day: known where an owner says which, and warned of in time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.checkup import Finding, fault, fine
from bot.settings import Settings

log = logging.getLogger(__name__)

NEAR = timedelta(days=30)
"""How long before its end a secret is warned of."""

EVERY = timedelta(hours=24)

_SECRETS = {
    "teams_app_password": (
        "teams_secret_expires",
        "In the Azure portal, the bot's Configuration, Manage Password, make another client secret; put its Value into"
        " TEAMS_APP_PASSWORD and its day into TEAMS_SECRET_EXPIRES, restart, and then delete the old one.",
    ),
    "llm_api_key": (
        "llm_key_expires",
        "Make another key; put it into LLM_API_KEY and its day into LLM_KEY_EXPIRES, and restart.",
    ),
}


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a secret ends: at the beginning of the day that was told, in UTC, or never heard of."""

    secret: str
    setting: str
    at: datetime | None
    remedy: str

    def finding(self, now: datetime) -> Finding:
        """What there is to say of it."""
        if self.at is None:
            return fine(self.secret, f"may end on a day that nobody has told; put it into {self.setting} to be warned")
        left = self.at - now
        day = f"{self.at:%d %B %Y}"
        if left <= timedelta(0):
            return fault(self.secret, f"ended on {day}", self.remedy)
        if left <= NEAR:
            days = f"{left.days} day{'' if left.days == 1 else 's'}" if left.days else "less than a day"
            return Finding(self.secret, "warning", f"ends on {day}, in {days}", self.remedy)
        return fine(self.secret, f"ends on {day}")


def expiries(settings: Settings) -> tuple[Expiry, ...]:
    """Those of the secrets that are set."""
    found = []
    for secret, (setting, remedy) in _SECRETS.items():
        day = getattr(settings, setting)
        if getattr(settings, secret).get_secret_value():
            at = None if day is None else datetime.combine(day, time(), UTC)
            found.append(Expiry(secret.upper(), setting.upper(), at, remedy))
    return tuple(found)


async def watch(
    found: Sequence[Expiry],
    clock: Callable[[], datetime],
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Log those that end soon or have ended, now and every day, for ever."""
    while True:
        for finding in (expiry.finding(clock()) for expiry in found):
            if finding.verdict == "fault":
                log.error("%s %s. %s", finding.check, finding.told, finding.remedy)
            elif finding.verdict == "warning":
                log.warning("%s %s. %s", finding.check, finding.told, finding.remedy)
        await pause(EVERY.total_seconds())
