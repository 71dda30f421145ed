"""The daily quiz by the clock: whose hour has come gets a turn that nobody typed.

A turn's id, `daily:<day>:<learner>`, is its claim, as with every other turn. Learners are taken in batches, each in one
transaction that saves them with their next time; so a process that dies loses nothing, and several share the work.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import NamedTuple

from bot.delivery.clockwork import Clockwork
from bot.delivery.sending import LEASE
from bot.observing import TurnResult, within
from bot.store import Outgoing, Schedule, StoreUnavailableError, Transaction
from bot.store.retrying import going_on, run_again
from bot.store.rows import TornError, UnreadableError
from bot.store.schedule import DAILY, Unread
from dialogs.days import called, last_call
from dialogs.dialog import Outcome
from dialogs.learner import Conversation, Learner
from dialogs.reply import Reply
from dialogs.turn import Address, Daily, Turn

log = logging.getLogger(__name__)

BATCH = 50
MOST_ON_THE_WAY = 400
"""Replies that a process has on their way before it takes up no more learners; well within what a lease lasts."""

EVERY = 1.0
"""Seconds between looks at who is due."""

FOREIGN = timedelta(minutes=1)
"""How long learners wait whom only a newer version can read, so that a process of that version takes them up."""

TORN = timedelta(days=1)
"""How long those wait whom nobody can read; also those whose turn cannot be kept."""

NAMED = 10
"""Learners that a line of the log names at the most."""


class _Taken(NamedTuple):
    """How many learners were due, the replies to send, turn by turn, and each turn's id, dialog and result.

    `foreign` of the learners cannot be read by this version, and wait.
    """

    due: int
    foreign: Sequence[Unread] = ()
    outgoing: Sequence[Sequence[Outgoing]] = ()
    notes: Sequence[tuple[str, str, TurnResult]] = ()


@dataclass(frozen=True, slots=True)
class _Call:
    """One learner's quiz of one day."""

    learner: Learner
    home: Address
    day: date

    @property
    def turn(self) -> str:
        who = self.learner
        return f"{DAILY}{self.day}:{who.channel}:{who.tenant}:{who.user}"


class Scheduler(Clockwork):
    """Runs the turns of those whose daily quiz is due."""

    async def run(self) -> None:
        """Look for ever, whatever fails."""
        while True:
            found = 0
            with going_on("daily"):
                found = await self.step()
            if found:
                await self.delivery.room(MOST_ON_THE_WAY)
            else:
                await asyncio.sleep(EVERY)

    async def step(self, limit: int = BATCH) -> int:
        """Take up a batch of each channel; how many learners were due."""
        found = 0
        for channel in self.delivery.channels:
            began = perf_counter()
            taken = await self._taken(channel, limit)
            _tell(taken.foreign)
            for replies in taken.outgoing:
                self.delivery.dispatch(replies)
            for turn, dialog, result in taken.notes:
                self.note(turn, channel, dialog, result, began, len(taken.notes))
            found += taken.due
        return found

    async def _taken(self, channel: str, limit: int) -> _Taken:
        """A batch; where it fails, half of it; where one learner alone fails, nobody until tomorrow for them."""
        batch: list[Learner] = []
        try:
            work = partial(self._process, channel=channel, limit=limit, batch=batch)
            return await run_again(self.store, work, "a batch of daily quizzes")
        except StoreUnavailableError:
            raise
        except UnreadableError as error:
            who = f"of {limit}" if limit > 1 else ", ".join(map(_named, batch))
            log.log(logging.INFO if limit > 1 else logging.WARNING, "daily: a batch %s failed: %s", who, error)
            later = _wait(error)
        except Exception:
            log.exception("daily: a batch of %d failed", limit)
            later = TORN
        if limit > 1:
            return await self._taken(channel, limit // 2)
        now = self.delivery.clock()
        await self.store.run(lambda t: Schedule(t).skip(batch, now, now + later))
        return _Taken(len(batch))

    def _process(self, transaction: Transaction, channel: str, limit: int, batch: list[Learner]) -> _Taken:
        """Serve whoever is due; should it fail, `batch` says who that was, and not who else is due first by then."""
        schedule, now = Schedule(transaction), self.delivery.clock()
        learners, foreign = schedule.due(channel, now, limit)
        batch[:] = learners
        calls = {call.turn: call for call in _calls(learners, now)}
        new = schedule.accept(list(calls), now)
        taken = [call for turn, call in calls.items() if turn in new]
        conversations = schedule.conversations([call.home for call in taken])
        changed: list[Learner] = []
        opened: list[Conversation] = []
        said: dict[str, tuple[Address, Sequence[Reply], datetime]] = {}
        notes: list[tuple[str, str, TurnResult]] = []
        for call, conversation in zip(taken, conversations, strict=True):
            turn = Turn(call.turn, call.home, Daily(call.day), now)
            outcome = self._routed(turn, call.learner, conversation)
            if outcome is None:
                notes.append((turn.id, "", "failed"))
                continue
            notes.append((turn.id, outcome.dialog, "answered" if outcome.replies else "silent"))
            if outcome.learner is not None and outcome.learner != call.learner:
                changed.append(outcome.learner)
            if outcome.conversation is not None and outcome.conversation != conversation:
                opened.append(outcome.conversation)
            if outcome.replies:
                said[turn.id] = (call.home, outcome.replies, last_call(call.learner, call.day))
        schedule.save_learners([(learner, self.timetable.due(learner)) for learner in changed])
        saved = {_key(learner) for learner in changed}
        left = [learner for learner in learners if _key(learner) not in saved]
        schedule.put_off([(learner, self.timetable.due(learner, now)) for learner in left])
        schedule.put_off([(learner, now + _wait(why)) for learner, why in foreign])
        schedule.save_conversations(opened, now.date())
        schedule.withdraw([address for address, _, _ in said.values()])
        outgoing = schedule.queue(said, now, LEASE)
        return _Taken(len(learners) + len(foreign), foreign, outgoing, notes)

    def _routed(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """What comes of a turn; `None` where its dialog failed, which is logged under its id."""
        with within(turn.id):
            try:
                return self.router.route(turn, learner, conversation)
            except Exception:
                log.exception("turn %s failed", turn.id)
                return None


def _wait(why: UnreadableError) -> timedelta:
    return TORN if isinstance(why, TornError) else FOREIGN


def _tell(unread: Sequence[Unread]) -> None:
    """Log whose rows were met that cannot be read, once for each wait."""
    for torn, what in ((True, "cannot be read by any version, and wait a day"), (False, "wait for a newer version")):
        who = [_named(learner) for learner, why in unread if isinstance(why, TornError) is torn]
        if who:
            more = f" and {len(who) - NAMED} more" if len(who) > NAMED else ""
            log.log(logging.ERROR if torn else logging.WARNING, "daily: %s%s %s", ", ".join(who[:NAMED]), more, what)


def _named(learner: Learner) -> str:
    return "/".join(_key(learner))


def _key(learner: Learner) -> tuple[str, str, str]:
    return learner.channel, learner.tenant, learner.user


def _calls(learners: Sequence[Learner], now: datetime) -> Iterator[_Call]:
    for learner in learners:
        day = called(learner, now)
        if day is not None and learner.home is not None:
            yield _Call(learner, learner.home, day)
