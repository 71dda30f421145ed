"""A workspace and a tutor for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.slack.tutor import Tutor, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import Workspace
from tests.slack.workspace import workspace as started


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    """Slack, on loopback."""
    async with started() as here:
        yield here


@pytest.fixture
async def tutor(slack: Workspace, tmp_path: Path) -> AsyncIterator[Tutor]:
    """A tutor that receives over HTTP, with SQLite."""
    async with serving(slack, sqlite_url(tmp_path)) as here:
        yield here
