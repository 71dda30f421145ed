"""The composition root: settings in, a running tutor out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.channels import LISTINGS, Channel
from bot.channels.observed import ObservedChannel
from bot.delivery import Delivery, Scheduler, Timetable
from bot.llm import create as wording
from bot.observing import UNOBSERVED
from bot.retention import Retention
from bot.router import Router
from bot.settings import Settings
from bot.store import Store, open_store
from bot.turns import Turns
from content.loader import SHIPPED, load
from content.model import Course
from content.search import Index
from dialogs import all_dialogs

if TYPE_CHECKING:
    from bot.metrics import Metrics

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """All parts, put together. `channels` is by name; a channel added to it is served and sent to.

    Without a `scheduler` nobody gets a daily quiz from this process.
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

    async def close(self) -> None:
        """Stop taking turns, let what is under way finish, and let go of the store."""
        for channel in self.channels.values():
            await channel.close()
        await self.turns.drain()
        await self.delivery.drain()
        await self.store.close()


def build(settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> App:
    """A tutor without channels.

    Raises:
        ContentError: the course has faults.
        SettingsError: a language model is set that cannot be used.
        StoreUnavailableError, SchemaError, ValueError: the database cannot be used.
    """
    folder = settings.content or SHIPPED
    course = load(folder)
    store = open_store(settings.database_url.get_secret_value(), migrate=settings.migrate)
    channels: dict[str, Channel] = {}
    metrics = _metrics(settings)
    observer = metrics or UNOBSERVED
    wordsmith = wording(settings, store, course, clock, observer)
    delivery = Delivery(store, channels, clock, wording=wordsmith)
    dialogs = all_dialogs(course, Index(course, folder), worded=wordsmith is not None, keep_gaps=settings.keep_gaps)
    router = Router(dialogs)
    timetable = Timetable(timedelta(minutes=settings.daily_window_minutes))
    scheduler = Scheduler(store, router, delivery, channels, timetable)
    visits = settings.retention_days is not None
    turns = Turns(router, store, delivery, timetable, observer=observer, visits=visits)
    retention = Retention(store, settings.retention_days, clock) if settings.retention_days is not None else None
    return App(settings, course, store, delivery, turns, channels, scheduler, metrics, retention)


def add_channels(app: App) -> None:
    """Every channel whose settings are there; the others are not imported."""
    for listing in LISTINGS:
        if not listing.missing(app.settings):
            channel = listing.create(app.settings, app.turns, app.delivery, app.store)
            app.channels[listing.name] = ObservedChannel(channel, app.metrics) if app.metrics else channel


def _metrics(settings: Settings) -> "Metrics | None":
    """What counts, when somebody is to see it; else it is not even imported."""
    if settings.metrics_port is None:
        return None
    from bot.metrics import Metrics  # noqa: PLC0415 - only where it is wanted

    return Metrics(version("chat-tutor"))
