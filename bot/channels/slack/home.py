"""The Home tab, kept as things are: drawn when it is opened, and anew after a turn that changed what it shows.

Only for those who have ever opened it. It is drawn from what is kept at that moment, one drawing at a time for each
person; and whoever has drawn looks whether something was kept meanwhile, so that of several processes the last one to
draw draws what holds. A burst of turns is drawn once.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from weakref import WeakValueDictionary

from bot.channels import Intake, RetryLaterError
from bot.channels.slack.reading import NAME
from bot.channels.slack.tasks import Tasks
from bot.recent import Recent
from dialogs.reply import Reply
from dialogs.turn import Address, Open, Turn

log = logging.getLogger(__name__)

REST = 1.0
"""Seconds in which further changes join one drawing."""

ROUNDS = 3
"""Drawings in a row, where each time something else was kept meanwhile; the next turn has it drawn again."""

LONGEST = 60.0
"""Seconds after which a drawing that Slack had no time for is tried again at the latest."""

AGAIN = 300.0
"""Seconds after which somebody who did not use the tab is looked up anew: another process may have shown it to them."""

MOST = 10_000
"""People of whom it is known whether they use the tab; the one seen longest ago is forgotten first."""

Person = tuple[str, str]
Publish = Callable[[Address, Reply], Awaitable[None]]


class Homes:
    """Draws Home tabs. `publish` shows a view to the person at an address."""

    def __init__(
        self,
        intake: Intake,
        publish: Publish,
        tasks: Tasks,
        clock: Callable[[], datetime],
        rest: float = REST,
    ) -> None:
        self._intake = intake
        self._publish = publish
        self._tasks = tasks
        self._clock = clock
        self._rest = rest
        self._users: Recent[Person, str] = Recent(MOST)
        self._others: Recent[Person, float] = Recent(MOST)
        self._drawn: Recent[Person, int] = Recent(MOST)
        self._due: set[Person] = set()
        self._locks: WeakValueDictionary[Person, asyncio.Lock] = WeakValueDictionary()
        self._closing = asyncio.Event()

    async def show(self, address: Address) -> None:
        """Draw the tab of somebody who has opened it; raises as `publish` does."""
        person = address.tenant, address.user
        if address.direct:
            self._uses(person, address.conversation)
        self._drawn.pop(person, None)
        await self._draw(person)

    def changed(self, address: Address) -> None:
        """Something may have changed for this person: the tab is drawn soon, if they use it and it did."""
        person = address.tenant, address.user
        if person in self._due or self._others.get(person, 0.0) > asyncio.get_running_loop().time():
            return
        self._due.add(person)
        self._tasks.start(self._soon(person, self._rest))

    def close(self) -> None:
        """Draw at once what is to be drawn."""
        self._closing.set()

    async def _soon(self, person: Person, wait: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._closing.wait()
        self._due.discard(person)
        if self._closing.is_set() and person not in self._users:
            return
        try:
            await self._draw(person)
        except RetryLaterError as error:
            if person not in self._due and not self._closing.is_set():
                self._due.add(person)
                self._tasks.start(self._soon(person, min(error.seconds, LONGEST)))
        except Exception as error:
            log.warning("slack: the Home tab of %s was not drawn: %s", person[1], error or type(error).__name__)

    async def _draw(self, person: Person) -> None:
        async with self._locks.setdefault(person, asyncio.Lock()):
            for _ in range(ROUNDS):
                at = Address(NAME, *person, self._users.get(person, ""))
                seen = await self._intake.glance(Turn("", at, Open("home"), self._clock()))
                learner = seen.learner
                direct = at.conversation or (learner.home.conversation if learner.home and learner.sees_home else "")
                if not direct:
                    self._uses_not(person)
                    return
                self._uses(person, direct)
                if self._drawn.get(person) == learner.version:
                    return
                for reply in seen.replies():
                    await self._publish(replace(at, conversation=direct), reply)
                self._drawn[person] = learner.version

    def _uses(self, person: Person, direct: str) -> None:
        """Remember the direct message of somebody who uses the tab."""
        self._others.pop(person, None)
        self._users[person] = direct

    def _uses_not(self, person: Person) -> None:
        self._others[person] = asyncio.get_running_loop().time() + AGAIN
