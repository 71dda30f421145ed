"""A tutor whose daily quiz goes by the clock."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.store import open_store
from tests.daily.house import NINE, House, house_on
from tests.delivery.fakes import Clock


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """A tutor, the evening before."""
    store, clock = open_store(database_url), Clock()
    clock.now = NINE - timedelta(hours=12)
    yield house_on(store, clock)
    await store.close()
