"""`chat-tutor chat`."""

import asyncio
import logging

import click

from bot.app import build
from bot.channels.terminal import TerminalChannel
from bot.delivery import Sweeper
from bot.settings import Settings, load_settings


@click.command(epilog="Example: chat-tutor chat")
def chat() -> None:
    """Talk with the tutor here in the terminal."""
    settings = load_settings()
    logging.disable(logging.WARNING)
    asyncio.run(_chat(settings))


async def _chat(settings: Settings) -> None:
    app = build(settings)
    channel = TerminalChannel(app.turns, app.delivery)
    app.channels[channel.name] = channel
    try:
        await Sweeper(app.store, app.delivery).purge()  # there is no server that would
        await channel.converse()
    finally:
        await app.close()
