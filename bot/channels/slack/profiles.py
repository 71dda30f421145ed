"""First names and time zones, asked of Slack beside the turns and known from the next one on."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from bot.channels.slack.tasks import Tasks
from bot.recent import Recent
from dialogs.turn import Profile

log = logging.getLogger(__name__)

FRESH = timedelta(days=1)
AFTER_A_FAULT = timedelta(minutes=10)
MOST = 10_000
"""People who are remembered; the one who was asked about longest ago is forgotten first."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
UNKNOWN = Profile()
_Person = tuple[str, str]


class _Names(BaseModel):
    first_name: Name = ""
    real_name: Name = ""


class _User(BaseModel):
    tz: str | None = None
    profile: _Names = _Names()


class UserInfo(BaseModel):
    """What `users.info` answers."""

    user: _User

    def read(self) -> Profile:
        """The first name, and the zone."""
        names = self.user.profile
        first = names.first_name or names.real_name.partition(" ")[0]
        return Profile(first, self.user.tz or "")


class Profiles:
    """Remembers profiles for a day."""

    def __init__(
        self, fetch: Callable[[str, str], Awaitable[Profile]], tasks: Tasks, clock: Callable[[], datetime]
    ) -> None:
        self._fetch = fetch
        self._tasks = tasks
        self._clock = clock
        self._known: Recent[_Person, tuple[Profile, datetime]] = Recent(MOST)

    def of(self, tenant: str, user: str) -> Profile:
        """What is known now; where that is nothing or old, it is asked for, and nobody waits."""
        now = self._clock()
        person = (tenant, user)
        profile, until = self._known.get(person, (UNKNOWN, now))
        if until <= now:
            self._known[person] = profile, now + AFTER_A_FAULT
            self._tasks.start(self._learn(person))
        return profile

    async def _learn(self, person: _Person) -> None:
        try:
            profile = await self._fetch(*person)
        except Exception as error:
            log.warning("slack: no profile of %s: %s", person[1], type(error).__name__)
        else:
            self._known[person] = profile, self._clock() + FRESH
