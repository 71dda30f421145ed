"""How a server ends: nothing is begun that cannot be finished."""

import asyncio
from dataclasses import replace

from aiohttp import web

from bot.app import build
from bot.retention import Retention
from bot.server import application
from bot.settings import load_settings
from tests.delivery.fakes import Clock, RecordingChannel


class Ticking(Retention):
    """Something that goes by the clock, and notes its end."""

    ended: list[str]

    async def run(self) -> None:
        """Go on until the end."""
        try:
            await asyncio.Event().wait()
        finally:
            self.ended.append("the clock")


class Closing(RecordingChannel):
    """A channel that notes its end."""

    ended: list[str]

    async def close(self) -> None:
        """No turns from here on."""
        self.ended.append("the channel")


async def test_the_clock_ends_first() -> None:
    """Nothing is taken up by the clock once the rest is being closed.

    It would be cut off in the middle of a send, and sent again by the next process.
    """
    app = build(load_settings({"DATABASE_URL": "sqlite:///:memory:"}))
    channel, ticking = Closing(), Ticking(app.store, 1, Clock())
    channel.ended = ticking.ended = []
    app.channels["chat"] = channel
    runner = web.AppRunner(application(replace(app, retention=ticking)))
    await runner.setup()
    await asyncio.sleep(0)  # the clock begins
    await runner.cleanup()
    assert channel.ended == ["the clock", "the channel"]
