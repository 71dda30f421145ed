"""The app as it is composed for production, around dialogs that all tests share, with its clock in hand."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.channels import Channel, Intake
from bot.delivery import Delivery
from bot.settings import Settings
from bot.store import open_store
from bot.turns import Turns
from dialogs.learner import Conversation, Learner
from dialogs.turn import Address
from tests.talk import router, shipped

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at


def composed(settings: Settings, clock: Clock) -> App:
    """As `bot.app.build` has it, but for the course, which is read once for all tests."""
    store = open_store(settings.database_url.get_secret_value())
    channels: dict[str, Channel] = {}
    delivery = Delivery(store, channels, clock)
    return App(settings, shipped(), store, delivery, Turns(router(), store, delivery), channels)


async def kept(app: App, address: Address) -> tuple[Learner, Conversation]:
    """What is kept of somebody there."""
    return await app.store.run(lambda t: (t.learner(address), t.conversation(address)))


def as_it_is(intake: Intake) -> Intake:
    """Nothing between a channel and the turns."""
    return intake


def sqlite_url(folder: Path) -> str:
    """A database in a folder."""
    return f"sqlite:///{folder / 'tutor.db'}"
