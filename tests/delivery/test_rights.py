"""Forgetting on the way of a turn: deleted and answered in one transaction, once, and strangers afterwards."""

import pytest

from bot.delivery import Delivery
from bot.store import Store
from bot.store.rights import PERSONAL, Rights, Whose
from bot.turns import Turns
from dialogs.turn import Action, Turn
from tests.delivery.fakes import ANN, BOB, START, Clock, RecordingChannel, message
from tests.talk import router

ANNS = Whose(ANN.channel, ANN.tenant, ANN.user)
BOBS = Whose(BOB.channel, BOB.tenant, BOB.user)


@pytest.fixture
def turns(store: Store, delivery: Delivery) -> Turns:
    """The way of every turn, to the shipped course's dialogs."""
    return Turns(router(), store, delivery)


async def rows(store: Store, whose: Whose) -> dict[str, int]:
    return await store.run(lambda t: Rights(t).counts(whose))


async def confirm(turns: Turns, store: Store) -> Turn:
    """Ann answers a question, tells something, and asks to be forgotten; the click that confirms it."""
    for n, said in enumerate(("quiz 2", "a", "feedback the link is dead", "forget me")):
        await turns.receive(message(f"ann {n}", said))
    offered = (await store.run(lambda t: t.conversation(ANN))).offered
    wire = next(control.action for control in offered if control.label == "Yes, forget me")
    return Turn("the click", ANN, Action.parse(wire), START, "m1")


async def test_forgotten(turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel) -> None:
    """Nothing is left of Ann but the reply that says so; Bob is as he was; a second delivery does nothing."""
    await turns.receive(message("bob 0", "quiz 2", BOB))
    before = await rows(store, BOBS)
    click = await confirm(turns, store)
    kept = await rows(store, ANNS)
    assert all(kept[table] for table in ("learner", "conversation", "attempt", "outgoing", "feedback"))
    assert await turns.receive(click)
    assert await rows(store, ANNS) == dict.fromkeys(PERSONAL, 0) | {"outgoing": 1}
    assert await rows(store, BOBS) == before
    assert not await turns.receive(click)
    await delivery.drain()
    assert "Everything that I kept of you is deleted" in channel.sent[-1]


async def test_a_stranger_afterwards(turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel) -> None:
    """The next message is answered as a first one."""
    await turns.receive(await confirm(turns, store))
    await turns.receive(message("after", "progress"))
    await delivery.drain()
    assert "Nothing answered yet" in channel.sent[-1]
    assert (await store.run(lambda t: t.learner(ANN))).version == 1


async def test_shown(turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel) -> None:
    """What is kept is read in the turn's own transaction and sent in order, the way on last."""
    await confirm(turns, store)
    await turns.receive(message("show", "my data"))
    await delivery.drain()
    *_, first, feedback, answers, last = channel.sent
    assert first.startswith("What I keep of you")
    assert "the link is dead" in feedback
    assert "23 Nov 2026" in answers
    assert last.startswith("To have all of it deleted")


async def test_replies_on_the_way_are_deleted_too(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel, clock: Clock
) -> None:
    """A reply that was to be tried again is not sent after its learner was forgotten."""
    channel.faults.append(ConnectionError())
    await turns.receive(message("lost", "define RAG"))
    await delivery.drain()
    click = await confirm(turns, store)
    await turns.receive(click)
    await delivery.drain()
    clock.forward(3_600)
    sent = len(channel.sent)
    assert await delivery.sweep() == 0
    assert len(channel.sent) == sent
