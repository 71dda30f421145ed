"""However much of it only a newer version can read, an older one goes on with the rest, and leaves that for later."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.delivery import BATCH, Delivery, PollKeeper, Scheduler
from bot.delivery.polls import BATCH as SETTLED
from bot.delivery.scheduler import BATCH as SCHEDULED
from bot.delivery.sending import FOREIGN
from bot.store import Polls, Schedule, State, Store, Transaction
from bot.store.rows import OUTGOING, Row
from dialogs.dialog import Outcome
from dialogs.learner import Daily, Learner
from dialogs.room import Poll, Room, Vote
from tests.delivery.fakes import Clock, RecordingChannel
from tests.store.database import query
from tests.store.samples import ADDRESS, HELLO, LEASE, NOW
from tests.talk import router, shipped

T = TypeVar("T")

UNREADABLE = (
    f"""data = '{{"channel": "{ADDRESS.channel}", "tenant": "{ADDRESS.tenant}","""
    """ "user": "' || user_id || '", "daily": {"at": {"sun": "rise"}}}'"""
)
"""What an older version makes nothing of."""

QUESTION = next(iter(shipped().questions.values()))
POLL = Poll(
    *("p1", replace(ADDRESS, user="", shared=True), QUESTION.id, QUESTION.revision, NOW, NOW + timedelta(minutes=10))
)


async def test_the_rest_of_a_batch_does_not_wait(store: Store, database_url: str) -> None:
    """Whom only a newer version can read wait a minute, however many; all others get theirs in the next round."""
    clock, channel = Clock(), RecordingChannel("slack")
    daily = Learner(ADDRESS.channel, ADDRESS.tenant, "", daily=Daily(weekdays_only=False))
    theirs, ours = [f"ann {n:02}" for n in range(SCHEDULED)], ["zoe", "zora"]
    people = [replace(daily, user=user, home=replace(ADDRESS, user=user)) for user in (*theirs, *ours)]
    clock.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    due = [(who, clock.now - timedelta(minutes=len(people) - n)) for n, who in enumerate(people)]
    await store.run(lambda t: Schedule(t).save_learners(due))
    query(database_url, f"update learner set {UNREADABLE} where user_id like 'ann%'")  # noqa: S608
    delivery = Delivery(store, {"slack": channel}, clock)
    scheduler = Scheduler(store, router(), delivery)
    assert [await scheduler.step() for _ in range(3)] == [SCHEDULED, len(ours), 0]
    await delivery.drain()
    assert len(channel.sent) == len(ours)
    clock.forward(59)
    assert await scheduler.step() == 0
    clock.forward(1)
    assert await scheduler.step() == SCHEDULED


async def test_votes_that_cannot_be_read_starve_none(store: Store, database_url: str) -> None:
    """Answers of fifty whom only a newer version can read wait for it; everybody else's count all the same."""
    opened = Outcome((), poll=POLL, posts=(HELLO,))
    await store.run(lambda t: Polls(t).keep(opened, Room(), NOW, LEASE))
    await store.run(lambda t: t.settle(f"poll:open:{POLL.id}", 0, State.SENT, "m1"))
    ours, theirs = [f"zoe {n}" for n in range(3)], [f"ann {n:02}" for n in range(SETTLED + 1)]

    def vote(transaction: Transaction) -> None:
        for user in (*ours, *theirs):
            learner = Learner(ADDRESS.channel, ADDRESS.tenant, user)
            transaction.save_learner(learner, None)
            transaction.append(learner, [Vote(POLL.id, POLL.question, POLL.revision, "a", NOW)])

    await store.run(vote)
    query(database_url, f"update learner set {UNREADABLE} where user_id like 'ann%'")  # noqa: S608
    clock = Clock()
    clock.now = POLL.closes_at
    keeper = PollKeeper(store, router(), Delivery(store, {"slack": RecordingChannel("slack")}, clock))
    for _ in range(3):
        while await keeper.step():
            pass
        clock.forward(61)
    assert sorted(query(database_url, "select user_id from attempt")) == [(user,) for user in ours]
    assert sorted(query(database_url, "select user_id from vote")) == [(user,) for user in theirs]
    query(database_url, 'update learner set data = replace(data, \'{"sun": "rise"}\', \'"09:00"\')')
    await keeper.step()
    assert query(database_url, "select count(*) from attempt") == [(len(ours) + len(theirs),)]
    assert query(database_url, "select * from vote") == []


class Measured:
    """A store that knows how many values its longest statement had."""

    def __init__(self, store: Store) -> None:
        self.engine, self.close = store.engine, store.close
        self.longest = 0
        self._store = store

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store.run`."""

        def measured(transaction: Transaction) -> T:
            def execute(sql: str, values: Sequence[Any]) -> list[Row]:
                self.longest = max(self.longest, len(values))
                return transaction.execute(sql, values)

            return work(Transaction(execute, transaction.lock))

        return await self._store.run(measured)


async def test_many_replies_that_cannot_be_read_hold_up_none(store: Store, database_url: str) -> None:
    """However many there are, what is remembered of them is bounded, and what can be read is sent among them."""
    for turn in ("ours", "theirs"):
        address = replace(ADDRESS, user=turn)
        await store.run(lambda t: t.queue(turn, address, [HELLO], NOW, LEASE))  # noqa: B023 - awaited
    query(database_url, """update outgoing set reply = '{"elements": [{"kind": "hologram"}]}' where turn = 'theirs'""")
    rest = ", ".join(name for name in OUTGOING if name not in {"turn", "lease_until"})
    numbers = f"numbers (i) as (select 1 union all select i + 1 from numbers where i < {FOREIGN + BATCH})"  # noqa: S608
    query(
        database_url,
        f"with recursive {numbers} insert into outgoing (turn, lease_until, {rest})"  # noqa: S608
        f" select turn || i, lease_until - 1 - i, {rest} from outgoing, numbers where turn = 'theirs'",
    )
    clock, channel, measured = Clock(), RecordingChannel("slack"), Measured(store)
    clock.now = NOW + 2 * LEASE
    delivery = Delivery(measured, {"slack": channel}, clock)
    for _ in range(2 * (FOREIGN // BATCH + 2)):
        await delivery.sweep()
        clock.forward(1)
    await delivery.drain()
    assert channel.sent == ["Hello."]
    assert measured.longest < 2 * FOREIGN + 10
    newer = await store.run(lambda t: t.execute("select distinct attempts, state from outgoing where state = 0", ()))
    assert [tuple(row) for row in newer] == [(1, State.WAITING)]
