"""PostgreSQL when it goes away: told soon, nothing half kept, and well again by itself."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from bot.store import Store, StoreUnavailableError, Transaction, open_store
from tests.store.database import query
from tests.store.samples import ADDRESS, NOW
from tests.store.wire import Wire

SOON = 3.5
"""Seconds in which whoever waits for a database that is away is told so."""


@pytest.fixture
async def wire(postgres_url: str) -> AsyncIterator[Wire]:
    """The wire to an empty database."""
    async with Wire(postgres_url) as laid:
        yield laid


@pytest.fixture
async def store(wire: Wire) -> AsyncIterator[Store]:
    """A store at the end of that wire."""
    opened = await asyncio.to_thread(open_store, f"{wire.url}?connect_timeout=2")
    yield opened
    await opened.close()


async def test_away_at_the_start(wire: Wire) -> None:
    """The start ends at once with what is the matter, and does not tell the password."""
    await wire.cut()
    with pytest.raises(StoreUnavailableError, match=r"PostgreSQL says: .*refused") as caught:
        open_store(wire.url)
    assert "secret" not in str(caught.value)


def test_a_url_that_cannot_be_read() -> None:
    """The complaint about a URL does not repeat the password in it."""
    with pytest.raises(StoreUnavailableError, match="DATABASE_URL") as caught:
        open_store("postgresql://tutor:secret@[::1/tutor")
    assert "secret" not in str(caught.value)


async def test_away_while_running(wire: Wire, store: Store) -> None:
    """Turns are refused soon while the server is away; when it is back, so is the store."""
    assert await store.run(lambda t: t.accept("before", NOW))
    await wire.cut()
    async with asyncio.timeout(SOON):
        refused = await asyncio.gather(
            *(store.run(lambda t: t.accept("meanwhile", NOW)) for _ in range(20)), return_exceptions=True
        )
    assert {type(one) for one in refused} == {StoreUnavailableError}
    await wire.mend()
    assert await store.run(lambda t: t.accept("meanwhile", NOW))
    assert not await store.run(lambda t: t.accept("before", NOW))


async def test_a_server_that_never_answers(wire: Wire, store: Store) -> None:
    """Nobody queues behind the time-outs of those before: all are told within one."""
    await wire.cut()
    wire.silent = True
    await wire.mend()
    async with asyncio.timeout(SOON):
        refused = await asyncio.gather(
            *(store.run(lambda t: t.accept("one", NOW)) for _ in range(20)), return_exceptions=True
        )
    assert {type(one) for one in refused} == {StoreUnavailableError}


async def test_a_restart_between_two_turns_is_not_noticed(postgres_url: str, store: Store) -> None:
    """Connections that the server ended while they were idle are replaced, and the turn goes through."""
    together = threading.Barrier(4)
    await asyncio.gather(*(store.run(lambda _: together.wait(10)) for _ in range(4)))
    ended = query(
        postgres_url,
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()",
    )
    assert ended == [(True,)] * 4
    assert await asyncio.gather(*(store.run(lambda t: t.count("turn")) for _ in range(8))) == [0] * 8


async def test_a_connection_that_breaks_in_the_middle(wire: Wire, store: Store) -> None:
    """What was done before the break is undone, and the work is run again from its start."""
    wire.lose = b"from learner"
    runs = 0

    def work(transaction: Transaction) -> bool:
        nonlocal runs
        runs += 1
        new = transaction.accept("one", NOW)
        transaction.learner(ADDRESS)
        return new

    assert await store.run(work)
    assert runs == 2


async def test_a_connection_that_breaks_at_the_commit(wire: Wire, store: Store) -> None:
    """When the answer to a commit is lost, the work is run again, and finds that it was done."""
    wire.lose = b"COMMIT"
    assert not await store.run(lambda t: t.accept("one", NOW))
    assert await store.run(lambda t: t.count("turn")) == 1
