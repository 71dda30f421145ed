"""A transaction takes effect or does not, whatever happens to it or to its neighbours."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import NoReturn

import pytest

from bot.store import Store, StoreUnavailableError, Transaction, open_store
from dialogs.turn import Address
from tests.store.samples import HELLO, LEASE, NOW


class DialogError(Exception):
    """What a faulty dialog raises."""


def fail(transaction: Transaction, error: BaseException) -> NoReturn:
    """Write, then fail."""
    transaction.accept("half", NOW)
    raise error


def queue(turn: str, user: str) -> Callable[[Transaction], object]:
    """Work that queues one reply."""
    address = Address("slack", "T1", user, "C1")
    return lambda t: t.queue(turn, address, [HELLO], NOW, LEASE)


@pytest.mark.parametrize("error", [DialogError(), StopIteration(), SystemExit(3)], ids=repr)
async def test_work_that_fails_leaves_nothing(store: Store, error: BaseException) -> None:
    """What it had written is gone, its error reaches the caller, and the store goes on working."""
    with pytest.raises(RuntimeError if isinstance(error, StopIteration) else type(error)):
        await store.run(lambda t: fail(t, error))
    assert await store.run(lambda t: t.accept("half", NOW))


async def test_neighbours_are_not_harmed(store: Store) -> None:
    """Of transactions that are queued together, those that work are kept, and those that fail are not."""
    threads, go = 4, threading.Event()
    busy = [asyncio.create_task(store.run(lambda _: go.wait(10))) for _ in range(threads)]
    await asyncio.sleep(0)
    works: list[Callable[[Transaction], object]] = [
        lambda t: t.accept("first", NOW),
        lambda t: fail(t, DialogError()),
        queue("same", "ann"),
        queue("same", "bob"),
        lambda t: t.accept("last", NOW),
    ]
    tasks = [asyncio.create_task(store.run(work)) for work in works]
    await asyncio.sleep(0)  # all are queued, none has run
    go.set()
    first, failed, *same, last = await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.gather(*busy)
    assert (first, last) == (True, True)
    assert isinstance(failed, DialogError)
    assert sum(isinstance(one, Exception) for one in same) == 1
    assert await store.run(lambda t: t.count("turn")) == 2
    assert await store.run(lambda t: t.count("outgoing")) == 1


async def test_values_that_no_database_takes_are_a_defect(store: Store) -> None:
    """They fail at once, as what they are, and not as a database that is away and worth another try."""
    with pytest.raises(UnicodeEncodeError):
        await store.run(lambda t: t.accept("\ud800", NOW))
    assert await store.run(lambda t: t.accept("after", NOW))


async def test_nul_in_an_id_is_kept_or_refused_for_good(store: Store) -> None:
    """SQLite keeps a NUL; PostgreSQL, which cannot, does not call itself away."""
    try:
        assert await store.run(lambda t: t.accept("a\x00b", NOW))
    except StoreUnavailableError:
        raise
    except Exception as error:
        assert "NUL" in str(error)  # noqa: PT017 - one engine raises, the other does not
    assert await store.run(lambda t: t.accept("ab", NOW))


async def test_a_caller_that_gives_up_early_is_not_served(store: Store) -> None:
    """Work that was cancelled while it was queued is not run."""
    threads, go = 4, threading.Event()
    busy = [asyncio.create_task(store.run(lambda _: go.wait(10))) for _ in range(threads)]
    given_up = asyncio.create_task(store.run(lambda t: t.accept("given up", NOW)))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.wait([given_up])
    go.set()
    await asyncio.gather(*busy)
    assert await store.run(lambda t: t.count("turn")) == 0


async def test_closing_finishes_what_was_queued(database_url: str) -> None:
    """What was handed in before the end is kept; what comes after it is refused, not forgotten."""
    store = open_store(database_url)
    tasks = [asyncio.create_task(store.run(partial(Transaction.accept, turn=str(n), at=NOW))) for n in range(100)]
    await asyncio.sleep(0)
    await store.close()
    assert all(await asyncio.gather(*tasks))
    with pytest.raises(StoreUnavailableError, match="closed"):
        await store.run(lambda t: t.count("turn"))
    await store.close()
    again = open_store(database_url)
    assert await again.run(lambda t: t.count("turn")) == 100
    await again.close()


async def test_memory_is_a_store_too() -> None:
    """`sqlite:///:memory:` keeps what it is given, until it is closed."""
    store = open_store("sqlite:///:memory:")
    assert await store.run(lambda t: t.accept("one", NOW))
    assert await store.run(lambda t: t.count("turn")) == 1
    await store.close()


@pytest.mark.parametrize("url", ["", "mysql://host/name", "chat-tutor.db", "sqlite://", "sqlite:///"])
def test_other_urls_are_refused(url: str) -> None:
    """A URL that names no database that we know, or no file, is refused with what to write instead."""
    with pytest.raises(ValueError, match="use sqlite:///FILE"):
        open_store(url)
