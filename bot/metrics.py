"""Counts for Prometheus, in a registry of their own. Labels are names that the program has; never ids or words."""

from collections.abc import Mapping
from datetime import datetime

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
        Gauge("chat_tutor_build_info", "The version that runs.", ["version"], registry=registry).labels(version).set(1)
        self._turns = Counter(
            "chat_tutor_turns_total",
            "Turns by what became of them.",
            ["channel", "dialog", "result"],
            registry=registry,
        )
        self._turn_seconds = Histogram(
            "chat_tutor_turn_seconds",
            "From a turn's arrival until it is committed.",
            ["channel"],
            buckets=TURN_SECONDS,
            registry=registry,
        )
        self._lookups = Counter(
            "chat_tutor_lookups_total",
            "What was taken of a search while somebody wrote a message.",
            ["channel", "dialog"],
            registry=registry,
        )
        self._answers = Counter(
            "chat_tutor_answers_total", "Free questions by the zone of the answer.", ["zone"], registry=registry
        )
        self._sends = Counter(
            "chat_tutor_sends_total", "Replies handed to a platform.", ["channel", "result"], registry=registry
        )
        self._send_seconds = Histogram(
            "chat_tutor_send_seconds",
            "How long a platform took to take a reply.",
            ["channel"],
            buckets=SEND_SECONDS,
            registry=registry,
        )
        self._deliveries = Counter(
            "chat_tutor_deliveries_total",
            "What became of replies: answers to turns, and daily quizzes.",
            ["channel", "kind", "result"],
            registry=registry,
        )
        self._throttled = Counter(
            "chat_tutor_throttled_seconds_total",
            "Seconds that a platform asked to wait.",
            ["channel"],
            registry=registry,
        )
        self._worded = Counter(
            "chat_tutor_llm_answers_total", "Answers that a language model was to word.", ["result"], registry=registry
        )
        self._tokens = Counter("chat_tutor_llm_tokens_total", "Tokens that the language model used.", registry=registry)
        self._up = Gauge("chat_tutor_database_up", "1 while the database answers.", registry=registry)
        self._waiting = Gauge(
            "chat_tutor_replies_waiting",
            "Replies that are not sent yet; of the whole database, as every process sees it.",
            ["channel"],
            registry=registry,
        )
        self._age = Gauge(
            "chat_tutor_oldest_waiting_seconds", "Age of the oldest of them.", ["channel"], registry=registry
        )
        self._expires = Gauge(
            "chat_tutor_secret_expires_seconds",
            "Seconds until a secret ends, where its day was told; less than none when it has.",
            ["secret"],
            registry=registry,
        )
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
