"""Replies wait until somebody sends them: one process at a time, in order, until it is known how it went."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from bot.store import Outgoing, State, Store
from dialogs.reply import Element, Reply
from dialogs.turn import Address
from tests.store.database import query
from tests.store.samples import ADDRESS, HELLO, LEASE, NOW, PLAIN_ADDRESS, REPLY

LATER = NOW + LEASE


async def queue(
    store: Store,
    turn: str,
    replies: tuple[Reply, ...] = (HELLO,),
    address: Address = ADDRESS,
    at: datetime = NOW,
) -> list[Outgoing]:
    """Queue replies as a turn does."""
    return await store.run(lambda t: t.queue(turn, address, replies, at, LEASE))


async def claim(store: Store, now: datetime = LATER, limit: int = 100, channel: str = "slack") -> list[Outgoing]:
    """Claim replies as a sweeper does."""
    return await store.run(lambda t: t.claim(channel, now, LEASE, limit))


async def settle(store: Store, item: Outgoing, state: State = State.SENT) -> bool:
    """Settle a reply as whoever holds its lease does."""
    return await store.run(lambda t: t.settle(item.turn, item.n, state, "ref", item.attempts))


async def waiting(store: Store, address: Address = ADDRESS) -> list[str]:
    """Ids of what a conversation has not been shown."""
    return [item.id for item in await store.run(lambda t: t.waiting(address))]


async def test_a_reply_comes_back_whole(store: Store) -> None:
    """Every kind of element, and the address with what only its channel reads, survive."""
    kinds = {type(element) for element in REPLY.elements}
    assert kinds == set(get_args(get_args(Element)[0]))
    (queued,) = await queue(store, "one", (REPLY,))
    assert queued == Outgoing("one", 0, ADDRESS, REPLY, 1, LATER)
    assert await claim(store) == [replace(queued, attempts=2, lease_until=LATER + LEASE)]


async def test_a_reply_knows_what_it_is_behind(store: Store) -> None:
    """The one other that waits for the same place; several by no name; and never itself, or what was sent."""
    (first,) = await queue(store, "one")
    await queue(store, "elsewhere", address=PLAIN_ADDRESS)
    second, third = await queue(store, "two", (HELLO, REPLY))
    assert (first.behind, second.behind, third.behind) == (None, first.id, first.id)
    assert [item.behind for item in await queue(store, "three")] == [""]
    for item in (first, second, third):
        await settle(store, item)
    assert [item.behind for item in await queue(store, "four")] == ["three#0"]


async def test_what_was_begun_is_known(store: Store) -> None:
    """Whoever takes up a reply knows in which message it was begun, unless its holder had lost it by then."""
    (held,) = await queue(store, "one")
    await store.run(lambda t: t.begin(held, "message-1"))
    (taken,) = await claim(store, NOW + LEASE)
    assert (held.begun, taken.begun) == ("", "message-1")
    await store.run(lambda t: t.begin(held, "message-2"))
    (again,) = await claim(store, NOW + 2 * LEASE)
    assert again.begun == "message-1"
    assert [item.begun for item in await store.run(lambda t: t.waiting(ADDRESS))] == ["message-1"]


async def test_a_lease_keeps_others_away(store: Store) -> None:
    """Whoever commits a reply sends it; when that lease is over it can be claimed, for one lease more."""
    await queue(store, "one")
    assert await claim(store, NOW + LEASE - timedelta(milliseconds=1)) == []
    assert len(await claim(store, NOW + LEASE)) == 1
    assert await claim(store, NOW + LEASE) == []
    assert len(await claim(store, NOW + 2 * LEASE)) == 1


async def test_a_late_sender_settles_nothing(store: Store) -> None:
    """Once somebody else has claimed a reply, the former holder can neither settle nor postpone it."""
    (former,) = await queue(store, "one")
    (holder,) = await claim(store)
    await store.run(lambda t: t.postpone(former, NOW))
    assert await settle(store, former) is False
    assert await claim(store) == []
    assert await settle(store, holder) is True


async def test_a_settled_reply_is_over(store: Store, database_url: str) -> None:
    """What was sent or given up is not sent again, and its words are gone."""
    sent, failed = await queue(store, "one", (REPLY, HELLO))
    assert await settle(store, sent)
    assert await settle(store, failed, State.FAILED)
    assert not await settle(store, sent)
    assert await claim(store, NOW + timedelta(days=1)) == []
    assert await waiting(store) == []
    rows = query(database_url, "select reply, state, sent_ref from outgoing order by n")
    assert rows == [("", State.SENT, "ref"), ("", State.FAILED, "ref")]


async def test_a_postponed_reply_comes_when_it_is_time(store: Store) -> None:
    """Put off by an hour, a reply is claimed in an hour."""
    (item,) = await queue(store, "one")
    hour = NOW + timedelta(hours=1)
    await store.run(lambda t: t.postpone(item, hour))
    assert await claim(store, hour - timedelta(milliseconds=1)) == []
    assert len(await claim(store, hour)) == 1


async def test_the_oldest_are_claimed_first(store: Store) -> None:
    """Replies come in the order of their turns, whatever the turns are called, and in order within a turn."""
    for seconds, turn in enumerate(("z", "m", "a")):
        await queue(store, turn, (HELLO, HELLO), at=NOW + timedelta(seconds=seconds))
    late = NOW + timedelta(hours=1)
    assert [item.id for item in await claim(store, late, limit=3)] == ["z#0", "z#1", "m#0"]
    assert [item.id for item in await claim(store, late)] == ["m#1", "a#0", "a#1"]


async def test_a_channel_claims_its_own(store: Store) -> None:
    """A process that serves one channel leaves the other's replies alone."""
    await queue(store, "one", address=PLAIN_ADDRESS)
    assert await claim(store, channel="slack") == []
    assert len(await claim(store, channel="web")) == 1


async def test_two_sweepers_share(store: Store, second_store: Store) -> None:
    """Two processes that sweep at once claim every reply, and none twice."""
    for n in range(120):
        await queue(store, f"turn {n:03}")
    claims = await asyncio.gather(*(claim(at, limit=15) for at in (store, second_store) * 4))
    found = [item.id for claimed in claims for item in claimed]
    assert len(found) == len(set(found))
    found += [item.id for item in await claim(store, limit=1000)]
    assert sorted(found) == [f"turn {n:03}#0" for n in range(120)]


async def test_what_a_conversation_waits_for(store: Store) -> None:
    """A conversation is told of its own unsent replies, oldest first, leased or not."""
    for seconds, turn in enumerate(("z", "a")):
        await queue(store, turn, (HELLO, HELLO), at=NOW + timedelta(seconds=seconds))
    await queue(store, "elsewhere", address=replace(ADDRESS, thread="18.1"))
    assert await waiting(store) == ["z#0", "z#1", "a#0", "a#1"]


async def test_what_cannot_be_read_harms_no_other(store: Store, database_url: str) -> None:
    """A reply that a newer version wrote is left to it; those of this version go out."""
    for turn in ("ours", "theirs"):
        await queue(store, turn)
    query(
        database_url,
        """update outgoing set reply = '{"elements": [{"kind": "hologram"}]}' where turn = 'theirs'""",
    )
    assert await waiting(store) == ["ours#0"]
    assert [item.id for item in await claim(store)] == ["ours#0"]
    assert await store.run(lambda t: t.count("outgoing")) == 2
