"""Traces: a turn and all that it takes hang together, and nothing that anybody wrote is in them."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.app import App, build
from bot.channels import Channel, Intake, RetryLaterError
from bot.observing import UNOBSERVED, Observer
from bot.settings import load_settings
from bot.store import Schedule, Store, StoreUnavailableError
from bot.tracing import Tracing
from dialogs.learner import Daily, Learner
from dialogs.turn import Command, Message, Open, Turn
from tests.delivery.fakes import ANN, START, Clock, RecordingChannel, message
from tests.llm.endpoint import TOKENS, Endpoint, endpoint
from tests.operating.conftest import Watched, ask_everyone, see_to_polls
from tests.test_cli import ROOT

QUESTION = "how do you ground a xylophone in documents?"
WORDED = "Grounding hands a model chosen documents along with the question. [1]"


class Traced:
    """A tutor whose spans are kept, and its only channel."""

    def __init__(self, exporter: InMemorySpanExporter, app: App, clock: Clock) -> None:
        assert app.tracing is not None
        self.clock = clock
        self._exporter = exporter
        self.app = app
        self.channel = RecordingChannel()
        app.channels["chat"] = app.tracing.channel(self.channel)
        self.intake = app.tracing.intake(app.turns)

    async def say(self, id_: str, text: str) -> None:
        """A turn, and its replies."""
        await self.intake.receive(message(id_, text))
        await self.app.delivery.drain()

    @property
    def spans(self) -> list[ReadableSpan]:
        """What was recorded, in the order in which it ended."""
        return list(self._exporter.get_finished_spans())

    def one(self, name: str) -> ReadableSpan:
        """The only span of this name."""
        (found,) = (span for span in self.spans if span.name == name)
        return found


@pytest.fixture
async def model() -> AsyncIterator[Endpoint]:
    """A language model."""
    async with endpoint() as started:
        yield started


@pytest.fixture
async def traced(model: Endpoint) -> AsyncIterator[Traced]:
    """A tutor that leaves traces, with a language model."""
    exporter = InMemorySpanExporter()
    given = {"DATABASE_URL": "sqlite:///:memory:", "LLM_MODEL": "m", "LLM_BASE_URL": model.url}
    clock = Clock()
    app = build(load_settings(given), clock, Tracing(SimpleSpanProcessor(exporter)))
    yield Traced(exporter, app, clock)
    await app.close()


async def test_a_turn_and_what_it_takes(traced: Traced, model: Endpoint) -> None:
    """One trace holds the turn with its dialog and result, its transaction, the model's answer and the send."""
    model.answers.append(WORDED)
    await traced.say("one", QUESTION)
    turn = traced.one("turn")
    assert turn.attributes is not None
    assert turn.context is not None
    told = {"channel": "chat", "turn": "one", "event": "Message", "dialog": "ask", "result": "answered"}
    assert {f"tutor.{name}": value for name, value in told.items()}.items() <= turn.attributes.items()
    within = [span for span in traced.spans if span.parent is not None]
    assert {span.name for span in within} == {"transaction", "language model", "send"}
    for span in within:
        assert span.context is not None
        assert span.parent is not None
        assert (span.context.trace_id, span.parent.span_id) == (turn.context.trace_id, turn.context.span_id)
    assert dict(within[0].attributes or {}) == {"db.system.name": "SQLite"}
    assert (traced.one("language model").attributes or {})["gen_ai.usage.total_tokens"] == TOKENS
    assert (traced.one("send").attributes or {})["tutor.reply"] == "one#0"


async def test_nothing_that_was_written(traced: Traced, model: Endpoint) -> None:
    """Neither the question nor the answer, nor an exception's message, is in any span, its events or its status."""
    model.answers.append(WORDED)
    await traced.say("one", QUESTION)
    model.answers.append(500)
    traced.channel.faults.append(ValueError("xylophone"))
    await traced.say("two", QUESTION)
    traced.channel.faults.append(RetryLaterError(3))
    await traced.say("three", "progress")
    everything = " ".join(span.to_json() for span in traced.spans)
    assert "xylophone" not in everything
    assert "Grounding" not in everything
    failed = [span for span in traced.spans if span.name == "send" and not span.status.is_ok]
    assert [(span.attributes or {})["error.type"] for span in failed] == ["ValueError", "RetryLaterError"]
    assert (failed[1].attributes or {})["tutor.retry_after"] == 3
    assert all(span.events == () for span in traced.spans)


async def test_a_turn_that_cannot_be_kept(traced: Traced) -> None:
    """A database that is away is an error of the turn and of its transaction."""
    await traced.app.store.close()
    with pytest.raises(StoreUnavailableError):
        await traced.intake.receive(Turn("one", ANN, Message("hello"), START))
    for name in ("turn", "transaction"):
        assert (traced.one(name).attributes or {})["error.type"] == "StoreUnavailableError"


async def test_what_the_clock_brings(traced: Traced) -> None:
    """A daily quiz and the turns of a question for everyone have a span each, by their ids, and so have their sends."""
    app = traced.app
    assert app.scheduler is not None
    who = Learner("chat", "local", "ann", home=ANN, daily=Daily())
    await app.store.run(lambda t: Schedule(t).save_learners([(who, START)]))
    assert await app.scheduler.step() == 1
    await ask_everyone(app)
    await see_to_polls(app, traced.clock)
    told = [span.attributes or {} for span in traced.spans if span.name == "turn"]
    seen = [(str(span["tutor.turn"]).rpartition(":")[0], span["tutor.dialog"]) for span in told]
    clock = [one for one in seen if one[0]]
    assert [name for name, _ in clock] == [
        "daily:2026-11-23:chat:local",
        *("poll:show", "poll:close", "poll:count", "poll:count"),
    ]
    assert [dialog for _, dialog in clock] == ["daily", *["poll"] * 4]
    assert all(0 < (span.end_time or 0) - (span.start_time or 0) < 60e9 for span in traced.spans)
    sends = {
        str((span.attributes or {})["tutor.turn"]).partition(":")[0] for span in traced.spans if span.name == "send"
    }
    assert {"daily", "poll"} <= sends


async def test_looks_at_how_things_stand(traced: Traced) -> None:
    """What a card or a tab is drawn from, and what is looked up while somebody writes, leave a span without words."""
    await traced.intake.glance(Turn("", ANN, Open("home"), START))
    await traced.intake.consult(Turn("s", ANN, Command("define", "xylophone"), START), counts=True)
    assert (traced.one("glance").attributes or {})["tutor.event"] == "Open"
    assert (traced.one("consult").attributes or {})["tutor.event"] == "Command"
    assert "xylophone" not in " ".join(span.to_json() for span in traced.spans)


async def test_a_wrapper_has_what_a_channel_has(traced: Traced, watched: Watched) -> None:
    """Whatever a channel, an intake, an observer and a store offer, each that stands before it offers too."""
    offered = {
        Channel: (traced.app.channels["chat"], watched.app.channels["chat"]),
        Intake: (traced.intake,),
        Observer: (traced.app.tracing.observer(UNOBSERVED),) if traced.app.tracing else (),
        Store: (traced.app.store,),
    }
    for protocol, wrappers in offered.items():
        names = {name for base in protocol.__mro__ for name in vars(base) if not name.startswith("_")}
        assert names
        for wrapper in wrappers:
            has = {name: getattr(type(wrapper), name, None) for name in names}
            assert not [name for name in names if has[name] in {None, getattr(protocol, name)}], type(wrapper)


async def test_looking_leaves_no_trace(traced: Traced) -> None:
    """What a sweep asks of the database each second is no trace of its own."""
    await traced.app.delivery.sweep()
    assert traced.spans == []


async def test_they_arrive_where_the_standard_variables_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing but `OTEL_EXPORTER_OTLP_ENDPOINT` they are sent there over OTLP, at the latest when all ends."""
    taken: list[tuple[str, bytes]] = []

    async def take(request: web.Request) -> web.Response:
        taken.append((request.path, await request.read()))
        return web.Response()

    application = web.Application()
    application.router.add_post("/{path:.*}", take)
    async with TestServer(application) as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", str(collector.make_url("")).rstrip("/"))
        monkeypatch.setenv("OTEL_SERVICE_NAME", "tutor-of-acme")
        app = build(load_settings({"DATABASE_URL": "sqlite:///:memory:", "TRACING": "true"}), Clock())
        assert app.tracing is not None
        await app.tracing.intake(app.turns).receive(message("one", QUESTION))
        await app.close()
    assert {path for path, _ in taken} == {"/v1/traces"}
    body = b"".join(body for _, body in taken)
    assert b"tutor-of-acme" in body
    assert b"chat-tutor" in body
    assert b"xylophone" not in body


def python(code: str, **environ: str) -> str:
    """What a Python of its own says to this."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "WEB": "true", **environ}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr


def test_off_unless_asked_for() -> None:
    """Without TRACING OpenTelemetry is not even imported."""
    code = "import asyncio, sys; from bot.app import build; from bot.settings import load_settings; app = build("
    code += "load_settings({'DATABASE_URL': 'sqlite:///:memory:'})); asyncio.run(app.close());"
    assert python(f"{code} print(app.tracing, [m for m in sys.modules if 'opentelemetry' in m])") == "None []\n"


def test_the_extra_is_named(tmp_path: Path) -> None:
    """Where it is wanted and not installed, the start says what to install."""
    code = "import sys; sys.modules['opentelemetry'] = None; from bot.cli import main; main(['serve'])"
    told = python(code, DATABASE_URL=f"sqlite:///{tmp_path / 't.db'}", TRACING="true")
    assert "pip install 'chat-tutor[otel]'" in told
    assert "Traceback" not in told
