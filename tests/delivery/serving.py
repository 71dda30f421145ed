"""A tutor on Slack, and on Teams where it is told of one, in a process of its own; its clock can be put on.

Where it is told of a language model, that words its answers.

It is composed and served as in production, until it is ended. It says its address, and reads commands from its input,
one a line, each answered with a line: `forward SECONDS` puts the clock on; `sweep` says how many replies were taken
up, once they are sent.
"""

import asyncio
import logging
import sys
from datetime import UTC, datetime, timedelta

import click

from bot.app import App, build
from bot.channels.slack.channel import SlackChannel
from bot.channels.teams.channel import TeamsChannel
from bot.server import serve
from bot.settings import Settings
from tests.slack.tutor import settings_for as on_slack
from tests.slack.workspace import Workspace
from tests.teams.platform import Platform
from tests.teams.tutor import settings_for as on_teams


class FastClock:
    """The time, and as much as it was put on."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward(self, seconds: float) -> None:
        """Let time go by."""
        self._ahead += timedelta(seconds=seconds)


class OneToken:
    """A token source with a token by which the platform tells who sends."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        """See `TokenSource`."""
        return self._token

    def forget(self) -> None:
        """See `TokenSource`."""


async def swept(app: App) -> int:
    """Let what is on its way arrive, and what a sweep takes up; how many that were."""
    await app.turns.drain()
    await app.delivery.drain()
    found = await app.delivery.sweep()
    await app.delivery.drain()
    return found


async def obey(app: App, clock: FastClock) -> None:
    """Do what the input says."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).split():
        match line:
            case [b"forward", seconds]:
                clock.forward(float(seconds))
                click.echo("forwarded")
            case [b"sweep"]:
                click.echo(await swept(app))


async def run(database_url: str, slack_url: str, token: str, teams_url: str, model_url: str) -> None:
    """Serve until a signal ends it."""
    given = on_slack(Workspace(slack_url), database_url, slack_bot_token=token, port=0).model_dump()
    if teams_url:
        teams = on_teams(Platform(teams_url), database_url).model_dump(exclude_unset=True)
        given |= {name: value for name, value in teams.items() if name.startswith("teams_")}
    if model_url:
        given |= {"llm_model": "m", "llm_base_url": model_url, "llm_api_key": "key"}
    settings, clock = Settings.model_validate(given), FastClock()
    app = build(settings, clock)
    app.channels["slack"] = SlackChannel(settings, app.turns, app.store, clock)
    if teams_url:
        app.channels["teams"] = TeamsChannel(settings, app.turns, tokens=OneToken(token), clock=clock)
    obeying = asyncio.create_task(obey(app, clock))
    await serve(app, click.echo)
    obeying.cancel()


@click.command()
@click.argument("database_url")
@click.argument("slack_url")
@click.argument("token")
@click.option("--teams", "teams_url", default="", help="Where Teams is.")
@click.option("--model", "model_url", default="", help="Where a language model is.")
def main(database_url: str, slack_url: str, token: str, teams_url: str, model_url: str) -> None:
    """Run the tutor."""
    logging.disable(logging.WARNING)
    asyncio.run(run(database_url, slack_url, token, teams_url, model_url))


if __name__ == "__main__":
    main()
