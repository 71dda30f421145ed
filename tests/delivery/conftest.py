"""The tutor's inside: a store in memory, a channel that remembers, a clock that stands still."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery import Delivery
from bot.router import Router
from bot.store import Store, open_store
from bot.turns import Turns
from tests.delivery.fakes import Clock, EchoDialog, RecordingChannel


@pytest.fixture
def clock() -> Clock:
    """A clock that tests turn."""
    return Clock()


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """A store in memory."""
    opened = open_store("sqlite:///:memory:")
    yield opened
    await opened.close()


@pytest.fixture
async def channel() -> RecordingChannel:
    """The only channel."""
    return RecordingChannel()


@pytest.fixture
async def delivery(store: Store, channel: RecordingChannel, clock: Clock) -> AsyncIterator[Delivery]:
    """What sends to that channel."""
    started = Delivery(store, {channel.name: channel}, clock)
    yield started
    await started.drain(0)


@pytest.fixture
async def turns(store: Store, delivery: Delivery) -> AsyncIterator[Turns]:
    """The way of every turn, to the echo."""
    started = Turns(Router([EchoDialog()]), store, delivery)
    yield started
    await started.drain()
