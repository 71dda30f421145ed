"""Questions for everybody on their way: what happens when something fails between asking and settling."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels import RetryLaterError, UndeliverableError
from bot.delivery import Delivery, PollKeeper, Sweeper
from bot.router import Router
from bot.store import Store
from bot.turns import Turns
from dialogs.dialog import Outcome
from dialogs.learner import Conversation, Learner
from dialogs.turn import Action, Address, Message, Timer, Turn
from tests.delivery.fakes import START, Clock, RecordingChannel
from tests.talk import router

ANN = Address("chat", "local", "ann", "general", direct=False, shared=True)
BOB = replace(ANN, user="bob")


class Flaky(Router):
    """Routes as the shipped one does, but for the clock's turns of this name."""

    def __init__(self, fails: str) -> None:
        self.fails = fails

    def route(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """See `Router.route`."""
        if turn.event == Timer(self.fails):
            raise ZeroDivisionError
        return router().route(turn, learner, conversation)


@pytest.fixture
async def turns(store: Store, delivery: Delivery) -> AsyncIterator[Turns]:
    """The way of every turn, to the shipped course's dialogs."""
    started = Turns(router(), store, delivery)
    yield started
    await started.drain()


def keeper(store: Store, delivery: Delivery, channel: RecordingChannel, the_router: Router | None = None) -> PollKeeper:
    """What sees to the polls of this channel."""
    return PollKeeper(store, the_router or router(), delivery)


async def ask(turns: Turns, delivery: Delivery, n: int = 0) -> None:
    """Ann asks everybody."""
    await turns.receive(Turn(f"ask {n}", ANN, Message("quiz everyone"), START))
    await delivery.drain()


async def vote(turns: Turns, store: Store, who: Address, letter: str = "a", n: int = 0) -> None:
    """Somebody answers the open question."""
    rows = await store.run(lambda t: t.execute("select id from poll where open = 1", ()))
    action = Action("poll", "vote", (str(rows[0][0]), letter))
    await turns.receive(Turn(f"{who.user} {letter} {n}", who, action, START))


async def test_a_question_that_cannot_be_posted(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel, clock: Clock
) -> None:
    """It is given up, and the next one may be asked; the clock has nothing to close."""
    channel.faults.append(UndeliverableError("not_in_channel"))
    await ask(turns, delivery)
    clock.forward(700)
    assert await keeper(store, delivery, channel).step() == 0
    await ask(turns, delivery, 1)
    assert len(channel.sent) == 1
    assert channel.sent[0].startswith("A question for everyone")


async def test_a_question_that_is_late(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel, clock: Clock
) -> None:
    """While it is on its way nothing is changed in it; one whose time is over before it was seen is closed unseen."""
    channel.faults.append(ConnectionError())
    await ask(turns, delivery)
    await vote(turns, store, BOB)
    clock.forward(4)
    await keeper(store, delivery, channel).step()
    await delivery.drain()
    assert [text for text in channel.sent if "question for everyone" in text] == []
    clock.forward(700)
    while await keeper(store, delivery, channel).step():
        pass
    await delivery.sweep()
    await delivery.drain()
    assert [text for text in channel.sent if "question for everyone" in text.lower()] == []
    assert await store.run(lambda t: t.execute("select open from poll", ())) in ([(0,)], [[0]])


async def test_the_end_is_tried_again(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel, clock: Clock
) -> None:
    """What all are told at the end goes through the same outbox as everything: a fault delays it, once."""
    await ask(turns, delivery)
    for n in range(3):
        await vote(turns, store, replace(ANN, user=f"u{n}"))
    await delivery.drain()
    channel.sent.clear()
    channel.faults.append(ConnectionError())
    clock.forward(700)
    while await keeper(store, delivery, channel).step():
        pass
    await delivery.drain()
    assert channel.sent == []
    clock.forward(60)
    await delivery.sweep()
    await delivery.drain()
    first, second = channel.sent
    assert first.startswith("A question for everyone: closed")
    assert second.startswith("The right answer is")


@pytest.mark.parametrize("fails", ["poll:show", "poll:close", "poll:count"])
async def test_a_failure_is_put_off_and_loses_nothing(
    fails: str,
    turns: Turns,
    delivery: Delivery,
    store: Store,
    channel: RecordingChannel,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A defect holds up nobody, is told once, and is tried again a minute later; then all is as if nothing had been."""
    await ask(turns, delivery)
    for n in range(3):
        await vote(turns, store, replace(ANN, user=f"u{n}"))
    clock.forward(4)
    flaky = keeper(store, delivery, channel, Flaky(fails))
    await flaky.step()
    clock.forward(700)
    for _ in range(3):
        await flaky.step()
    assert await store.run(lambda t: t.count("attempt")) == (3 if fails == "poll:show" else 0)
    assert caplog.text.count("could not be made to count") == int(fails == "poll:count")
    clock.forward(61)
    sound = keeper(store, delivery, channel)
    while await sound.step():
        pass
    await delivery.drain()
    assert await store.run(lambda t: (t.count("attempt"), t.count("vote"))) == (3, 0)
    assert sum(text.startswith("The right answer is") for text in channel.sent) == 1


async def test_a_failure_holds_up_no_other_of_its_channel(
    turns: Turns,
    delivery: Delivery,
    store: Store,
    channel: RecordingChannel,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Ones that fail, cannot be read, or never were posted: the rest is closed in the same look; each is named once."""
    ids: list[str] = []
    for place in ("failing", "unreadable", "unposted", "sound"):
        if place == "unposted":
            channel.faults.append(UndeliverableError("not_in_channel"))
        asked = Turn(f"ask {place}", replace(ANN, conversation=place), Message("quiz everyone"), START)
        await turns.receive(asked)
        await delivery.drain()
        where = "where conversation = ?"
        ids += [str(row[0]) for row in await store.run(lambda t: t.execute(f"select id from poll {where}", (place,)))]  # noqa: B023, S608
        clock.forward(1)
    newer = '{"id": "x", "closes_at": {"sun": "set"}}'
    await store.run(lambda t: t.execute("update poll set data = ? where id = ?", (newer, ids[1])))

    class Failing(Router):
        def route(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
            if turn.id == f"poll:close:{ids[0]}":
                raise ZeroDivisionError
            return router().route(turn, learner, conversation)

    clock.forward(700)
    await keeper(store, delivery, channel, Failing([])).step()
    rows = await store.run(lambda t: t.execute("select id from poll where open = 1 order by at", ()))
    assert [row[0] for row in rows] == ids[:2]
    told = [record.getMessage() for record in caplog.records if record.name == "bot.delivery.polls"]
    assert [sum(name in line for line in told) for name in ids] == [1, 1, 0, 0]


async def test_a_row_that_cannot_be_read(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel, clock: Clock
) -> None:
    """Whoever writes there is answered all the same, and the clock goes on; once it is due another may be asked."""
    await ask(turns, delivery)
    await store.run(lambda t: t.execute("update poll set data = 'torn' returning id", ()))
    await turns.receive(Turn("rag", BOB, Message("define RAG"), START))
    await delivery.drain()
    assert "etrieval-augmented generation" in channel.sent[-1]
    clock.forward(700)
    assert await keeper(store, delivery, channel).step() == 0
    elsewhere = replace(ANN, conversation="other")
    await turns.receive(Turn("other", elsewhere, Message("quiz everyone"), START))
    clock.forward(30)
    assert await keeper(store, delivery, channel).step() > 0
    await delivery.drain()
    await ask(turns, delivery, 1)
    assert channel.sent[-1].startswith("A question for everyone")


async def test_a_channel_that_was_taken_out_of_the_settings(
    turns: Turns,
    delivery: Delivery,
    store: Store,
    channel: RecordingChannel,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its question is closed half a day after its end, in silence; answers count, and another may be asked later."""
    await turns.receive(Turn("ask", ANN, Message("quiz everyone for 24 hours"), START))
    await delivery.drain()
    for n in range(3):
        await vote(turns, store, replace(ANN, user=f"u{n}"))
    await delivery.drain()
    others = Delivery(store, {"web": RecordingChannel("web")}, clock)
    left, sweeper = PollKeeper(store, router(), others), Sweeper(store, others)
    said = len(channel.sent)

    async def state_after(hours: float) -> tuple[int, ...]:
        clock.forward(hours * 3600)
        await left.step()
        await sweeper.purge()
        ((still,),) = await store.run(lambda t: t.execute("select count(*) from poll where open = 1", ()))
        return (int(still), *await store.run(lambda t: (t.count("attempt"), t.count("vote"))))

    assert [await state_after(hours) for hours in (13, 12, 10.9)] == [(1, 0, 3)] * 3
    assert await state_after(0.2) == (0, 3, 0)
    assert [record.getMessage() for record in caplog.records if "nobody was told" in record.getMessage()] != []
    assert await store.run(lambda t: t.execute("select n from outgoing where state = 0", ())) == []
    assert await keeper(store, delivery, channel).step() == await left.step() == 0
    await delivery.sweep()
    await delivery.drain()
    assert len(channel.sent) == said
    await ask(turns, delivery, 1)
    assert channel.sent[-1].startswith("A question for everyone"), "once it is set up again the place may have another"


async def test_a_channel_that_is_set_up_again_in_time(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel, clock: Clock
) -> None:
    """Its question is closed at its end as ever, whoever looked at it meanwhile."""
    await turns.receive(Turn("ask", ANN, Message("quiz everyone for 24 hours"), START))
    await vote(turns, store, BOB)
    await delivery.drain()
    clock.forward(13 * 3600)
    left = PollKeeper(store, router(), Delivery(store, {}, clock))
    await left.step()
    clock.forward(11 * 3600 - 1)
    assert await keeper(store, delivery, channel).step() == 0
    clock.forward(1)
    while await keeper(store, delivery, channel).step():
        pass
    await delivery.drain()
    assert sum(text.startswith("The right answer is") for text in channel.sent) == 1


async def test_the_loop_survives_a_store_that_is_away(
    delivery: Delivery, store: Store, channel: RecordingChannel, caplog: pytest.LogCaptureFixture
) -> None:
    """It says so and goes on."""
    await store.close()
    running = asyncio.create_task(keeper(store, delivery, channel).run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not running.done()
    assert "polls: the store is closed" in caplog.text
    running.cancel()
    await asyncio.wait([running])


async def test_a_place_that_is_to_be_left_alone(store: Store, channel: RecordingChannel, clock: Clock) -> None:
    """A minute's pause holds up what all see and nobody's own answer; what comes next does not wait behind it."""
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    delivery = Delivery(store, {channel.name: channel}, clock, pause)
    turns, polls = Turns(router(), store, delivery), keeper(store, delivery, channel)
    await ask(turns, delivery)
    await vote(turns, store, ANN)
    await delivery.drain()
    channel.faults.append(RetryLaterError(60, everywhere=False))
    clock.forward(4)
    assert await polls.step() == 1
    await delivery.drain()
    said = len(channel.sent)
    await vote(turns, store, BOB)
    await delivery.drain()
    assert "Your answer is" in channel.sent[said]
    clock.forward(4)
    assert await polls.step() == 1
    await delivery.drain()
    assert "2 have answered" in channel.sent[-1], "the newer number takes the place of the one that waits"
    channel.faults.append(RetryLaterError(60, everywhere=False))
    await turns.receive(Turn("stop", ANN, Message("quiz everyone stop"), clock()))
    await delivery.drain()
    before = len(channel.sent)
    await turns.receive(Turn("ask again", ANN, Message("quiz everyone"), clock()))
    await delivery.drain()
    assert [text.startswith("A question for everyone") for text in channel.sent[before:]] == [True]
    assert waited == []
    clock.forward(75)
    await delivery.sweep()
    await delivery.drain()
    closed, why = channel.sent[before + 1 :]
    assert "closed" in closed
    assert "The right answer is" in why
    await turns.drain()


async def test_nothing_is_left_of_it_in_the_end(
    turns: Turns, delivery: Delivery, store: Store, channel: RecordingChannel, clock: Clock
) -> None:
    """What was said at its end goes like every other reply after a week, and the question itself later."""
    await ask(turns, delivery)
    for n in range(3):
        await vote(turns, store, replace(ANN, user=f"u{n}"))
    clock.forward(700)
    while await keeper(store, delivery, channel).step():
        pass
    await delivery.drain()
    sweeper = Sweeper(store, delivery)
    clock.forward(timedelta(days=8).total_seconds())
    await sweeper.purge()
    assert await store.run(lambda t: (t.count("outgoing"), t.count("turn"), t.count("poll"))) == (0, 0, 1)
    clock.forward(timedelta(days=90).total_seconds())
    await sweeper.purge()
    assert await store.run(lambda t: t.count("poll")) == 0
