"""A tutor that serves, its page in a browser, and its socket."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page

from tests.web.chat import Chat, opened
from tests.web.line import Line, dialled
from tests.web.serving import Tutor, serving


@pytest_asyncio.fixture(loop_scope="session")
async def tutor(tmp_path: Path) -> AsyncIterator[Tutor]:
    """A tutor with a database of its own, on a port of its own."""
    async with serving(tmp_path) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="session")
async def chat(tutor: Tutor, page: Page) -> AsyncIterator[Chat]:
    """The tutor's page as a new learner has it; a complaint of the browser fails the test."""
    shown = await opened(page, tutor.url)
    yield shown
    assert not shown.complaints, shown.complaints


@pytest_asyncio.fixture(loop_scope="session")
async def line(tutor: Tutor) -> AsyncIterator[Line]:
    """A socket to the tutor, with the cookie of a learner."""
    async with dialled(tutor) as connected:
        yield connected
