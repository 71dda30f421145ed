"""A platform and a tutor for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.teams.platform import Platform
from tests.teams.platform import platform as started
from tests.teams.tutor import Tutor, sqlite_url
from tests.teams.tutor import tutor as serving


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    """Teams, on loopback."""
    async with started() as here:
        yield here


@pytest.fixture
async def tutor(platform: Platform, tmp_path: Path) -> AsyncIterator[Tutor]:
    """A single-tenant tutor, with SQLite."""
    async with serving(platform, sqlite_url(tmp_path)) as here:
        yield here
