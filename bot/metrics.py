"""Counts for Prometheus, in a registry of their own. Labels are names that the program has; never ids or words."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.observing import DeliveryKind, DeliveryResult, Observer, SendResult, TurnResult, WordingResult

TURN_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SEND_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
NO_DIALOG = "none"


class Metrics(Observer):
    """Counts, and says what it counted in Prometheus' text format."""

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self, version: str) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        counter, gauge = partial(Counter, registry=registry), partial(Gauge, registry=registry)
        seconds = partial(Histogram, registry=registry)
        gauge("chat_tutor_build_info", "The version that runs.", ["version"]).labels(version).set(1)
        told = "Turns by what became of them."
        self._turns = counter("chat_tutor_turns_total", told, ["channel", "dialog", "result"])
        told = "From a turn's arrival until it is committed."
        self._turn_seconds = seconds("chat_tutor_turn_seconds", told, ["channel"], buckets=TURN_SECONDS)
        told = "What was taken of a search while somebody wrote a message."
        self._lookups = counter("chat_tutor_lookups_total", told, ["channel", "dialog"])
        self._answers = counter("chat_tutor_answers_total", "Free questions by the zone of the answer.", ["zone"])
        self._sends = counter("chat_tutor_sends_total", "Replies handed to a platform.", ["channel", "result"])
        told = "How long a platform took to take a reply."
        self._send_seconds = seconds("chat_tutor_send_seconds", told, ["channel"], buckets=SEND_SECONDS)
        told = "What became of replies: answers to turns, and daily quizzes."
        self._deliveries = counter("chat_tutor_deliveries_total", told, ["channel", "kind", "result"])
        told = "Seconds that a platform asked to wait."
        self._throttled = counter("chat_tutor_throttled_seconds_total", told, ["channel"])
        told = "Answers that a language model was to word."
        self._worded = counter("chat_tutor_llm_answers_total", told, ["result"])
        self._tokens = counter("chat_tutor_llm_tokens_total", "Tokens that the language model used.")
        self._up = gauge("chat_tutor_database_up", "1 while the database answers.")
        told = "Replies that are not sent yet; of the whole database, as every process sees it."
        self._waiting = gauge("chat_tutor_replies_waiting", told, ["channel"])
        self._age = gauge("chat_tutor_oldest_waiting_seconds", "Age of the oldest of them.", ["channel"])
        told = "Seconds until a secret ends, where its day was told; less than none when it has."
        self._expires = gauge("chat_tutor_secret_expires_seconds", told, ["secret"])
        self._expiries: dict[str, datetime] = {}

    def expires(self, secret: str, at: datetime) -> None:
        """A secret, by the name of its setting, ends at this time."""
        self._expiries[secret] = at

    def turn(self, channel: str, dialog: str, result: TurnResult, seconds: float) -> None:
        """See `Observer`."""
        self._turns.labels(channel, dialog or NO_DIALOG, result).inc()
        self._turn_seconds.labels(channel).observe(seconds)

    def looked_up(self, channel: str, dialog: str) -> None:
        """See `Observer`."""
        self._lookups.labels(channel, dialog or NO_DIALOG).inc()

    def answered(self, zone: str) -> None:
        """See `Observer`."""
        self._answers.labels(zone).inc()

    def sent(self, channel: str, result: SendResult, seconds: float) -> None:
        """See `Observer`."""
        self._sends.labels(channel, result).inc()
        self._send_seconds.labels(channel).observe(seconds)

    def delivered(self, channel: str, kind: DeliveryKind, result: DeliveryResult) -> None:
        """See `Observer`."""
        self._deliveries.labels(channel, kind, result).inc()

    def throttled(self, channel: str, seconds: float) -> None:
        """See `Observer`."""
        self._throttled.labels(channel).inc(seconds)

    def worded(self, result: WordingResult, tokens: int) -> None:
        """See `Observer`."""
        self._worded.labels(result).inc()
        self._tokens.inc(tokens)

    def exposed(self, backlog: Mapping[str, tuple[int, datetime]] | None, now: datetime) -> bytes:
        """All of it. `backlog` is `Transaction.backlog`; `None` where the database is away."""
        self._waiting.clear()
        self._age.clear()
        self._up.set(backlog is not None)
        for channel, (count, oldest) in (backlog or {}).items():
            self._waiting.labels(channel).set(count)
            self._age.labels(channel).set(max(0.0, (now - oldest).total_seconds()))
        for secret, at in self._expiries.items():
            self._expires.labels(secret).set((at - now).total_seconds())
        return generate_latest(self._registry)
