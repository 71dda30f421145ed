"""A database of either engine, empty, and a store on it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import Store, open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database; the test runs once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


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
