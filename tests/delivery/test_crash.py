"""A process is killed with -9: each turn counts once, and each reply arrives."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.store.database import query

LEASE_OVER = "forward 60"


class Tutor:
    """A tutor in another process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def tell(self, command: str) -> str:
        """Its answer to a command, see `tests.delivery.process`; nothing when it died of it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def died_of(self) -> int:
        """The signal that killed it."""
        return -self._process.wait(10)


@contextmanager
def tutor(url: str, sent: Path, *options: str) -> Iterator[Tutor]:
    """A tutor on this database, which writes what it sends into this file."""
    command = [sys.executable, "-m", "tests.delivery.process", url, str(sent), *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Tutor(process)


Start = Callable[..., Tutor]


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """The file in which every process writes what it sends."""
    path = tmp_path / "sent"
    path.touch()
    return path


@pytest.fixture
def start(database_url: str, sent: Path) -> Iterator[Start]:
    """Starts a tutor on that database; all of them end with the test."""
    with ExitStack() as started:
        yield lambda *options: started.enter_context(tutor(database_url, sent, *options))


def kept(database_url: str) -> tuple[int, int]:
    """How many turns and how many attempts are recorded."""
    ((turns, attempts),) = query(database_url, "select (select count(*) from turn), (select count(*) from attempt)")
    return turns, attempts


def test_killed_between_commit_and_send(start: Start, database_url: str, sent: Path) -> None:
    """After a restart the reply is sent, by the sweeper; the platform's second delivery adds nothing."""
    first = start("--die-before", "1")
    assert first.tell("receive 1") == ""
    assert first.died_of() == signal.SIGKILL
    assert (kept(database_url), sent.read_text()) == ((1, 1), "")
    second = start()
    assert second.tell("receive 1") == "0"
    assert second.tell("sweep") == "0"
    second.tell(LEASE_OVER)
    assert second.tell("sweep") == "1"
    assert second.tell("sweep") == "0"
    assert (kept(database_url), sent.read_text()) == ((1, 1), "turn-0#0\n")


def test_another_process_sends_what_a_killed_one_left(postgres_url: str, sent: Path) -> None:
    """Of two processes on one PostgreSQL one is killed; when its lease is over, the other sends."""
    with tutor(postgres_url, sent) as other, tutor(postgres_url, sent, "--die-before", "1") as killed:
        assert other.tell("sweep") == "0"
        assert killed.tell("receive 1") == ""
        assert killed.died_of() == signal.SIGKILL
        assert other.tell("sweep") == "0"
        assert other.tell("receive 1") == "0"
        other.tell(LEASE_OVER)
        assert other.tell("sweep") == "1"
    assert (kept(postgres_url), sent.read_text()) == ((1, 1), "turn-0#0\n")


def test_killed_among_many(start: Start, database_url: str, sent: Path) -> None:
    """Of forty turns at once, cut off by the tenth send, each counts once and is answered.

    Only what was sent and not yet settled is sent again.
    """
    assert start("--die-after", "10").tell("receive 40") == ""
    second = start()
    second.tell("receive 40")
    second.tell(LEASE_OVER)
    second.tell("sweep")
    assert kept(database_url) == (40, 40)
    times = Counter(sent.read_text().split())
    assert set(times) == {f"turn-{n}#0" for n in range(40)}
    assert 40 < sum(times.values()) <= 40 + 10
