"""The HTTP server: the routes of all channels that are on, and its life from start to clean end."""

import asyncio
import gc
import logging
import signal
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from bot.app import App
from bot.delivery import Sweeper
from bot.expiry import expiries, watch
from bot.store import StoreUnavailableError, Transaction

log = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
READY_WITHIN = 2.0
"""Seconds that the database may take to answer."""
YOUNG = 10_000
"""New objects from which on garbage is looked for: more than all turns that are under way have."""


def application(app: App) -> web.Application:
    """An aiohttp application that serves the app; what goes by the clock runs while it does."""
    server = web.Application(client_max_size=LARGEST_BODY)
    server.router.add_get("/healthz", _alive)
    server.router.add_get("/readyz", partial(_ready, app))
    for channel in app.channels.values():
        server.router.add_routes(channel.routes())
    clock = _Clock(app)
    server.on_startup.append(clock.begin)
    server.on_shutdown.append(clock.end)  # first, or what it goes on taking up is cut off in the middle of a send
    server.on_shutdown.append(lambda _: app.close())
    return server


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _ready(app: App, _: web.Request) -> web.Response:
    """Whether turns can be taken: 503 while the database is away, so that a balancer sends them elsewhere."""
    told = {"course": app.course.id, "channels": sorted(app.channels)}
    try:
        async with asyncio.timeout(READY_WITHIN):
            await app.store.run(Transaction.ready)
    except (StoreUnavailableError, TimeoutError) as error:
        log.warning("not ready: %s", error or "the database takes too long")
        return web.json_response({"status": "the database is away", **told}, status=503)
    return web.json_response({"status": "ok", **told})


def exposition(app: App) -> web.Application:
    """An aiohttp application for Prometheus, on a port of its own that no proxy passes on."""
    server = web.Application()
    server.router.add_get("/metrics", partial(_counted, app))
    return server


async def _counted(app: App, _: web.Request) -> web.Response:
    """What was counted; what a database that is away would say is left out."""
    if app.metrics is None:
        raise web.HTTPNotFound(text="Nothing is counted; set METRICS_PORT.")
    try:
        async with asyncio.timeout(READY_WITHIN):
            backlog = await app.store.run(Transaction.backlog)
    except (StoreUnavailableError, TimeoutError):
        backlog = None
    body = app.metrics.exposed(backlog, app.delivery.clock())
    return web.Response(body=body, headers={"Content-Type": app.metrics.content_type})


class _Clock:
    """What runs while the server does, though nobody asks for it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self, _: web.Application) -> None:
        app = self._app
        runs = [Sweeper(app.store, app.delivery).run(), watch(expiries(app.settings), app.delivery.clock)]
        runs += [part.run() for part in (app.retention, app.scheduler, app.polls) if part is not None]
        self._tasks = [asyncio.create_task(run) for run in runs]

    async def end(self, _: web.Application) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def keep_loaded() -> None:
    """Have the collector of garbage leave alone what is loaded by now, and look less often for more.

    The course and the code stay as long as the process, and a turn leaves next to no cycles behind.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


async def serve(app: App, ready: Callable[[str], Awaitable[None] | None]) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is under way. `ready` is told the address.

    Raises:
        OSError: the port is taken.
    """
    runner = web.AppRunner(application(app), access_log=None, shutdown_timeout=10)
    exposed = web.AppRunner(exposition(app), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        if app.settings.metrics_port is not None:
            await exposed.setup()
            await web.TCPSite(exposed, app.settings.metrics_host, app.settings.metrics_port).start()
            log.info("metrics at http://%s:%d/metrics", *exposed.addresses[0][:2])
        site = web.TCPSite(runner, app.settings.host, app.settings.port)
        await site.start()
        host, port = runner.addresses[0][:2]
        keep_loaded()
        ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await stop.wait()
    finally:
        await runner.cleanup()
        await exposed.cleanup()
