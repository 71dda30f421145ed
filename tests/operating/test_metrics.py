"""What is counted: turns, answers, sends, what waits, what a model used; with bounded labels, and of nobody."""

import asyncio
import re
from dataclasses import replace
from typing import get_args

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build
from bot.channels import RetryLaterError, UndeliverableError
from bot.channels.observed import ObservedChannel
from bot.delivery import Scheduler
from bot.metrics import NO_DIALOG, Metrics
from bot.observing import TURN, UNOBSERVED, DeliveryResult, SendResult, TurnResult
from bot.router import Router
from bot.server import application, exposition, serve
from bot.settings import load_settings
from bot.store import Schedule, StoreUnavailableError
from dialogs.ask import ZONES
from dialogs.dialog import Outcome
from dialogs.learner import Conversation, Daily, Learner
from dialogs.turn import Address, Command, Left, Turn
from tests.delivery.fakes import ANN, START, message
from tests.operating.conftest import SETTINGS, Watched, ask_everyone, see_to_polls
from tests.talk import dialogs, router

MARKER = "xylophone"
RESULTS = (*get_args(TurnResult), *get_args(SendResult), *get_args(DeliveryResult))


async def say(watched: Watched, n: int, text: str, who: str = ANN.user) -> None:
    await watched.app.turns.receive(message(f"turn {n}", text, replace(ANN, user=who, conversation=who)))
    await watched.app.delivery.drain()


async def test_turns(watched: Watched) -> None:
    """Each turn counts once, by channel, dialog and result, and its time is in the histogram."""
    for n, text in enumerate(("define RAG", "progress", "progress", "x" * 5_000)):
        await say(watched, n, text)
    await say(watched, 0, "define RAG")
    await watched.app.turns.receive(Turn("left", ANN, Left(), START))
    count = "chat_tutor_turns_total"
    assert await watched.value(count, channel="chat", dialog="lookup", result="answered") == 1
    assert await watched.value(count, channel="chat", dialog="progress", result="answered") == 2
    assert await watched.value(count, dialog=NO_DIALOG, result="answered") == 1
    assert await watched.value(count, dialog=NO_DIALOG, result="repeated") == 1
    assert await watched.value(count, dialog="help", result="silent") == 1
    assert await watched.value("chat_tutor_turn_seconds_count", channel="chat") == 6
    assert 0 < await watched.value("chat_tutor_turn_seconds_sum") < 60


class Faulty(Router):
    """Fails for one learner, and is the tutor's own for everybody else."""

    def route(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        if learner.user == "bob":
            raise ZeroDivisionError
        return router().route(turn, learner, conversation)


async def test_daily_turns(watched: Watched) -> None:
    """A quiz that nobody typed counts as a turn like any other, and so does one whose dialog failed."""
    app = watched.app
    scheduler = Scheduler(app.store, Faulty([]), app.delivery, observer=app.metrics or UNOBSERVED)
    people = [
        Learner("chat", "local", name, home=replace(ANN, user=name, conversation=name), daily=Daily())
        for name in ("ann", "bob", "cem")
    ]
    await app.store.run(lambda t: Schedule(t).save_learners([(who, START) for who in people]))
    assert await scheduler.step() == 3
    await app.delivery.drain()
    count = "chat_tutor_turns_total"
    assert await watched.value(count, channel="chat", dialog="daily", result="answered") == 2
    assert await watched.value(count, channel="chat", dialog=NO_DIALOG, result="failed") == 1
    assert await watched.value("chat_tutor_turn_seconds_count", channel="chat") == 3
    assert await watched.value("chat_tutor_deliveries_total", kind="daily", result="sent") == 2


async def test_turns_of_a_question_for_everyone(watched: Watched) -> None:
    """Its count, its end and each answer that counts are turns, although nobody typed them; one that fails is told."""
    await ask_everyone(watched.app)
    await see_to_polls(watched.app, watched.clock)
    count = "chat_tutor_turns_total"
    assert await watched.value(count, channel="chat", dialog="poll", result="silent") == 2, "two answers counted"
    assert await watched.value(count, channel="chat", dialog="poll", result="answered") == 5, (
        "asked, voted, shown, closed"
    )
    assert await watched.value(count, result="failed") == 0


async def test_lookups_are_no_turns(watched: Watched) -> None:
    """What somebody takes of a search is counted, what they only saw is not, and neither is a turn."""
    turn = Turn("search", replace(ANN, conversation=""), Command("define", "RAG"), START)
    await watched.app.turns.consult(turn)
    await watched.app.turns.consult(turn, counts=True)
    assert await watched.value("chat_tutor_lookups_total", channel="chat", dialog="lookup") == 1
    assert await watched.value("chat_tutor_turns_total") == 0


async def test_a_turn_that_cannot_be_kept(watched: Watched) -> None:
    """While the database is away turns count as unavailable, and so it is told."""
    assert await watched.value("chat_tutor_database_up") == 1
    await watched.app.store.close()
    with pytest.raises(StoreUnavailableError):
        await say(watched, 0, "progress")
    assert await watched.value("chat_tutor_turns_total", result="unavailable") == 1
    assert await watched.value("chat_tutor_database_up") == 0


@pytest.mark.parametrize(
    ("asked", "zone"),
    [("does RAG retrain the model?", "answered"), ("how tall is the tower in Paris?", "outside")],
)
async def test_zones(watched: Watched, asked: str, zone: str) -> None:
    """A free question counts by how it stands to the course; a command counts as none."""
    await say(watched, 0, asked)
    await say(watched, 1, "progress")
    assert await watched.value("chat_tutor_answers_total", zone=zone) == 1
    assert await watched.value("chat_tutor_answers_total") == 1


async def test_sends(watched: Watched) -> None:
    """A send counts by its result; what a platform asks to wait is added up; what waits has an age."""
    await say(watched, 0, "progress")
    for n, fault in enumerate((UndeliverableError("gone"), ConnectionError(), RetryLaterError(30)), 1):
        watched.channel.faults.append(fault)
        await say(watched, n, "progress", f"somebody {n}")
    for result in ("sent", "throttled", "undeliverable", "failed"):
        assert await watched.value("chat_tutor_sends_total", channel="chat", result=result) == 1
    assert await watched.value("chat_tutor_throttled_seconds_total", channel="chat") == 30
    assert await watched.value("chat_tutor_send_seconds_count") == 4
    watched.clock.forward(90)
    assert await watched.value("chat_tutor_replies_waiting", channel="chat") == 2
    assert await watched.value("chat_tutor_oldest_waiting_seconds", channel="chat") == 90


async def test_deliveries(watched: Watched) -> None:
    """What became of each reply counts: those that arrived, those that are tried again, those that were given up."""
    await say(watched, 0, "progress")
    for n, fault in enumerate((UndeliverableError("gone"), RetryLaterError(30)), 1):
        watched.channel.faults.append(fault)
        await say(watched, n, "progress")
    count = "chat_tutor_deliveries_total"
    for result in ("sent", "failed", "again"):
        assert await watched.value(count, channel="chat", kind="answer", result=result) == 1
    assert await watched.value(count) == 3


async def test_nothing_waits(watched: Watched) -> None:
    """What has been sent waits no more, and a channel on which nothing waits is not told of."""
    await say(watched, 0, "progress")
    assert await watched.value("chat_tutor_replies_waiting") == 0


async def test_labels_are_bounded_and_of_nobody(watched: Watched) -> None:
    """Whatever is said and whoever says it, labels are names that the program has."""
    for n in range(20):
        address = Address("chat", f"tenant {MARKER} {n}", f"user {MARKER} {n}", f"place {n}")
        await watched.app.turns.receive(message(f"{MARKER} {n}", f"{MARKER} {n}?", address))
    await watched.app.delivery.drain()
    named = {dialog.name for dialog in dialogs()}
    known = {
        "channel": {"chat"},
        "dialog": named | {NO_DIALOG},
        "zone": set(ZONES),
        "result": {*map(str, RESULTS)},
        "kind": {"answer", "daily"},
    }
    for sample in await watched.scraped():
        assert MARKER not in str(sample)
        for name, value in sample.labels.items():
            assert name in {"le", "version"} or value in known[name], sample


async def test_the_model_is_counted() -> None:
    """Answers that a model was to word count by result, and its tokens are added up."""
    metrics = Metrics("1")
    metrics.worded("worded", 120)
    metrics.worded("failed", 0)
    told = metrics.exposed({}, START).decode()
    assert 'chat_tutor_llm_answers_total{result="worded"} 1.0' in told
    assert "chat_tutor_llm_tokens_total 120.0" in told


async def test_off_unless_asked_for() -> None:
    """Without METRICS_PORT nothing is counted and channels are not wrapped; the public port never has /metrics."""
    app = build(load_settings({"DATABASE_URL": "sqlite:///:memory:"}))
    assert app.metrics is None
    async with TestClient(TestServer(exposition(app))) as client:
        assert (await client.get("/metrics")).status == 404
    async with TestClient(TestServer(application(app))) as client:
        assert (await client.get("/metrics")).status == 404


async def test_a_port_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    """A server with METRICS_PORT listens twice, and says where; the platforms' port does not have it."""
    caplog.set_level("INFO", "bot.server")
    app = build(load_settings({**SETTINGS, "PORT": "0"}))
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(app, ready.set_result))
    public = await ready
    found = re.search(r"metrics at (http://127\.0\.0\.1:\d+/metrics)", caplog.text)
    assert found is not None
    async with TestClient(TestServer(exposition(app))) as client:
        async with client.session.get(found[1]) as response:
            assert "chat_tutor_build_info" in await response.text()
        async with client.session.get(f"{public}/metrics") as response:
            assert response.status == 404
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_observed_channel_is_the_channel(watched: Watched) -> None:
    """All else is passed on."""
    observed = watched.app.channels["chat"]
    assert isinstance(observed, ObservedChannel)
    assert (observed.name, observed.collects, list(observed.routes())) == ("chat", False, [])


async def test_the_turn_is_known_while_it_runs(watched: Watched) -> None:
    """The id of a turn is there for the log while its reply is sent, and gone for the next one's caller."""
    await say(watched, 7, "progress")
    assert TURN.get() == ""
