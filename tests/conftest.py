"""What every test may ask for: a database, and a page in a browser."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.support.chromium import chromium
from tests.support.postgres import database, postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server, the same one for the whole run."""
    with postgres() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database of the test's own, empty."""
    with database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database; the test runs once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium, the same one for the whole run; its tests share the session's event loop."""
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A blank page; an exception that its scripts let escape fails the test."""
    async with await browser.new_context() as context:
        opened = await context.new_page()
        escaped: list[str] = []
        opened.on("pageerror", lambda error: escaped.append(str(error)))
        yield opened
    assert not escaped, escaped
