"""Traces by OpenTelemetry: of a turn, of what the store, the language model and the platform took of it.

An extra, loaded only with `TRACING`. Where traces go, the standard `OTEL_*` variables say. A span holds names, ids,
sizes and times: nothing that a learner wrote or read, nor the message of an exception, in which that may stand.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TypeVar

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode

from bot.channels import Channel, Glance, Intake, RetryLaterError
from bot.channels.wrapped import WrappedChannel, WrappedIntake
from bot.llm.wordsmith import Completion, Heard, Model
from bot.observing import TURN, DeliveryKind, DeliveryResult, Observer, SendResult, TurnResult, WordingResult
from bot.store import Outgoing, Store, Transaction
from dialogs.dialog import Outcome
from dialogs.turn import Turn

T = TypeVar("T")

NAME = "chat-tutor"


class Tracing:
    """Wraps the parts of a tutor, so that each leaves a span of what it does."""

    def __init__(self, processor: SpanProcessor | None = None) -> None:
        """Spans go to the processor; by default over OTLP, in batches, to where `OTEL_EXPORTER_OTLP_ENDPOINT` says."""
        named = {"service.name": os.environ.get("OTEL_SERVICE_NAME", NAME), "service.version": version(NAME)}
        self._provider = TracerProvider(resource=Resource.create(named))
        self._provider.add_span_processor(processor or BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(NAME, version(NAME))

    @contextmanager
    def span(self, name: str, kind: SpanKind = SpanKind.INTERNAL, **attributes: str | int) -> Iterator[Span]:
        """A span around the block; where that fails, with the kind of its exception alone."""
        with self._tracer.start_as_current_span(
            name, kind=kind, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield span
            except BaseException as error:
                span.set_status(StatusCode.ERROR)
                span.set_attribute("error.type", type(error).__qualname__)
                raise

    def passed(self, name: str, seconds: float, **attributes: str) -> None:
        """A span of what took so long, and is over."""
        began = time.time_ns() - int(seconds * 1e9)
        self._tracer.start_span(name, attributes=attributes, start_time=began).end()

    def intake(self, intake: Intake) -> Intake:
        """An intake whose turns are traced."""
        return _Intake(intake, self)

    def observer(self, observer: Observer) -> Observer:
        """An observer that also tells the span of a turn what became of it."""
        return _Observer(observer, self)

    def store(self, store: Store) -> Store:
        """A store whose transactions are traced, within what is traced anyway."""
        return _Store(store, self)

    def channel(self, channel: Channel) -> Channel:
        """A channel whose sends are traced."""
        return _Channel(channel, self)

    def model(self, model: Model) -> Model:
        """A language model whose answers are traced."""
        return _Model(model, self)

    async def close(self) -> None:
        """Send what was not sent yet."""
        await asyncio.to_thread(self._provider.shutdown)


class _Intake(WrappedIntake):
    def __init__(self, intake: Intake, tracing: Tracing) -> None:
        super().__init__(intake)
        self._tracing = tracing

    async def receive(self, turn: Turn) -> bool:
        told = {"tutor.channel": turn.address.channel, "tutor.turn": turn.id, "tutor.event": type(turn.event).__name__}
        with self._tracing.span("turn", SpanKind.SERVER, **told):
            return await super().receive(turn)

    async def glance(self, turn: Turn) -> Glance:
        told = {"tutor.channel": turn.address.channel, "tutor.event": type(turn.event).__name__}
        with self._tracing.span("glance", SpanKind.SERVER, **told):
            return await super().glance(turn)

    async def consult(self, turn: Turn, *, counts: bool = False) -> Outcome:
        told = {"tutor.channel": turn.address.channel, "tutor.event": type(turn.event).__name__}
        with self._tracing.span("consult", SpanKind.SERVER, **told):
            return await super().consult(turn, counts=counts)


class _Observer(Observer):
    def __init__(self, observer: Observer, tracing: Tracing) -> None:
        self._observer = observer
        self._tracing = tracing

    def turn(self, channel: str, dialog: str, result: TurnResult, seconds: float) -> None:
        if trace.get_current_span().get_span_context().is_valid:
            _tell(dialog=dialog, result=result)
        else:  # the clock brought it, among others in one transaction
            told = {"channel": channel, "turn": TURN.get(), "dialog": dialog, "result": result}
            self._tracing.passed("turn", seconds, **{f"tutor.{name}": value for name, value in told.items()})
        self._observer.turn(channel, dialog, result, seconds)

    def looked_up(self, channel: str, dialog: str) -> None:
        _tell(dialog=dialog)
        self._observer.looked_up(channel, dialog)

    def answered(self, zone: str) -> None:
        _tell(zone=zone)
        self._observer.answered(zone)

    def sent(self, channel: str, result: SendResult, seconds: float) -> None:
        self._observer.sent(channel, result, seconds)

    def delivered(self, channel: str, kind: DeliveryKind, result: DeliveryResult) -> None:
        self._observer.delivered(channel, kind, result)

    def throttled(self, channel: str, seconds: float) -> None:
        self._observer.throttled(channel, seconds)

    def worded(self, result: WordingResult, tokens: int) -> None:
        self._observer.worded(result, tokens)


def _tell(**attributes: str) -> None:
    """Tell the span of a turn; whoever took it may have given up, and then it has ended."""
    if (span := trace.get_current_span()).is_recording():
        span.set_attributes({f"tutor.{name}": value for name, value in attributes.items()})


class _Store:
    def __init__(self, store: Store, tracing: Tracing) -> None:
        self._store = store
        self._tracing = tracing

    @property
    def engine(self) -> str:
        return self._store.engine

    async def run(self, work: Callable[[Transaction], T]) -> T:
        if not trace.get_current_span().is_recording():  # a look at the clock each second is no trace of its own
            return await self._store.run(work)
        with self._tracing.span("transaction", SpanKind.CLIENT, **{"db.system.name": self.engine.partition(" ")[0]}):
            return await self._store.run(work)

    async def close(self) -> None:
        await self._store.close()


class _Channel(WrappedChannel):
    def __init__(self, channel: Channel, tracing: Tracing) -> None:
        super().__init__(channel)
        self._tracing = tracing

    async def send(self, outgoing: Outgoing) -> str | None:
        told = {"tutor.channel": self.name, "tutor.turn": outgoing.turn, "tutor.reply": outgoing.id}
        with self._tracing.span("send", SpanKind.CLIENT, **told, **{"tutor.attempt": outgoing.attempts}) as span:
            try:
                return await super().send(outgoing)
            except RetryLaterError as error:
                span.set_attribute("tutor.retry_after", error.seconds)
                raise


class _Model:
    def __init__(self, model: Model, tracing: Tracing) -> None:
        self._model = model
        self._tracing = tracing

    async def complete(self, instructions: str, request: str, heard: Heard | None = None) -> Completion:
        sizes = {"tutor.request.characters": len(instructions) + len(request)}
        with self._tracing.span(
            "language model", SpanKind.CLIENT, **{"gen_ai.operation.name": "chat"}, **sizes
        ) as span:
            completion = await self._model.complete(instructions, request, heard)
            if completion.tokens is not None:
                span.set_attribute("gen_ai.usage.total_tokens", completion.tokens)
            return completion

    async def close(self) -> None:
        await self._model.close()
