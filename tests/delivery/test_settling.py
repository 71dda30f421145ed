"""What became of replies is kept for many at once, and one that is refused takes nobody else's with it."""

import asyncio

import pytest

from bot.delivery.settling import Settler
from bot.store import Outgoing, State, Store, StoreUnavailableError, open_store
from dialogs.reply import say
from tests.delivery.fakes import ANN, START
from tests.store.samples import LEASE

UNKEEPABLE = "half a pair: \ud83e"


async def queued(store: Store, count: int) -> list[Outgoing]:
    return await store.run(lambda t: t.queue("turn", ANN, [say("hello")] * count, START, LEASE))


async def test_one_that_is_refused_harms_no_other(store: Store) -> None:
    """Of many that are settled together, all are kept; the one that no database takes is kept without its words."""
    items = await queued(store, 5)
    settler = Settler(store)
    told = [UNKEEPABLE if item.n == 2 else f"ref {item.n}" for item in items]
    await asyncio.gather(*(settler.settle(item, State.SENT, ref) for item, ref in zip(items, told, strict=True)))
    rows = await store.run(lambda t: t.execute("select state, sent_ref from outgoing order by n", ()))
    assert rows == [(State.SENT, "" if n == 2 else f"ref {n}") for n in range(5)]


async def test_a_store_that_is_away_is_told_to_all() -> None:
    """Whoever waits hears that nothing was kept."""
    away = open_store("sqlite:///:memory:")
    items = await queued(away, 2)
    await away.close()
    settler = Settler(away)
    results = await asyncio.gather(*(settler.settle(item, State.SENT) for item in items), return_exceptions=True)
    assert {type(result) for result in results} == {StoreUnavailableError}
    with pytest.raises(StoreUnavailableError):
        await settler.settle(items[0], State.SENT)
