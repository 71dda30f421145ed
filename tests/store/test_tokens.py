"""What a language model may cost a day holds, however many ask at once."""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

from bot.store import Store
from bot.store.rights import Rights, Whose
from bot.store.tokens import TokenUse
from dialogs.turn import Address
from tests.store.database import query
from tests.store.samples import ADDRESS, NOW

DAY = NOW.date()
WAITING = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"


async def reserve(store: Store, address: Address, tokens: int, learner: int = 100, tenant: int = 100) -> bool:
    return await store.run(lambda t: TokenUse(t).reserve(address, DAY, tokens, learner, tenant))


def other(n: int) -> Address:
    return replace(ADDRESS, user=f"other {n}")


async def test_a_learner_and_a_workspace_have_a_limit_each(store: Store) -> None:
    """Up to the limit, and not a token more; what was refused is not counted, and the next day is new."""
    assert await reserve(store, ADDRESS, 50, learner=50)
    assert not await reserve(store, ADDRESS, 1, learner=50)
    assert not await reserve(store, other(1), 51)
    assert await reserve(store, other(1), 50, learner=50)
    assert not await reserve(store, other(2), 1)
    later = DAY + timedelta(days=1)
    assert not await store.run(lambda t: TokenUse(t).reserve(ADDRESS, later, 101, 100, 200))
    assert await store.run(lambda t: TokenUse(t).reserve(ADDRESS, later, 100, 100, 200))


async def test_what_was_used_counts_whatever_was_reserved(store: Store) -> None:
    """What was not used comes back to both; what was used beyond it counts, past the limits."""
    assert await reserve(store, ADDRESS, 100)
    await store.run(lambda t: TokenUse(t).correct(ADDRESS, DAY, -60))
    assert await reserve(store, other(1), 60)
    await store.run(lambda t: TokenUse(t).correct(other(1), DAY, 30))
    await store.run(lambda t: TokenUse(t).correct(ADDRESS, DAY, -10))
    assert not await reserve(store, other(2), 1)


async def test_a_workspace_keeps_its_sum_when_somebody_is_forgotten(store: Store) -> None:
    """Nobody gets a new allowance for the workspace by having themselves forgotten."""
    assert await reserve(store, ADDRESS, 100)
    await store.run(lambda t: Rights(t).forget(Whose(ADDRESS.channel, ADDRESS.tenant, ADDRESS.user), NOW))
    assert not await reserve(store, ADDRESS, 1)


async def test_two_at_once_do_not_pass_the_limit(store: Store, second_store: Store, database_url: str) -> None:
    """While one has reserved and is not committed, another waits for it, and is then refused."""
    reserved, go = threading.Event(), threading.Event()

    def first() -> asyncio.Task[bool]:
        def work(use: TokenUse) -> bool:
            done = use.reserve(ADDRESS, DAY, 60, 100, 100)
            reserved.set()
            go.wait(10)
            return done

        return asyncio.create_task(store.run(lambda t: work(TokenUse(t))))

    one = first()
    await asyncio.to_thread(reserved.wait, 10)
    two = asyncio.create_task(reserve(second_store, other(1), 60))
    if database_url.startswith("postgresql"):
        while not two.done() and not (await asyncio.to_thread(query, database_url, WAITING))[0][0]:
            pass
    go.set()
    assert (await one, await two) == (True, False)


async def test_a_crowd_does_not_pass_the_limit(store: Store, second_store: Store) -> None:
    """Of forty who ask at once for a tenth of what is left, ten get it."""
    stores = (store, second_store)
    asked = [reserve(stores[n % 2], other(n), 10) for n in range(40)]
    assert sum(await asyncio.gather(*asked)) == 10
