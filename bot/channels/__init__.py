"""What a channel is: it turns its platform's payloads into turns, and sends replies to its platform.

To add one: a file here with `create`, and a line in `LISTINGS`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol

from aiohttp import web
from pydantic import SecretStr

from bot.checkup import Findings, fine
from bot.settings import Settings
from bot.store import Outgoing, Store
from dialogs.dialog import Outcome
from dialogs.learner import Learner
from dialogs.reply import Reply
from dialogs.turn import Address, Turn


class RetryLaterError(Exception):
    """The platform asks to wait this many seconds before anything else is sent.

    `everywhere`: in the whole workspace; else in this conversation.
    """

    def __init__(self, seconds: float, *, everywhere: bool = True) -> None:
        super().__init__(f"retry in {seconds:g} s")
        self.seconds = seconds
        self.everywhere = everywhere


class UndeliverableError(Exception):
    """This reply can never arrive: the place is gone, or the bot was shut out of it."""


class GoneError(UndeliverableError):
    """Nothing can arrive there any more: the person or the workspace is gone, or has shut the bot out."""


class Stream(Protocol):
    """A message that grows while its reply is being put into words; `Channel.send` ends it."""

    async def show(self, said: str) -> str:
        """Show how the reply begins: all that was shown before, and more. The platform's id of the message.

        Raises:
            RetryLaterError: nothing more was shown; let it grow no further.
            Exception: nobody knows what is seen of it.
        """
        ...


class Channel(Protocol):
    """One platform."""

    @property
    def name(self) -> str:
        """As in `Address.channel`."""
        ...

    @property
    def collects(self) -> bool:
        """The other side fetches what it has not seen when it connects, so nothing is swept up for it."""
        ...

    async def send(self, outgoing: Outgoing) -> str | None:
        """Send one reply; the platform's id of it, or `None` where the other side will confirm it.

        One that has `begun` takes the place of what is shown of it.

        Raises:
            RetryLaterError: the platform is busy.
            UndeliverableError: it can never be sent.
            GoneError: nor can anything else to this person; their daily quiz ends.
            Exception: anything else is taken for a passing fault and tried again.
        """
        ...

    async def working(self, outgoing: Outgoing) -> None:
        """Show that this reply is being put into words, until it is sent. Whatever is raised is passed over."""
        ...

    def stream(self, outgoing: Outgoing) -> Stream | None:
        """Where this reply can be shown while it is being put into words; `None`: only once it is whole."""
        ...

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """What the HTTP server answers for this channel."""
        ...

    async def close(self) -> None:
        """Stop taking turns."""
        ...


@dataclass(frozen=True, slots=True)
class Glance:
    """The learner as they are kept, and, once it is asked for, what a turn would come to now."""

    learner: Learner
    replies: Callable[[], tuple[Reply, ...]]


class Intake(Protocol):
    """Where a channel takes its turns, and asks what it may show without anything having happened."""

    async def receive(self, turn: Turn) -> bool:
        """Process a turn; when this returns it is committed. False when it was received before.

        Raises:
            StoreUnavailableError: nothing was kept; do not acknowledge.
        """
        ...

    async def glance(self, turn: Turn) -> Glance:
        """What this turn would come to; nothing is kept or sent, and its `id` may be empty.

        Raises:
            StoreUnavailableError: nobody knows.
        """
        ...

    async def consult(self, turn: Turn, *, counts: bool = False) -> Outcome:
        """What the tutor would say to a stranger.

        Nothing of it is kept; with `counts` a term that was looked up counts for its workspace, if that can be kept.
        """
        ...

    async def looked_up(self, address: Address, limit: int) -> tuple[str, ...]:
        """The ids of the terms that this workspace looks up most often, the first ones first.

        Raises:
            StoreUnavailableError: they cannot be read.
        """
        ...


class Mailbox(Protocol):
    """Where a channel whose other side collects finds what it has not shown yet."""

    async def waiting(self, address: Address) -> list[Outgoing]:
        """Replies that were not confirmed, oldest first."""
        ...

    async def confirm(self, address: Address, ids: Sequence[str]) -> None:
        """These were shown."""
        ...

    async def arrived(self, address: Address) -> None:
        """Wait until what is on its way to this conversation has been handed to its channel."""
        ...


@dataclass(frozen=True, slots=True)
class Listing:
    """A channel that the server can have: its module, and the settings that turn it on."""

    name: str
    title: str
    module: str
    needs: tuple[str, ...]
    """Names of settings; `a|b` is met by either."""
    checks: str = ""
    """The module whose `checkup(settings, now)` looks whether it can work."""

    def missing(self, settings: Settings) -> tuple[str, ...]:
        """What is still to be set, as an owner writes it."""
        return tuple(
            " or ".join(name.upper() for name in names)
            for names in (need.split("|") for need in self.needs)
            if not any(_is_set(getattr(settings, name)) for name in names)
        )

    def create(self, settings: Settings, intake: Intake, mailbox: Mailbox, store: Store) -> Channel:
        """The channel; its module, and with it the platform's SDK, is imported now and not before."""
        channel: Channel = import_module(self.module).create(settings, intake, mailbox, store)
        return channel

    async def checkup(self, settings: Settings, now: datetime) -> Findings:
        """What `chat-tutor doctor` finds about it, when it is on."""
        if not self.checks:
            yield fine(self.title, "on")
            return
        async for finding in import_module(self.checks).checkup(settings, now):
            yield finding


LISTINGS = (
    Listing("web", "Web chat", "bot.channels.web", ("web",)),
    Listing(
        "slack",
        "Slack",
        "bot.channels.slack",
        ("slack_bot_token|slack_client_id", "slack_signing_secret|slack_app_token"),
        checks="bot.channels.slack.checkup",
    ),
    Listing(
        "teams",
        "Teams",
        "bot.channels.teams",
        ("teams_app_id", "teams_app_password|teams_managed_identity"),
        checks="bot.channels.teams.checkup",
    ),
)


def _is_set(value: object) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)
