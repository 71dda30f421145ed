"""Questions for everybody, by the clock: counted afresh while they are open, closed in time, and then settled.

A poll that is due is taken up by one process, in one transaction that leaves it with its next time; so a process that
dies loses nothing, and several share the work. Its end is the turn `poll:close:<id>`, claimed like every other.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from time import perf_counter
from typing import NamedTuple

from bot.delivery.clockwork import Clockwork
from bot.delivery.sending import LEASE
from bot.observing import within
from bot.store import Outgoing, Polls, StoreUnavailableError, Transaction
from bot.store.retrying import going_on, run_again
from bot.store.rows import TornError, UnreadableError
from dialogs.learner import Conversation, Learner
from dialogs.poll import CLOSE, COUNT, SHOW
from dialogs.room import Poll, Room
from dialogs.turn import Address, Timer, Turn

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between looks at what is due."""

SOON = timedelta(seconds=1)
"""When to look again at a poll whose question is still on its way."""

LATER = timedelta(minutes=1)
"""When to look again at a poll that failed, or for answers to a closed one that could not be made to count."""

ABANDONED = timedelta(hours=12)
"""How long an open poll waits after its end for a process that has its channel; a vote is kept for twice that time."""

BATCH = 50
"""Polls of a channel that are seen to in one look, and answers that are fetched at once."""


class _Taken(NamedTuple):
    """What was done for one poll, by which turn and dialog: replies to send, or that its answers are to count now.

    Without a `poll` nothing was: it is put off, or was none.
    """

    poll: Poll | None = None
    outgoing: Sequence[Outgoing] = ()
    settles: bool = False
    turn: str = ""
    dialog: str = ""


class PollKeeper(Clockwork):
    """Sees to the polls of all places."""

    async def run(self) -> None:
        """Look for ever, whatever fails."""
        while True:
            with going_on("polls"):
                await self.step()
            await asyncio.sleep(EVERY)

    async def step(self) -> int:
        """See to what is due; how often something was done."""
        done = 0
        for channel in self.delivery.channels:
            done += await self._seen_to(channel)
        for channel in await self.store.run(self._others):
            done += await self._seen_to(channel, ABANDONED)
        return done

    def _others(self, transaction: Transaction) -> list[str]:
        now = self.delivery.clock()
        return Polls(transaction).channels(now, now - ABANDONED, self.delivery.channels)

    async def _seen_to(self, channel: str, patience: timedelta = timedelta()) -> int:
        """See to what is due of a channel; with `patience` of one that this process does not have."""
        done = 0
        for _ in range(BATCH):
            taken = await self._taken(channel, patience)
            if taken is None:
                break
            self.delivery.dispatch(taken.outgoing)
            if taken.poll is not None:
                done += 1
                if taken.settles:
                    await self._settle(taken.poll)
        return done

    async def _taken(self, channel: str, patience: timedelta) -> _Taken | None:
        """What was done for the poll that is due first, `None` where none is.

        One that fails is put off, so that nobody waits behind it.
        """
        now, began = self.delivery.clock(), perf_counter()
        looked_at: list[str] = []
        try:
            work = partial(self._look, channel=channel, now=now, patience=patience, looked_at=looked_at)
            taken = await run_again(self.store, work, "a look at a poll")
            if taken is not None and taken.turn:
                self.note(taken.turn, channel, taken.dialog, "answered" if taken.outgoing else "silent", began)
                if patience:
                    log.warning(
                        "poll %s was closed and nobody was told: %s is not set up any more", *looked_at, channel
                    )
            return taken
        except StoreUnavailableError:
            raise
        except TornError as error:
            log.error("poll %s is given up, so that its place may have another: %s", *looked_at, error)
            await self.store.run(lambda t: Polls(t).drop(*looked_at))
        except UnreadableError as error:  # for a process of that version
            log.warning("poll %s is put off: %s", *looked_at, error)
        except Exception:
            if not looked_at:  # none of them is to blame
                raise
            log.exception("poll %s failed, and is put off", *looked_at)
            self.note("", channel, "", "failed", began)
        for poll in looked_at:
            await self.store.run(partial(_skip, poll=poll, now=now))
        return _Taken()

    async def _settle(self, poll: Poll) -> None:
        """Make the answers to a closed poll count, each by itself; those with which that fails are kept until later."""
        last: Address | None = None
        first: Exception | None = None
        failed = foreign = 0
        while voters := await self.store.run(partial(_unsettled, poll=poll, after=last)):
            for voter in voters:
                try:
                    await self._settle_one(poll, voter)
                except StoreUnavailableError:
                    raise
                except UnreadableError:  # a process of that version has it count
                    foreign += 1
                except Exception as error:
                    first, failed = first or error, failed + 1
            last = voters[-1]
        if first is not None:
            log.error("polls: %d answers to poll %s could not be made to count", failed, poll.id, exc_info=first)
        if foreign:
            log.warning("polls: %d answers to poll %s are of learners whom another version kept", foreign, poll.id)

    async def _settle_one(self, poll: Poll, voter: Address) -> None:
        """Make one answer count.

        Raises:
            UnreadableError: another version kept the learner.
            Exception: whatever else went wrong.
        """
        began, turn = perf_counter(), f"{COUNT}:{poll.id}"
        try:
            with within(turn):
                what = f"an answer to poll {poll.id}"
                dialog = await run_again(self.store, lambda t: self._count(t, turn, poll, voter), what)
            if dialog is not None:
                self.note(turn, voter.channel, dialog, "silent", began)
        except (StoreUnavailableError, UnreadableError):
            raise
        except Exception:
            self.note(turn, voter.channel, "", "failed", began)
            raise

    def _look(
        self, transaction: Transaction, channel: str, now: datetime, patience: timedelta, looked_at: list[str]
    ) -> _Taken | None:
        """See to the poll that is due first; should it fail, `looked_at` says which that was."""
        polls = Polls(transaction)
        due = polls.due(channel, now, now - patience)
        looked_at[:] = [] if due is None else [due]
        if due is None:
            return None
        poll = polls.find(due)
        if poll is None:
            return _Taken()
        if patience and poll.open:
            return self._let_go(polls, poll, now - patience, now)
        return self._see_to(polls, poll, now)

    def _let_go(self, polls: Polls, poll: Poll, ended: datetime, now: datetime) -> _Taken:
        """Close one that nobody can be told of, if its end is that long ago; what was answered counts all the same."""
        if poll.closes_at <= ended:
            return self._see_to(polls, replace(poll, message=""), now)
        polls.rest(poll, poll.closes_at)
        return _Taken()

    def _see_to(self, polls: Polls, poll: Poll, now: datetime) -> _Taken:
        if not poll.open:
            left = bool(polls.unsettled(poll, 1))
            polls.rest(poll, now + LATER if left else None)  # if this process dies, or some cannot be made to count
            return _Taken(poll, settles=left)
        name = CLOSE if poll.closes_at <= now else SHOW
        turn = Turn(f"{name}:{poll.id}", poll.address, Timer(name), now)
        with within(turn.id):
            outcome = self.router.route(turn, *_alone(poll.address, poll))
        outgoing = polls.keep(outcome, Room(poll), now, LEASE)
        if outcome.poll is None:
            polls.rest(poll, poll.closes_at if outgoing else min(now + SOON, poll.closes_at))
        return _Taken(poll, outgoing, turn=turn.id, dialog=outcome.dialog)

    def _count(self, transaction: Transaction, id_: str, poll: Poll, voter: Address) -> str | None:
        """The answer counts and is no vote any more; the dialog, `None` where there was none left to count.

        Its learner is locked first, as by a click.
        """
        learner = transaction.learner(voter)
        found = Polls(transaction).take(poll, voter)
        if found is None:
            return None
        choice, at = found
        turn = Turn(id_, voter, Timer(COUNT), at)
        _, conversation = _alone(voter, replace(poll, mine=choice))
        outcome = self.router.route(turn, learner, conversation)
        if outcome.learner is not None and outcome.learner != learner:
            transaction.save_learner(outcome.learner, self.timetable.due(outcome.learner))
        transaction.append(learner, outcome.records)
        return outcome.dialog


def _skip(transaction: Transaction, poll: str, now: datetime) -> None:
    Polls(transaction).skip(poll, now, now + LATER)


def _unsettled(transaction: Transaction, poll: Poll, after: Address | None) -> list[Address]:
    return Polls(transaction).unsettled(poll, BATCH, after)


def _alone(address: Address, poll: Poll) -> tuple[Learner, Conversation]:
    """Nobody's state there, with the poll."""
    conversation = Conversation(
        address.channel, address.tenant, address.conversation, address.thread, address.user, room=Room(poll)
    )
    return Learner(address.channel, address.tenant, address.user), conversation
