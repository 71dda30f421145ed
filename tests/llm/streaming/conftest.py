"""Slack, a model and a tutor with both, all on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.llm.endpoint import Endpoint, endpoint
from tests.llm.streaming.answering import Time, serving
from tests.slack.tutor import Tutor, sqlite_url
from tests.slack.workspace import Workspace, workspace


@pytest.fixture
def time() -> Time:
    """Time that goes by."""
    return Time()


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    """Slack, on loopback."""
    async with workspace() as here:
        yield here


@pytest.fixture
async def model() -> AsyncIterator[Endpoint]:
    """A model, on loopback."""
    async with endpoint() as started:
        yield started


@pytest.fixture
async def tutor(slack: Workspace, model: Endpoint, time: Time, tmp_path: Path) -> AsyncIterator[Tutor]:
    """A tutor with both."""
    async with serving(slack, model, sqlite_url(tmp_path), time) as here:
        yield here
