"""One turn from start to end: locked, loaded, routed, committed; then its replies are sent."""

import asyncio
import logging
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.delivery import Delivery
from bot.router import Router, apology
from bot.store import ConflictError, Outgoing, Store, Transaction
from dialogs.dialog import Outcome
from dialogs.learner import Conversation, Learner
from dialogs.turn import Address, Turn

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""How long a reply belongs to the process that committed it, before a sweeper may send it."""

RETRIES = 8
"""Runs of a turn that others got in the way of."""


class KeyedLock:
    """A fair lock for each key; keys that nobody waits for take no memory."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, tuple[asyncio.Lock, int]] = {}

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


def place(address: Address) -> tuple[str, ...]:
    """What tells one conversation from another."""
    return (address.channel, address.tenant, address.conversation, address.thread, address.user)


class Turns:
    """The way of every turn, whatever its channel."""

    def __init__(self, router: Router, store: Store, delivery: Delivery) -> None:
        self._router = router
        self._store = store
        self._delivery = delivery
        self._lock = KeyedLock()

    async def receive(self, turn: Turn) -> bool:
        """Process a turn. When this returns it is committed, and its replies are on their way.

        False when the turn was received before; then nothing is done.

        Raises:
            StoreUnavailableError: nothing was kept; the caller must not acknowledge.
        """
        async with self._lock(place(turn.address)):
            outgoing = await self._commit(turn)
            if outgoing is None:
                log.info("turn %s was received before", turn.id)
                return False
            self._delivery.dispatch(outgoing)
            return True

    async def _commit(self, turn: Turn) -> list[Outgoing] | None:
        for _ in range(RETRIES):
            try:
                return await self._store.run(lambda transaction: self._process(transaction, turn))
            except ConflictError:
                log.info("turn %s is run again: somebody else saved first", turn.id)
        raise ConflictError(turn.id)

    def _process(self, transaction: Transaction, turn: Turn) -> list[Outgoing] | None:
        if not transaction.accept(turn.id, turn.at):
            return None
        learner = transaction.learner(turn.address)
        conversation = transaction.conversation(turn.address)
        outcome = self._route(turn, learner, conversation)
        if outcome.learner is not None and outcome.learner != learner:
            transaction.save_learner(outcome.learner)
        if outcome.conversation is not None and outcome.conversation != conversation:
            transaction.save_conversation(outcome.conversation)
        transaction.append(learner, outcome.records)
        return transaction.queue(turn.id, turn.address, outcome.replies, turn.at, LEASE)

    def _route(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        try:
            return self._router.route(turn, learner, conversation)
        except Exception:
            log.exception("turn %s failed", turn.id)
            return Outcome((apology(),))
