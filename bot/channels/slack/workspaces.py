"""The workspaces that have the tutor: one, by a token in the settings, or any that installs it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from aiohttp import ClientSession, web

from bot.channels.slack.api import Api, Tokens
from bot.channels.slack.origin import Origin
from bot.settings import Settings
from bot.store import Store


class Workspaces(Tokens, Protocol):
    """Which workspaces have the tutor, and with which token each is written to."""

    @property
    def dated(self) -> bool:
        """It is known since when each has it, so that an old event is told from a new one."""
        ...

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Where it is installed."""
        ...

    async def admits(self, origin: Origin) -> bool:
        """Whether what comes from there is taken.

        Raises:
            StoreUnavailableError: that cannot be told now.
        """
        ...

    def forget(self, tenant: str) -> None:
        """Look anew before anything else is sent there."""
        ...

    async def close(self) -> None:
        """Begin nothing that must not be interrupted."""
        ...


class OneWorkspace:
    """The workspace that a token in the settings is for."""

    dated = False

    def __init__(self, token: str) -> None:
        self._token = token

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Workspaces`."""
        return ()

    async def token(self, tenant: str) -> str:
        """See `Tokens`."""
        return self._token

    async def renewed(self, tenant: str, token: str, error: str) -> bool:
        """See `Tokens`."""
        return False

    async def admits(self, origin: Origin) -> bool:
        """See `Workspaces`; only Slack can sign, and it sends what is of this workspace."""
        return True

    def forget(self, tenant: str) -> None:
        """See `Workspaces`."""

    async def close(self) -> None:
        """See `Workspaces`."""


def connect(
    settings: Settings, store: Store, clock: Callable[[], datetime], sessions: Callable[[], ClientSession]
) -> tuple[Workspaces, Api]:
    """The workspaces that the settings ask for, and the way to write to them."""
    if not settings.slack_client_id:
        one = OneWorkspace(settings.slack_bot_token.get_secret_value())
        return one, Api(one, settings.slack_api_url, sessions)
    from bot.channels.slack.oauth import Installed  # noqa: PLC0415 - one workspace needs neither Bolt nor a cipher

    async def exchange(method: str, credentials: str, **values: str) -> Mapping[str, Any]:
        return await api.exchange(method, credentials, **values)

    installed = Installed(settings, store, clock, exchange)
    api = Api(installed, settings.slack_api_url, sessions)
    return installed, api
