"""Two thousand quizzes are due at once, the platform is busy at times, and a process is killed: none is lost."""

from pathlib import Path

import pytest

from tests.daily.load.run import Figures, deliver

LEARNERS = 2_000
pytestmark = pytest.mark.timeout(400)


def check(found: Figures) -> None:
    """Everybody got one, and only what was in flight at the kill came twice."""
    assert found.lost == 0
    assert found.twice <= found.in_flight
    assert found.refused > 0


def test_three_processes_on_postgresql(postgres_url: str) -> None:
    """Of three that share the work one is killed with -9; the others go on, and what it had in flight is sent again."""
    check(deliver(postgres_url, LEARNERS, 3))


def test_one_process_on_sqlite(tmp_path: Path) -> None:
    """A lone process is killed with -9 and started again."""
    check(deliver(f"sqlite:///{tmp_path / 'store.db'}", LEARNERS, 1))
