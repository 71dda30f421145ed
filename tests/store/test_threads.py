"""A thread that nobody comes back to is forgotten in time, on both engines; what is still needed is kept."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.delivery import Delivery, Sweeper
from bot.delivery.sweeping import AT_ONCE, OPEN_THREADS_KEPT, THREADS_KEPT
from bot.store import Store, Transaction, open_store
from bot.store.threads import Threads
from bot.turns import Turns
from dialogs.turn import Address, Message, Turn
from tests.delivery.fakes import Clock, RecordingChannel
from tests.store.database import query
from tests.store.samples import ADDRESS, CONVERSATION, NOW
from tests.talk import router

A_DAY = timedelta(days=1)
TODAY = NOW.date()
THREAD = Address("chat", "T1", "U1", "C1", "17.5", direct=False, shared=True)
CHAT = Address("chat", "T1", "U1", "D1")


class House:
    """A tutor, and what it keeps of conversations."""

    def __init__(self, store: Store, url: str) -> None:
        self.clock = Clock()
        self.delivery = Delivery(store, {"chat": RecordingChannel("chat")}, self.clock)
        self._turns = Turns(router(), store, self.delivery)
        self._sweeper = Sweeper(store, self.delivery)
        self._url = url
        self._said = 0

    async def say(self, words: str, *places: Address) -> None:
        """Somebody writes this in each place."""
        for where in places:
            self._said += 1
            await self._turns.receive(Turn(f"turn {self._said}", where, Message(words), self.clock()))
        await self.delivery.drain()

    async def after(self, time: timedelta) -> list[str]:
        """The threads that are known after this time and a purge; a chat has none."""
        self.clock.now += time
        await self._sweeper.purge()
        return [thread for (thread,) in query(self._url, "select thread from conversation order by thread")]


@pytest.fixture
async def house(store: Store, database_url: str) -> AsyncIterator[House]:
    """A tutor whose clock stands still."""
    made = House(store, database_url)
    yield made
    await made.delivery.drain()


async def test_a_thread_goes_when_nobody_comes_back(house: House) -> None:
    """It is known for as long as it is promised and a day no more; a chat with the tutor alone stays."""
    await house.say("what is RAG?", THREAD, CHAT)
    assert await house.after(THREADS_KEPT) == ["", "17.5"]
    assert await house.after(A_DAY) == [""]
    assert await house.after(2 * OPEN_THREADS_KEPT) == [""]


async def test_who_comes_back_keeps_it(house: House) -> None:
    """Each use counts, one that changes nothing of what is open as well."""
    await house.say("what is RAG?", THREAD)
    for _ in range(3):
        assert await house.after(THREADS_KEPT) == ["17.5"]
        await house.say("what is RAG?", THREAD)
    assert await house.after(THREADS_KEPT + A_DAY) == []


async def test_what_is_open_is_kept_longer(house: House) -> None:
    """A quiz that was begun there can be gone on with for half a year."""
    await house.say("quiz", THREAD)
    await house.say("what is RAG?", replace(THREAD, thread="18.5"))
    assert await house.after(OPEN_THREADS_KEPT) == ["17.5"]
    assert await house.after(A_DAY) == []


async def test_what_an_older_version_wrote(house: House, database_url: str) -> None:
    """It bears no day: it counts from when it is found, and from its next use."""
    await house.say("what is RAG?", THREAD, replace(THREAD, thread="18.5"))
    query(database_url, "update conversation set used = null")
    assert await house.after(400 * A_DAY) == ["17.5", "18.5"]
    assert await house.after(THREADS_KEPT) == ["17.5", "18.5"]
    query(database_url, "update conversation set used = null where thread = '18.5'")
    assert await house.after(A_DAY) == ["18.5"]
    assert await house.after(THREADS_KEPT + A_DAY) == []


async def test_more_than_goes_at_once(store: Store, house: House, database_url: str) -> None:
    """Many threads go in one purge, in transactions of so many, and the day is given to as many that bear none."""

    def begin(transaction: Transaction) -> None:
        for n in range(AT_ONCE + 9):
            at = replace(CONVERSATION, version=0, thread=f"{n:04}", stack=())
            transaction.save_conversation(at, date(2026, 1, 1))

    await store.run(begin)
    query(database_url, "update conversation set used = null")
    assert len(await house.after(THREADS_KEPT)) == AT_ONCE + 9
    assert await house.after(THREADS_KEPT + A_DAY) == []


async def test_what_is_being_used_is_left_alone(postgres_url: str) -> None:
    """A purge that comes in the middle of a turn neither waits for it nor takes its thread away."""
    store, other = open_store(postgres_url), open_store(postgres_url)
    await store.run(lambda t: t.save_conversation(replace(CONVERSATION, version=0, stack=()), TODAY - 99 * A_DAY))
    read, purged = threading.Event(), threading.Event()

    def use(transaction: Transaction) -> None:
        found = transaction.conversation(ADDRESS)
        read.set()
        assert purged.wait(10)
        transaction.save_conversation(replace(found, topic="rag"), TODAY)

    using = asyncio.create_task(store.run(use))
    assert await asyncio.to_thread(read.wait, 10)
    assert await other.run(lambda t: Threads(t).purge(TODAY, TODAY, 9)) == 0
    purged.set()
    await using
    assert await other.run(lambda t: Threads(t).purge(TODAY, TODAY, 9)) == 0
    assert await other.run(lambda t: Threads(t).purge(TODAY + A_DAY, TODAY, 9)) == 1
    await store.close()
    await other.close()
