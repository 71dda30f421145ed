"""The HTTP server: the routes of all channels that are on, and its life from start to clean end."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.app import App

LARGEST_BODY = 1024 * 1024


def application(app: App) -> web.Application:
    """An aiohttp application that serves the app; the sweeper and the scheduler run while it does."""
    server = web.Application(client_max_size=LARGEST_BODY)
    server.router.add_get("/healthz", _alive)
    for channel in app.channels.values():
        server.router.add_routes(channel.routes())
    server.cleanup_ctx.append(lambda _: _sweeping(app))
    server.on_shutdown.append(lambda _: app.close())
    return server


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


@contextlib.asynccontextmanager
async def _sweeping(app: App):  # type: ignore[no-untyped-def]
    tasks = [asyncio.create_task(app.delivery.run())]
    if app.scheduler is not None:
        tasks.append(asyncio.create_task(app.scheduler.run()))
    yield
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def serve(app: App, ready: Callable[[str], Awaitable[None] | None]) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is under way. `ready` is told the address.

    Raises:
        OSError: the port is taken.
    """
    runner = web.AppRunner(application(app), access_log=None, shutdown_timeout=10)
    await runner.setup()
    try:
        site = web.TCPSite(runner, app.settings.host, app.settings.port)
        await site.start()
        host, port = runner.addresses[0][:2]
        ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await stop.wait()
    finally:
        await runner.cleanup()
