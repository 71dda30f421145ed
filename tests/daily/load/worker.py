"""A tutor with its scheduler and its sweeper in a process of its own, until its input ends or it is killed."""

import asyncio
import logging
import sys
from datetime import UTC, datetime, timedelta

import click
from pydantic import SecretStr

from bot.app import build
from bot.channels.slack.channel import SlackChannel
from bot.delivery import Sweeper
from bot.settings import Settings


async def work(url: str, api: str, ahead: float) -> None:
    """Deliver until the input ends."""

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=ahead)

    settings = Settings(
        database_url=SecretStr(url),
        slack_bot_token=SecretStr("xoxb-not-a-real-token"),
        slack_signing_secret=SecretStr("unused"),
        slack_api_url=api,
        daily_window_minutes=0,
    )
    app = build(settings, clock)
    assert app.scheduler is not None
    channel = SlackChannel(settings, app.turns, app.store, clock)
    app.channels[channel.name] = channel
    tasks = [asyncio.create_task(Sweeper(app.store, app.delivery).run()), asyncio.create_task(app.scheduler.run())]
    click.echo("ready")
    await asyncio.to_thread(sys.stdin.read)
    for task in tasks:
        task.cancel()
    await app.close()


@click.command()
@click.argument("url")
@click.argument("api")
@click.option("--ahead", default=0.0, help="Seconds that its clock is ahead, for leases to be over.")
def main(url: str, api: str, ahead: float) -> None:
    """Run one."""
    logging.disable(logging.ERROR)
    asyncio.run(work(url, api, ahead))


if __name__ == "__main__":
    main()
