"""The composition root: settings in, a running tutor out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.channels import LISTINGS, Channel
from bot.channels.observed import ObservedChannel
from bot.delivery import Delivery, PollKeeper, Scheduler, Timetable
from bot.expiry import expiries
from bot.llm import create as wording
from bot.observing import UNOBSERVED, Observer
from bot.retention import Retention
from bot.router import Router
from bot.settings import Settings, SettingsError
from bot.store import Store, open_store
from bot.turns import Turns
from content.loader import SHIPPED, load
from content.model import Course
from content.search import Index
from dialogs import all_dialogs

if TYPE_CHECKING:
    from bot.metrics import Metrics
    from bot.tracing import Tracing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """All parts, put together. `channels` is by name; a channel added to it is served and sent to.

    Without a `scheduler` nobody gets a daily quiz from this process, and without `polls` no question for everybody is
    closed by it.
    """

    settings: Settings
    course: Course
    store: Store
    delivery: Delivery
    turns: Turns
    channels: dict[str, Channel]
    scheduler: Scheduler | None = None
    metrics: "Metrics | None" = None
    retention: Retention | None = None
    polls: PollKeeper | None = None
    tracing: "Tracing | None" = None

    async def close(self) -> None:
        """Stop taking turns, let what is under way finish, and let go of the store."""
        for channel in self.channels.values():
            await channel.close()
        await self.turns.drain()
        await self.delivery.close()
        await self.store.close()
        if self.tracing is not None:
            await self.tracing.close()


def build(
    settings: Settings,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    tracing: "Tracing | None" = None,
) -> App:
    """A tutor without channels; `tracing` instead of what the settings want.

    Raises:
        ContentError: the course has faults.
        SettingsError: a language model, or tracing, is set that cannot be used.
        StoreUnavailableError, SchemaError, DatabaseUrlError: the database cannot be used.
    """
    folder = settings.content or SHIPPED
    course = load(folder)
    tracing = tracing or _tracing(settings)
    store = open_store(settings.database_url.get_secret_value(), migrate=settings.migrate)
    channels: dict[str, Channel] = {}
    metrics = _metrics(settings)
    observer: Observer = metrics or UNOBSERVED
    if tracing is not None:
        store, observer = tracing.store(store), tracing.observer(observer)
    wordsmith = wording(settings, store, course, clock, observer, tracing.model if tracing else None)
    delivery = Delivery(store, channels, clock, wording=wordsmith, observer=observer)
    dialogs = all_dialogs(course, Index(course, folder), worded=wordsmith is not None, keep_gaps=settings.keep_gaps)
    router = Router(dialogs)
    timetable = Timetable(timedelta(minutes=settings.daily_window_minutes))
    scheduler = Scheduler(store, router, delivery, timetable, observer)
    polls = PollKeeper(store, router, delivery, timetable, observer)
    visits = settings.retention_days is not None
    turns = Turns(router, store, delivery, timetable, observer=observer, visits=visits)
    retention = Retention(store, settings.retention_days, clock) if settings.retention_days is not None else None
    return App(settings, course, store, delivery, turns, channels, scheduler, metrics, retention, polls, tracing)


def add_channels(app: App) -> None:
    """Every channel whose settings are there; the others are not imported."""
    for listing in LISTINGS:
        if not listing.missing(app.settings):
            intake = app.tracing.intake(app.turns) if app.tracing else app.turns
            channel = listing.create(app.settings, intake, app.delivery, app.store)
            channel = ObservedChannel(channel, app.metrics) if app.metrics else channel
            app.channels[listing.name] = app.tracing.channel(channel) if app.tracing else channel


def _tracing(settings: Settings) -> "Tracing | None":
    """What leaves traces, when somebody wants them."""
    if not settings.tracing:
        return None
    try:
        from bot.tracing import Tracing  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SettingsError(
            "TRACING is set, but OpenTelemetry is not installed. Run: pip install 'chat-tutor[otel]'"
        ) from error
    return Tracing()


def _metrics(settings: Settings) -> "Metrics | None":
    """What counts, when somebody is to see it; else it is not even imported."""
    if settings.metrics_port is None:
        return None
    from bot.metrics import Metrics  # noqa: PLC0415 - only where it is wanted

    metrics = Metrics(version("chat-tutor"))
    for expiry in expiries(settings):
        if expiry.at is not None:
            metrics.expires(expiry.secret, expiry.at)
    return metrics
