"""A tutor that serves the web chat on a loopback port, and can go away and come back."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot.app import App, add_channels
from bot.channels import Channel, Intake
from bot.channels.web import create
from bot.channels.wrapped import WrappedIntake
from bot.delivery import Delivery
from bot.server import application
from bot.settings import Settings
from bot.store import StoreUnavailableError, open_store
from bot.turns import Turns
from dialogs.turn import Turn
from tests.talk import router, shipped


class Reluctant(WrappedIntake):
    """An intake that cannot write down the first turns that `refuses` picks."""

    def __init__(self, app: App, refuses: Callable[[Turn], bool], times: int) -> None:
        super().__init__(app.turns)
        self._refuses = refuses
        self._left = times

    async def receive(self, turn: Turn) -> bool:
        """See `Intake`."""
        if self._left and self._refuses(turn):
            self._left -= 1
            raise StoreUnavailableError("the disk is full")
        return await super().receive(turn)


class Forgetful(WrappedIntake):
    """An intake that commits a turn and never hears of it, as when the connection to the database breaks just then."""

    def __init__(self, app: App) -> None:
        super().__init__(Turns(router(), app.store, Delivery(app.store, {})))

    async def receive(self, turn: Turn) -> bool:
        """See `Intake`."""
        return await super().receive(turn) and False


class Tutor:
    """One database and one port, with a server on them for as long as it is up."""

    def __init__(self, folder: Path) -> None:
        self._database = folder / "tutor.db"
        self._port = 0
        self._runner: web.AppRunner | None = None
        self.app: App

    @property
    def host(self) -> str:
        """As browsers write it into `Host`."""
        return f"127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{self.host}"

    async def start(self) -> None:
        """Serve, on the same port as before."""
        app = self._app()
        add_channels(app)
        await self._serve(app)

    async def start_reluctantly(self, refuses: Callable[[Turn], bool], times: int = 1) -> None:
        """Serve anew, with a store that fails at first."""
        await self._start_with(lambda app: Reluctant(app, refuses, times))

    async def start_forgetfully(self) -> None:
        """Serve anew, with a store that keeps everything and says nothing of it."""
        await self._start_with(Forgetful)

    async def _start_with(self, intake: Callable[[App], Intake]) -> None:
        await self.stop()
        app = self._app()
        app.channels["web"] = create(app.settings, intake(app), app.delivery, app.store)
        await self._serve(app)

    def _app(self) -> App:
        """As `bot.app.build` makes it, around dialogs that all tests share: they keep nothing."""
        settings = Settings(database_url=f"sqlite:///{self._database}")
        store = open_store(settings.database_url.get_secret_value())
        channels: dict[str, Channel] = {}
        delivery = Delivery(store, channels)
        turns = Turns(router(), store, delivery)
        return App(settings, shipped(), store, delivery, turns, channels)

    async def _serve(self, app: App) -> None:
        self.app = app
        self._runner = web.AppRunner(application(app), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every socket and end, as a restart does."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Tutor]:
    """A tutor that is up, with its database in `folder`."""
    tutor = Tutor(folder)
    await tutor.start()
    try:
        yield tutor
    finally:
        await tutor.stop()
