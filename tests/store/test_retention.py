"""Learners who have been away too long are forgotten, on both engines, when an owner wants that, and nobody else."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.app import build
from bot.retention import BATCH, Retention
from bot.server import application
from bot.settings import SettingsError, load_settings
from bot.store import Store, Transaction, open_store
from bot.store.rights import PERSONAL, Rights, Whose
from dialogs.turn import Address
from tests.delivery.fakes import ANN, BOB, Clock, message
from tests.store.database import query
from tests.store.samples import ATTEMPT, LEARNER
from tests.store.test_rights import keep

DAY = timedelta(days=1).total_seconds()
SOMEBODY = Address(LEARNER.channel, LEARNER.tenant, "ann", "C1")


async def people(store: Store) -> int:
    return await store.run(lambda t: t.count("learner"))


async def test_who_has_been_away_goes(database_url: str) -> None:
    """Ann came ten days ago and is forgotten after a week; Bob came today and stays, whole."""
    clock = Clock()
    app = build(load_settings({"DATABASE_URL": database_url, "RETENTION_DAYS": "7"}), clock)
    assert app.retention is not None
    for n, address in enumerate((ANN, BOB)):
        await app.turns.receive(message(f"first {n}", "hello", address))
    clock.forward(10 * DAY)
    await app.turns.receive(message("second", "hello", BOB))
    assert await app.retention.purge() == 1
    ann, bob = (Whose(a.channel, a.tenant, a.user) for a in (ANN, BOB))
    assert await app.store.run(lambda t: Rights(t).counts(ann)) == dict.fromkeys(PERSONAL, 0)
    assert (await app.store.run(lambda t: Rights(t).counts(bob)))["learner"] == 1
    assert await app.retention.purge() == 0
    await app.close()


@pytest.mark.parametrize(("days", "left"), [(7, 1), (8, 0)])
async def test_the_last_day_counts(store: Store, days: int, left: int) -> None:
    """On the seventh day after the last visit a learner is still known, on the eighth not."""
    clock = Clock()
    await store.run(lambda t: keep(t, "ann"))
    retention = Retention(store, 7, clock)
    clock.forward(days * DAY)
    await retention.purge()
    assert await people(store) == left


async def test_turned_on_later(store: Store) -> None:
    """Those whose visits nobody noted are counted from the first purge, and not forgotten at once."""
    await store.run(lambda t: keep(t, "ann"))
    await store.run(lambda t: t.execute("delete from visit returning 1", ()))
    clock = Clock()
    clock.forward(100 * DAY)
    assert await Retention(store, 7, clock).purge() == 0
    clock.forward(8 * DAY)
    assert await Retention(store, 7, clock).purge() == 1


async def test_many_at_once(store: Store) -> None:
    """More than one transaction's worth of learners all go."""
    clock = Clock()

    def fill(transaction: Transaction) -> None:
        for n in range(2 * BATCH + 3):
            Rights(transaction).visited(Address("web", "local", f"u{n}", f"u{n}"), clock().date())

    await store.run(fill)
    clock.forward(30 * DAY)
    assert await Retention(store, 7, clock).purge() == 2 * BATCH + 3


async def purged_meanwhile(url: str, clock: Clock, turn: Callable[[Transaction, Callable[[], None]], None]) -> int:
    """How many a purge forgets that begins where a turn waits for it, and that has to wait for the turn."""
    store, other = open_store(url), open_store(url)
    held, waited_for = threading.Event(), threading.Event()

    def wait() -> None:
        held.set()
        assert waited_for.wait(10)

    coming = asyncio.create_task(store.run(lambda t: turn(t, wait)))
    assert await asyncio.to_thread(held.wait, 10)
    purging = asyncio.create_task(Retention(other, 7, clock).purge())
    async with asyncio.timeout(10):
        while not await asyncio.to_thread(query, url, "select 1 from pg_locks where not granted"):
            pass
    waited_for.set()
    await coming
    gone = await purging
    for one in (store, other):
        await one.close()
    return gone


async def test_who_is_just_coming_back(postgres_url: str) -> None:
    """A purge that meets a learner's turn waits for it, and leaves them all that they have; SQLite has one writer."""
    store, clock = open_store(postgres_url), Clock()
    await store.run(lambda t: keep(t, "ann"))
    clock.forward(100 * DAY)

    def come_back(transaction: Transaction, wait: Callable[[], None]) -> None:
        transaction.learner(SOMEBODY)
        wait()
        Rights(transaction).visited(SOMEBODY, clock().date())

    assert await purged_meanwhile(postgres_url, clock, come_back) == 0
    assert await store.run(lambda t: (t.count("learner"), t.count("attempt"))) == (1, 1)
    await store.close()


async def test_of_whom_only_a_visit_is_known(postgres_url: str) -> None:
    """What a turn keeps of them for the first time is left to them too, and so is their visit."""
    store, clock = open_store(postgres_url), Clock()
    await store.run(lambda t: Rights(t).visited(SOMEBODY, clock().date()))
    clock.forward(100 * DAY)

    def come_back(transaction: Transaction, wait: Callable[[], None]) -> None:
        learner = transaction.learner(SOMEBODY)
        transaction.save_learner(learner, None)
        transaction.append(learner, [ATTEMPT])
        Rights(transaction).visited(SOMEBODY, clock().date())
        wait()

    assert await purged_meanwhile(postgres_url, clock, come_back) == 0
    assert await store.run(lambda t: [t.count(table) for table in ("learner", "attempt", "visit")]) == [1, 1, 1]
    await store.close()


async def test_off_unless_asked_for() -> None:
    """Without the setting no visit is noted and nobody is forgotten; 0 is refused."""
    app = build(load_settings({"DATABASE_URL": "sqlite:///:memory:"}))
    assert app.retention is None
    await app.turns.receive(message("one", "hello"))
    assert await app.store.run(lambda t: t.count("visit")) == 0
    await app.close()
    with pytest.raises(SettingsError, match="RETENTION_DAYS"):
        load_settings({"RETENTION_DAYS": "0"})


async def test_a_server_does_it(caplog: pytest.LogCaptureFixture) -> None:
    """It begins with the server, tells of whom it forgot, and ends with it."""
    caplog.set_level("INFO", "bot.retention")
    app = build(load_settings({"DATABASE_URL": "sqlite:///:memory:", "RETENTION_DAYS": "30"}))
    await app.store.run(lambda t: keep(t, "ann"))
    await app.store.run(lambda t: t.execute("update visit set day = '2020-01-01' returning 1", ()))
    server = application(app)
    server.freeze()
    await server.startup()
    async with asyncio.timeout(10):
        while "forgot 1 learners" not in caplog.text:
            await app.store.run(Transaction.ready)
    await server.shutdown()
    await server.cleanup()
