"""A tutor on Slack in a process of its own, as it is composed for production; its clock can be put on.

Says its port. `/forward?seconds=…` puts the clock on; `/sweep` says how many replies were taken up, once they are
sent.
"""

import asyncio
from datetime import UTC, datetime, timedelta

import click
from aiohttp import web

from bot.app import build
from bot.channels.slack.channel import SlackChannel
from bot.server import application
from tests.slack.tutor import settings_for
from tests.slack.workspace import Workspace


class FastClock:
    """The time, and as much as it was put on."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward(self, seconds: float) -> None:
        """Let time go by."""
        self._ahead += timedelta(seconds=seconds)


async def serve(database_url: str, slack_url: str, token: str) -> None:
    """Serve until the process is ended."""
    settings = settings_for(Workspace(slack_url), database_url, slack_bot_token=token)
    clock = FastClock()
    app = build(settings, clock)
    app.channels["slack"] = SlackChannel(settings, app.turns, app.store, clock)

    async def forward(request: web.Request) -> web.Response:
        clock.forward(float(request.query["seconds"]))
        return web.Response()

    async def sweep(_: web.Request) -> web.Response:
        await app.turns.drain()
        await app.delivery.drain()
        found = await app.delivery.sweep()
        await app.delivery.drain()
        return web.Response(text=str(found))

    server = application(app)
    server.router.add_get("/forward", forward)
    server.router.add_get("/sweep", sweep)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    click.echo(runner.addresses[0][1])
    await asyncio.Event().wait()


@click.command()
@click.argument("database_url")
@click.argument("slack_url")
@click.argument("token")
def main(database_url: str, slack_url: str, token: str) -> None:
    """Run the tutor."""
    asyncio.run(serve(database_url, slack_url, token))


if __name__ == "__main__":
    main()
