"""One turn from start to end: locked, loaded, routed, committed; then its replies are sent."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from time import perf_counter
from typing import NamedTuple

from bot.channels import Glance
from bot.delivery import LEASE, Delivery, Timetable
from bot.delivery.timetable import USUAL
from bot.observing import TURN, UNOBSERVED, Observer, TurnResult
from bot.router import Router, apology
from bot.store import Outgoing, Polls, Store, StoreUnavailableError, Transaction, place
from bot.store.retrying import run_again
from bot.store.rights import Rights, Whose
from bot.store.rows import UnreadableError
from bot.store.threads import Threads
from dialogs.dialog import LookedUp, Outcome
from dialogs.learner import Conversation, Learner
from dialogs.poll import ROUNDS
from dialogs.turn import Address, Turn

log = logging.getLogger(__name__)

SEARCHABLE = frozenset({"teams"})
"""Channels whose search shows what a workspace looks up most; elsewhere nobody would read such counts."""


class Processed(NamedTuple):
    """What a turn came to: replies to send, who took it, for a free question its zone, and what all are told."""

    outgoing: list[Outgoing]
    dialog: str = ""
    zone: str = ""
    posts: Sequence[Outgoing] = ()


Process = Callable[[Transaction, Turn, datetime], Processed | None]


class KeyedLock:
    """A fair lock for each key; keys that nobody waits for take no memory."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    def __len__(self) -> int:
        return len(self._locks)

    @asynccontextmanager
    async def __call__(self, key: Hashable) -> AsyncIterator[None]:
        """Hold the key's lock."""
        lock, waiting = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks[key]
            if waiting == 1:
                del self._locks[key]
            else:
                self._locks[key] = (lock, waiting - 1)


class Turns:
    """The way of every turn, whatever its channel."""

    def __init__(
        self,
        router: Router,
        store: Store,
        delivery: Delivery,
        timetable: Timetable = USUAL,
        *,
        observer: Observer = UNOBSERVED,
        visits: bool = False,
    ) -> None:
        """`visits`: the day of each learner's last turn is kept."""
        self._router = router
        self._timetable = timetable
        self._store = store
        self._delivery = delivery
        self._observer = observer
        self._visits = visits
        self._lock = KeyedLock()
        self._tasks: set[asyncio.Task[bool]] = set()

    async def receive(self, turn: Turn) -> bool:
        """Process a turn. When this returns it is committed, and its replies are on their way.

        False when the turn was received before; then nothing is done. A caller that is cancelled does
        not stop it.

        Raises:
            StoreUnavailableError: nothing was kept; the caller must not acknowledge.
        """
        task = asyncio.create_task(self._receive(turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def glance(self, turn: Turn) -> Glance:
        """See `Intake`."""

        def look(transaction: Transaction) -> Glance:
            learner, room = transaction.learner(turn.address), Polls(transaction).room(turn)
            conversation = replace(transaction.conversation(turn.address), room=room)
            return Glance(learner, lambda: self._router.route(turn, learner, conversation).replies)

        try:
            return await self._store.run(look)
        except UnreadableError as error:
            raise StoreUnavailableError(str(error)) from error

    async def consult(self, turn: Turn, *, counts: bool = False) -> Outcome:
        """See `Intake`."""
        stranger = Learner(turn.address.channel, turn.address.tenant, turn.address.user)
        outcome = self._router.route(turn, stranger, Conversation(*place(turn.address)))
        looked_up = [record for record in outcome.records if isinstance(record, LookedUp)]
        if counts and outcome.replies:
            self._observer.looked_up(turn.address.channel, outcome.dialog)
        if counts and looked_up:
            try:
                await self._store.run(lambda transaction: transaction.append(stranger, looked_up))
            except StoreUnavailableError as error:
                log.warning("a look-up was not counted: %s", error)
        return outcome

    async def looked_up(self, address: Address, limit: int) -> tuple[str, ...]:
        """See `Intake`."""
        return await self._store.run(lambda t: t.looked_up(address.channel, address.tenant, limit))

    async def drain(self) -> None:
        """Let the turns that were received finish."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _receive(self, turn: Turn) -> bool:
        TURN.set(turn.id)
        began = perf_counter()
        done: Processed | None = None
        result: TurnResult = "unavailable"
        try:
            async with self._lock(place(turn.address)):
                done, result = await self._taken(turn)
                if done is None:
                    log.info("turn %s was received before", turn.id)
                    return False
                self._delivery.dispatch(done.outgoing)
                self._delivery.dispatch(done.posts)
                return True
        finally:
            self._note(turn, done, result, perf_counter() - began)

    def _note(self, turn: Turn, done: Processed | None, result: TurnResult, seconds: float) -> None:
        dialog, zone = (done.dialog, done.zone) if done is not None else ("", "")
        log.debug("turn %s: %s by %s in %.1f ms", turn.id, result, dialog or "nobody", seconds * 1_000)
        self._observer.turn(turn.address.channel, dialog, result, seconds)
        if zone:
            self._observer.answered(zone)

    async def _taken(self, turn: Turn) -> tuple[Processed | None, TurnResult]:
        """What the turn came to, committed; `None` where it was received before."""
        try:
            done = await self._commit(self._process, turn)
        except StoreUnavailableError:
            raise
        except UnreadableError as error:  # not taken, so that it comes again, to a process of that version
            raise StoreUnavailableError(str(error)) from error
        except Exception:
            log.exception("turn %s failed", turn.id)
            done = await self._commit(self._apologise, turn)
            return done, "repeated" if done is None else "failed"
        if done is None:
            return None, "repeated"
        return done, "answered" if done.outgoing or done.posts else "silent"

    async def _commit(self, process: Process, turn: Turn) -> Processed | None:
        now = self._delivery.clock()
        return await run_again(self._store, lambda transaction: process(transaction, turn, now), f"turn {turn.id}")

    def _process(self, transaction: Transaction, turn: Turn, now: datetime) -> Processed | None:
        if not transaction.accept(turn.id, now):
            return None
        learner = transaction.learner(turn.address)
        polls = Polls(transaction)
        conversation = replace(transaction.conversation(turn.address), room=polls.room(turn))
        outcome = self._router.route(turn, learner, conversation)
        replies = outcome.replies
        if outcome.show is not None:
            replies = (*outcome.show(Rights(transaction).kept(learner)), *replies)
        if outcome.board is not None:
            replies = (*outcome.board(polls.standings(turn.address, ROUNDS)), *replies)
        if outcome.forget:
            Rights(transaction).forget(Whose.learner(learner), now)
        else:
            self._keep(transaction, outcome, learner, conversation, now.date())
            if self._visits:
                Rights(transaction).visited(turn.address, now.date())
        outgoing = transaction.queue(turn.id, turn.address, replies, now, LEASE)
        posts = polls.keep(outcome, conversation.room, now, LEASE)
        return Processed(outgoing, outcome.dialog, outcome.zone, posts)

    def _keep(
        self, transaction: Transaction, outcome: Outcome, learner: Learner, conversation: Conversation, day: date
    ) -> None:
        """Write what a turn of this day changed."""
        if outcome.learner is not None and outcome.learner != learner:
            transaction.save_learner(outcome.learner, self._timetable.due(outcome.learner))
        if outcome.conversation is not None and outcome.conversation != conversation:
            transaction.save_conversation(outcome.conversation, day)
        else:
            Threads(transaction).used(conversation, day)
        counted = learner.channel in SEARCHABLE
        records = [record for record in outcome.records if counted or not isinstance(record, LookedUp)]
        transaction.append(learner, records)

    def _apologise(self, transaction: Transaction, turn: Turn, now: datetime) -> Processed | None:
        """Take the turn without having understood it, so that it does not come back for ever."""
        if not transaction.accept(turn.id, now):
            return None
        return Processed(transaction.queue(turn.id, turn.address, [apology()], now, LEASE))
