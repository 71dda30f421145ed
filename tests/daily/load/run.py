"""Deliver to many, kill one on the way, and count."""

import asyncio
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import urlopen

import psutil  # type: ignore[import-untyped]

from bot.delivery import Timetable
from bot.store import Schedule, open_store
from dialogs.learner import Daily, Learner
from dialogs.turn import Address
from tests.store.database import query

TENANTS = 200
LEASES_OVER = 60
PATIENCE = 300.0
QUIET = 6.0
"""Seconds without a delivery after which those who are left have finished."""

MEASURED = (0.45, 0.95)
"""The share of the deliveries whose rate is taken: up to a lone process's end, or nearly all, through one's end."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it.

    `twice`: messages that came a second time; `in_flight`: replies that the killed process had not settled; `rate`:
    deliveries a second; `cpu`: milliseconds of the tutors' CPU for each, without the database's.
    """

    learners: int
    delivered: int
    twice: int
    in_flight: int
    refused: int
    rate: float
    cpu: float

    @property
    def lost(self) -> int:
        """Learners who got none."""
        return self.learners - self.delivered


def subscribe(url: str, count: int) -> None:
    """Learners of many workspaces whose hour came some minutes ago."""
    now = datetime.now(UTC)
    at = (now - timedelta(minutes=5)).time().replace(second=0, microsecond=0)
    daily = Daily(at, weekdays_only=False, quiet=None)
    before = now.date() - timedelta(days=2)

    async def save() -> None:
        store, timetable = open_store(url), Timetable(timedelta())
        for start in range(0, count, 500):
            people = [_learner(n, daily, before) for n in range(start, min(count, start + 500))]
            due = [(who, timetable.due(who, now - timedelta(minutes=10))) for who in people]
            await store.run(lambda t: Schedule(t).save_learners(due))  # noqa: B023 - awaited
        await store.close()

    asyncio.run(save())


def _learner(n: int, daily: Daily, before: Any) -> Learner:
    tenant, user, place = f"T{n % TENANTS:04}", f"U{n:06}", f"D{n:06}"
    return Learner("slack", tenant, user, home=Address("slack", tenant, user, place), daily=daily, offered_on=before)


@contextmanager
def api() -> Iterator[str]:
    """The address of a Slack API of its own."""
    command = [sys.executable, "-m", "tests.daily.load.api"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            match = re.search(r"http://[\d.:]+", process.stdout.readline())
            assert match is not None
            yield match[0]
        finally:
            process.terminate()


@contextmanager
def worker(url: str, address: str, ahead: float = 0) -> Iterator["subprocess.Popen[str]"]:
    """A tutor that delivers; it ends with the block."""
    command = [sys.executable, "-m", "tests.daily.load.worker", url, f"{address}/api/", "--ahead", str(ahead)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            if process.stdin is not None:
                process.stdin.close()
            process.wait(60)


def _ready(process: "subprocess.Popen[str]") -> float:
    """Wait until it delivers; the CPU that its start took."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return _cpu(process)


def _cpu(process: "subprocess.Popen[str]") -> float:
    times = psutil.Process(process.pid).cpu_times()
    return float(times.user + times.system)


def counts(address: str, first: int = 0) -> dict[str, Any]:
    """What the API has taken so far."""
    with urlopen(f"{address}/counts?first={first}", timeout=10) as answer:  # noqa: S310 - loopback
        found: dict[str, Any] = json.load(answer)
    return found


def deliver(url: str, learners: int, processes: int) -> Figures:
    """Deliver to so many with so many processes; one is killed at the half, and another comes when leases are over."""
    subscribe(url, learners)
    measured = int(learners * MEASURED[processes > 1])
    with api() as address, ExitStack() as started:
        workers = [started.enter_context(worker(url, address)) for _ in range(processes)]
        idle = [_ready(one) for one in workers]
        _until(lambda: counts(address)["total"] >= learners // 2)
        half, busy = counts(address)["total"], [_cpu(one) for one in workers]
        workers[0].send_signal(signal.SIGKILL)
        workers[0].wait(10)
        held = _held(url)
        if processes > 1:  # the others settle what they had on the way; what is left was the killed one's
            _until(lambda: _due(url) == 0 and counts(address)["quiet_for"] > QUIET)
        in_flight = len(held & _held(url))
        started.enter_context(worker(url, address, LEASES_OVER))
        _until(lambda: _due(url) == 0 and not _held(url))
        end = counts(address, measured)
    twice = end["total"] - end["places"]
    cpu = 1000 * (sum(busy) - sum(idle)) / half
    return Figures(learners, end["places"], twice, in_flight, end["refused"], measured / end["seconds"], cpu)


def _until(done: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, "the deliveries did not end"
        time.sleep(0.1)


def _due(url: str) -> int:
    now = int(time.time() * 1000)
    return int(query(url, f"select count(*) from learner where next_due <= {now}")[0][0])  # noqa: S608 - a number


def _held(url: str) -> set[tuple[str, int]]:
    """What is committed and not known to be sent."""
    return {(turn, n) for turn, n in query(url, "select turn, n from outgoing where state = 0")}
