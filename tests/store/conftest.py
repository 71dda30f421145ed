"""A database of either engine, empty, and a store on it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.store import Store, open_store


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store with its tables."""
    opened = open_store(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def second_store(store: Store, database_url: str) -> AsyncIterator[Store]:
    """A store on the same database, as another process has it."""
    opened = await asyncio.to_thread(open_store, database_url)
    yield opened
    await opened.close()
