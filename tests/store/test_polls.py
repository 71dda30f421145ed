"""Polls, votes and boards on both engines: one open poll a place, one vote a person, nothing counted twice or lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.store import ConflictError, Polls, State, Store, Transaction
from bot.store.polls import REFRESH
from bot.store.rights import Rights, Whose
from dialogs.dialog import Outcome
from dialogs.learner import Attempt, Learner
from dialogs.reply import say
from dialogs.room import Poll, Room, Seat, Standing, Vote
from dialogs.turn import Action, Address, Message, Turn
from tests.store.samples import ANYTHING, LEARNER, LEASE, NOW

PLACE = Address("slack", "T1", "", "C1", "17.5", direct=False, reference={"url": ANYTHING}, shared=True)
POLL = Poll("p1", PLACE, "q", 4, NOW, NOW + timedelta(minutes=10), "Asia/Tokyo", "0a1b2c3d")
ASKED, SHOWN, TOLD = say("a question"), say("a question, 1 answer"), say("what is right")


def at(user: str) -> Address:
    """Somebody in the place."""
    return replace(PLACE, user=user)


def pressed(user: str, poll: Poll = POLL) -> Turn:
    """Somebody presses a button of a poll."""
    return Turn("t", at(user), Action("poll", "vote", (poll.id, "b")), NOW)


def written(user: str) -> Turn:
    """Somebody writes in the place."""
    return Turn("t", at(user), Message("hm"), NOW)


async def ask(store: Store, poll: Poll = POLL) -> None:
    """Open a poll whose question was posted as message `m1`."""
    (item,) = await store.run(lambda t: Polls(t).keep(Outcome((), poll=poll, posts=(ASKED,)), Room(), NOW, LEASE))
    await store.run(lambda t: t.settle(item.turn, item.n, State.SENT, "m1"))


def vote(transaction: Transaction, user: str, choice: str, poll: Poll = POLL) -> None:
    """Somebody answers, as a turn has it."""
    room = Polls(transaction).room(pressed(user, poll))
    outcome = Outcome((), records=(Vote(poll.id, poll.question, poll.revision, choice, NOW),))
    transaction.append(Learner("slack", "T1", user), outcome.records)
    Polls(transaction).keep(outcome, room, NOW, LEASE)


async def room(store: Store, turn: Turn) -> Room:
    return await store.run(lambda t: Polls(t).room(turn))


async def test_what_is_kept_is_read_as_it_was_written(store: Store) -> None:
    """A poll comes back whole, with what stands beside it, by its button and in its place."""
    await ask(store)
    for user, choice in (("ann", "a"), ("bob", "b"), ("cy", "b")):
        await store.run(lambda t: vote(t, user, choice))  # noqa: B023 - awaited
    wanted = replace(POLL, version=1, message="m1", counts={"a": 1, "b": 2}, mine="b")
    assert await room(store, pressed("bob")) == Room(wanted)
    heard = replace(wanted, voters=("cy", "bob", "ann"))
    assert await room(store, written("bob")) == Room(heard, ("q",))
    assert (await room(store, written("dora"))).poll == replace(heard, mine="")


async def test_nobody_elses(store: Store) -> None:
    """Neither another workspace nor another place nor a direct chat finds it."""
    await ask(store)
    other = replace(at("ann"), tenant="T2", conversation="C2")
    assert await room(store, replace(pressed("ann"), address=other)) == Room()
    assert await room(store, replace(written("ann"), address=replace(at("ann"), conversation="C2"))) == Room()
    assert await room(store, replace(written("ann"), address=replace(at("ann"), shared=False))) == Room()


async def test_a_place_of_several_workspaces(store: Store) -> None:
    """Whoever shares the channel from another workspace finds it by its button, and answers for themselves."""
    await ask(store)
    other = replace(pressed("ann"), address=replace(at("ann"), tenant="T2"))
    found = (await room(store, other)).poll
    assert found is not None
    assert found.id == POLL.id
    outcome = Outcome((), records=(Vote("p1", "q", 4, "a", NOW),))
    await store.run(lambda t: t.append(Learner("slack", "T2", "ann"), outcome.records))
    await store.run(lambda t: vote(t, "ann", "b"))
    told = [(await room(store, turn)).poll for turn in (pressed("ann"), other)]
    assert [(poll.mine, poll.counts) for poll in told if poll is not None] == [
        ("b", {"a": 1, "b": 1}),
        ("a", {"a": 1, "b": 1}),
    ]


async def test_one_is_open_in_a_place(store: Store) -> None:
    """A second one conflicts, whoever opens it; elsewhere, and once the first is closed, there may be one."""
    await ask(store)
    second = replace(POLL, id="p2")
    with pytest.raises(ConflictError):
        await ask(store, second)
    await ask(store, replace(second, id="p3", address=replace(PLACE, conversation="C2")))
    found = (await room(store, written("ann"))).poll
    assert found is not None
    closed = replace(found, closed_at=NOW, by="")
    await store.run(lambda t: Polls(t).keep(Outcome((), poll=closed), Room(found), NOW, LEASE))
    await ask(store, second)


async def test_a_later_vote_takes_the_place_of_the_former(store: Store) -> None:
    """One row a person."""
    await ask(store)
    for choice in "abca":
        await store.run(lambda t: vote(t, "ann", choice))  # noqa: B023 - awaited
    poll = (await room(store, pressed("ann"))).poll
    assert poll is not None
    assert (poll.counts, poll.mine) == ({"a": 1}, "a")


async def test_a_crowd_from_two_processes(store: Store, second_store: Store) -> None:
    """Forty at once, from both: nobody conflicts, and all are counted."""
    await ask(store)
    stores = (store, second_store)
    await asyncio.gather(*(stores[n % 2].run(partial(vote, user=f"u{n}", choice="abcd"[n % 4])) for n in range(40)))
    poll = (await room(store, pressed("ann"))).poll
    assert poll is not None
    assert poll.counts == dict.fromkeys("abcd", 10)
    assert poll.version == 1


async def test_votes_and_the_closing_do_not_pass_each_other(store: Store, second_store: Store) -> None:
    """Whatever comes first: a vote that was taken is counted in what the closing sees."""
    await ask(store)
    seen: list[int] = []

    def close(transaction: Transaction) -> None:
        poll = Polls(transaction).room(pressed("host")).poll
        assert poll is not None
        if poll.open:
            closed = replace(poll, closed_at=NOW)
            Polls(transaction).keep(Outcome((), poll=closed), Room(poll), NOW, LEASE)
            seen.append(poll.answers)

    def vote_if_open(transaction: Transaction, user: str) -> bool:
        poll = Polls(transaction).room(pressed(user)).poll
        assert poll is not None
        if poll.open:
            transaction.append(Learner("slack", "T1", user), [Vote("p1", "q", 4, "a", NOW)])
        return poll.open

    voters = [second_store.run(partial(vote_if_open, user=f"u{n}")) for n in range(20)]
    taken = await asyncio.gather(*voters[:10], store.run(close), *voters[10:])
    assert seen[-1] == sum(bool(one) for one in taken)
    assert await store.run(lambda t: t.count("vote")) == seen[-1]


async def test_due(store: Store) -> None:
    """At its end; some seconds after a vote, however many come meanwhile; on its channel alone."""
    await ask(store)

    async def due(seconds: float, channel: str = "slack") -> str:
        at = NOW + timedelta(seconds=seconds)
        return await store.run(lambda t: Polls(t).due(channel, at, at)) or ""

    assert [await due(599), await due(600), await due(600, "teams")] == ["", "p1", ""]
    for user in ("ann", "bob"):
        await store.run(lambda t: vote(t, user, "a"))  # noqa: B023 - awaited
    assert [await due(REFRESH.total_seconds() - 1), await due(REFRESH.total_seconds())] == ["", "p1"]
    await store.run(lambda t: Polls(t).rest(POLL, POLL.closes_at))
    assert [await due(599), await due(600)] == ["", "p1"]
    await store.run(lambda t: Polls(t).skip(POLL.id, POLL.closes_at, NOW + timedelta(hours=1)))
    assert [await due(3599), await due(3600)] == ["", "p1"]
    await store.run(lambda t: Polls(t).rest(POLL, None))
    assert await due(10**6) == ""


async def test_what_is_shown_late_is_not_shown(store: Store) -> None:
    """A count that still waits is withdrawn when a newer one or the end is told, so that it never comes after them."""
    await ask(store)
    poll = (await room(store, pressed("ann"))).poll
    assert poll is not None
    for shown in (SHOWN, SHOWN):
        await store.run(lambda t: Polls(t).keep(Outcome((), posts=(shown,)), Room(poll), NOW, LEASE))  # noqa: B023
    closed = replace(poll, closed_at=NOW)
    await store.run(lambda t: Polls(t).keep(Outcome((), poll=closed, posts=(TOLD, TOLD)), Room(poll), NOW, LEASE))
    waiting = await store.run(lambda t: t.claim("slack", NOW + LEASE, LEASE, 9))
    assert [(item.turn, item.n, item.reply) for item in waiting] == [
        ("poll:close:p1", 0, TOLD),
        ("poll:close:p1", 1, TOLD),
    ]


async def test_the_message_is_the_latest_that_was_sent(store: Store) -> None:
    """Where a platform had to post it anew, later changes go there."""
    await ask(store)
    poll = (await room(store, pressed("ann"))).poll
    assert poll is not None
    (item,) = await store.run(lambda t: Polls(t).keep(Outcome((), posts=(SHOWN,)), Room(poll), NOW, LEASE))
    await store.run(lambda t: t.settle(item.turn, item.n, State.SENT, "m2"))
    found = (await room(store, pressed("ann"))).poll
    assert found is not None
    assert found.message == "m2"


async def test_one_that_never_was_posted(store: Store) -> None:
    """It is no poll: the place may have another, and no vote is left."""
    (item,) = await store.run(lambda t: Polls(t).keep(Outcome((), poll=POLL, posts=(ASKED,)), Room(), NOW, LEASE))
    found = (await room(store, written("ann"))).poll
    assert found is not None
    assert found.message == ""
    await store.run(lambda t: vote(t, "ann", "a"))
    await store.run(lambda t: t.settle(item.turn, item.n, State.FAILED, "not_in_channel"))
    assert (await room(store, written("ann"))).poll is None
    assert await store.run(lambda t: t.count("vote")) == 0
    await ask(store, replace(POLL, id="p2"))


async def test_a_vote_is_taken_once(store: Store, second_store: Store) -> None:
    """Two who settle at once: one has it, and it is gone."""
    await ask(store)
    await store.run(lambda t: vote(t, "ann", "c"))
    voters = await store.run(lambda t: Polls(t).unsettled(POLL, 9))
    assert [voter.user for voter in voters] == ["ann"]
    taken = await asyncio.gather(*(s.run(lambda t: Polls(t).take(POLL, voters[0])) for s in (store, second_store)))
    assert sorted(taken, key=bool) == [None, ("c", NOW)]
    assert await store.run(lambda t: Polls(t).unsettled(POLL, 9)) == []


async def test_whoever_is_forgotten_has_not_voted(store: Store) -> None:
    """Their vote leaves the count, and their name the board."""
    await ask(store)
    await store.run(lambda t: vote(t, "ann", "c"))
    await store.run(lambda t: vote(t, "bob", "c"))
    await store.run(lambda t: t.append(Learner("slack", "T1", "ann"), [Seat("C1", taken=True, at=NOW)]))
    await store.run(lambda t: Rights(t).forget(Whose("slack", "T1", "ann"), NOW))
    poll = (await room(store, pressed("ann"))).poll
    assert poll is not None
    assert (poll.counts, poll.mine, poll.message) == ({"c": 1}, "", "m1")
    assert await store.run(lambda t: Polls(t).standings(PLACE, 10)) == []


async def test_the_board(store: Store) -> None:
    """Who took a place on it, with what they answered of the last rounds since then, here."""

    def answered(user: str, poll: str, score: float, when: int) -> None:
        learner = Learner("slack", "T1", user)
        attempt = Attempt(Poll.named(poll), "q", 4, "o", True, "b", score, 0, NOW + timedelta(hours=when))
        made.append((learner, attempt))

    made: list[tuple[Learner, Attempt]] = []
    for n in range(4):
        poll = replace(POLL, id=f"r{n}", opened_at=NOW + timedelta(hours=n))
        await ask(store, poll)
        found = (await room(store, pressed("ann", poll))).poll
        assert found is not None
        closed = replace(found, closed_at=NOW)
        await store.run(lambda t: Polls(t).keep(Outcome((), poll=closed), Room(found), NOW, LEASE))  # noqa: B023
        answered("ann", f"r{n}", float(n != 3), n)
        answered("bob", f"r{n}", 1.0, n)
    answered("ann", "elsewhere", 1.0, 3)

    def enter(transaction: Transaction) -> None:
        ann = replace(LEARNER, version=0, channel="slack", tenant="T1", user="ann", name=ANYTHING)
        transaction.save_learner(ann, None)
        for learner, attempt in made:
            transaction.append(learner, [attempt])
        transaction.append(ann, [Seat("C1", taken=True, at=NOW + timedelta(hours=1))])
        transaction.append(ann, [Seat("C1", taken=True, at=NOW + timedelta(hours=9))])
        transaction.append(Learner("slack", "T1", "cy"), [Seat("C1", taken=True, at=NOW)])
        transaction.append(Learner("slack", "T1", "dora"), [Seat("C2", taken=True, at=NOW)])

    await store.run(enter)

    async def board(rounds: int) -> list[Standing]:
        found = await store.run(lambda t: Polls(t).standings(PLACE, rounds))
        return sorted(found, key=lambda one: -one.answered)

    assert await board(10) == [Standing(ANYTHING, 3, 2), Standing("", 0, 0)]
    assert await board(2) == [Standing(ANYTHING, 2, 1), Standing("", 0, 0)]
    await store.run(lambda t: t.append(Learner("slack", "T1", "ann"), [Seat("C1", taken=False, at=NOW)]))
    assert await board(10) == [Standing("", 0, 0)]


async def test_the_board_with_a_row_that_cannot_be_read(store: Store) -> None:
    """Whoever it is of stands there without a name, and everybody else as ever."""

    def enter(transaction: Transaction) -> None:
        for user in ("ann", "bob", "cy"):
            who = replace(LEARNER, version=0, channel="slack", tenant="T1", user=user, name=user)
            transaction.save_learner(who, None)
            transaction.append(who, [Seat("C1", taken=True, at=NOW)])
        for user, data in (("bob", "torn"), ("cy", "[]")):
            transaction.execute("update learner set data = ? where user_id = ?", (data, user))

    await store.run(enter)
    found = await store.run(lambda t: Polls(t).standings(PLACE, 10))
    assert sorted(one.name for one in found) == ["", "", "ann"]


async def test_purged(store: Store) -> None:
    """Closed ones go by their age, open ones stay; a vote that was left over goes sooner."""
    await ask(store)
    await ask(store, replace(POLL, id="p2", address=replace(PLACE, conversation="C2")))
    await store.run(lambda t: vote(t, "ann", "a"))
    found = (await room(store, pressed("ann"))).poll
    assert found is not None
    closed = replace(found, closed_at=NOW)
    await store.run(lambda t: Polls(t).keep(Outcome((), poll=closed), Room(found), NOW, LEASE))
    assert await store.run(lambda t: Polls(t).purge(NOW, NOW)) == 0
    later = NOW + timedelta(seconds=1)
    assert await store.run(lambda t: Polls(t).purge(NOW, later)) == 1
    assert await store.run(lambda t: Polls(t).purge(later, later)) == 1
    assert await store.run(lambda t: t.count("poll")) == 1
