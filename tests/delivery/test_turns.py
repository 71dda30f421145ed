"""A turn is processed once, in line with its conversation, and committed before it is answered."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.delivery import Delivery
from bot.router import Router, apology
from bot.store import ConflictError, Store, StoreUnavailableError, Transaction, open_store
from bot.store.retrying import RETRIES
from bot.turns import KeyedLock, Turns
from dialogs.reply import Text
from tests.delivery.fakes import ANN, Clock, EchoDialog, RecordingChannel, message

T = TypeVar("T")


class ContestedStore:
    """A store whose next transactions, `times` of them, end in a conflict."""

    def __init__(self, store: Store, times: int) -> None:
        self._store = store
        self.engine = store.engine
        self.left = times

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store`."""

        def contested(transaction: Transaction) -> T:
            work(transaction)
            raise ConflictError

        if not self.left:
            return await self._store.run(work)
        self.left -= 1
        return await self._store.run(contested)

    async def close(self) -> None:
        """See `Store`."""


async def count(store: Store, table: str) -> int:
    """Rows of a table."""
    return await store.run(lambda t: t.count(table))


async def test_a_turn_is_answered_and_kept(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel
) -> None:
    """Learner, conversation, attempt and sent replies are all there afterwards."""
    assert await turns.receive(message("one", "hello"))
    await delivery.drain()
    assert channel.sent == ["hello (0)"]
    assert (await store.run(lambda t: t.learner(ANN))).streak.length == 1
    assert (await store.run(lambda t: t.conversation(ANN))).topic == "hello"
    assert await count(store, "attempt") == 1
    assert await store.run(lambda t: t.waiting(ANN)) == []


async def test_a_turn_that_comes_again_is_not_processed(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel
) -> None:
    """A platform's second delivery, at once or later, does nothing and sends nothing."""
    again = [turns.receive(message("one", "hello")) for _ in range(5)]
    assert sorted(await asyncio.gather(*again)) == [False] * 4 + [True]
    assert not await turns.receive(message("one", "hello"))
    await delivery.drain()
    assert channel.sent == ["hello (0)"]
    assert await count(store, "attempt") == 1


async def test_turns_of_one_conversation_stay_in_line(postgres_url: str) -> None:
    """Received at the same moment, they are processed in the order of their receipt, and answered in it."""
    store, channel = open_store(postgres_url), RecordingChannel()
    delivery = Delivery(store, {channel.name: channel})
    turns = Turns(Router([EchoDialog()]), store, delivery)
    await asyncio.gather(*(turns.receive(message(f"{n:02}", f"{n}\nand {n}")) for n in range(20)))
    await delivery.drain()
    await store.close()
    assert channel.sent == [f"{said} ({n})" for n in range(20) for said in (str(n), f"and {n}")]


async def test_a_dialog_that_fails_apologises(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel
) -> None:
    """The learner is told, what they had is kept, and the turn does not come back."""
    await turns.receive(message("one", "hello"))
    assert await turns.receive(message("two", "fail"))
    assert not await turns.receive(message("two", "fail"))
    await turns.receive(message("three", "ping"))
    await delivery.drain()
    assert channel.sent == ["hello (0)", said(apology().elements), "ping (1)"]


async def test_words_that_cannot_be_kept_are_apologised_for(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel
) -> None:
    """When what a dialog wants kept cannot be written, nothing of it is, and the learner is told."""
    assert await turns.receive(message("one", "garble"))
    await delivery.drain()
    assert channel.sent == [said(apology().elements)]
    assert await count(store, "learner") == await count(store, "attempt") == 0


async def test_a_turn_that_others_got_in_the_way_of_is_run_again(
    store: Store, delivery: Delivery, channel: RecordingChannel
) -> None:
    """After conflicts the turn is processed anew, and everything is there once."""
    turns = Turns(Router([EchoDialog()]), ContestedStore(store, 3), delivery)
    assert await turns.receive(message("one", "hello"))
    await delivery.drain()
    assert channel.sent == ["hello (0)"]
    assert await count(store, "attempt") == 1


async def test_a_turn_that_others_always_get_in_the_way_of_is_not_taken(
    store: Store, delivery: Delivery, channel: RecordingChannel
) -> None:
    """It is not acknowledged, and can be handed in again later."""
    contested = ContestedStore(store, RETRIES)
    turns = Turns(Router([EchoDialog()]), contested, delivery)
    with pytest.raises(StoreUnavailableError, match="others saved first"):
        await turns.receive(message("one", "hello"))
    assert contested.left == 0
    assert await turns.receive(message("one", "hello"))


async def test_two_processes_take_the_turns_of_one_learner(postgres_url: str, clock: Clock) -> None:
    """In twenty conversations at once, on two processes, each turn counts once, and none is refused."""
    stores = [open_store(postgres_url) for _ in range(2)]
    channel = RecordingChannel()
    deliveries = [Delivery(store, {channel.name: channel}, clock) for store in stores]
    both = [Turns(Router([EchoDialog()]), store, delivery) for store, delivery in zip(stores, deliveries, strict=True)]
    places = [replace(ANN, conversation=f"place {n}") for n in range(20)]
    handed_in = [turns.receive(message(p.conversation, "hello", p)) for p in places for turns in both]
    assert sum(await asyncio.gather(*handed_in)) == 20
    for delivery in deliveries:
        await delivery.drain()
    assert sorted(channel.sent) == sorted(f"hello ({n})" for n in range(20))
    assert await count(stores[0], "attempt") == 20
    for store in stores:
        await store.close()


async def test_a_caller_that_goes_away_does_not_stop_its_turn(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel
) -> None:
    """A request that is cut off while its turn is being kept is answered all the same."""
    release = threading.Event()
    busy = asyncio.create_task(store.run(lambda _: release.wait(10)))
    request = asyncio.create_task(turns.receive(message("one", "hello")))
    await asyncio.sleep(0)  # the turn is under way
    request.cancel()
    await asyncio.wait([request])
    assert request.cancelled()
    release.set()
    await busy
    await turns.drain()
    await delivery.drain()
    assert channel.sent == ["hello (0)"]


async def test_a_store_that_is_away_means_not_taken(delivery: Delivery, channel: RecordingChannel) -> None:
    """The caller learns of it and nothing is said; when the store is back, the turn is new."""
    away = open_store("sqlite:///:memory:")
    await away.close()
    turns = Turns(Router([EchoDialog()]), away, delivery)
    with pytest.raises(StoreUnavailableError):
        await turns.receive(message("one", "hello"))
    await delivery.drain()
    assert channel.sent == []


async def test_conversations_do_not_wait_for_each_other() -> None:
    """A lock that somebody holds keeps out those with the same key only, and leaves nothing behind."""
    lock = KeyedLock()
    async with lock("ann"), lock("bob"):
        waiting = asyncio.create_task(enter(lock, "ann"))
        await asyncio.sleep(0)
        assert not waiting.done()
        given_up = asyncio.create_task(enter(lock, "ann"))
        await asyncio.sleep(0)
        given_up.cancel()
    await waiting
    assert len(lock) == 0


async def enter(lock: KeyedLock, key: str) -> None:
    """Take a key's lock and let go of it."""
    async with lock(key):
        pass


def said(elements: tuple[object, ...]) -> str:
    """The text among some elements."""
    return " ".join(element.text for element in elements if isinstance(element, Text))
