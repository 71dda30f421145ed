"""Jobs from asyncio to threads that each own a database connection."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Any

from bot.store import StoreUnavailableError
from bot.store.transaction import Transaction


@dataclass(slots=True)
class Job:
    """A piece of work, and the future of the loop that waits for it; a thread leaves its result or failure here."""

    work: Callable[[Transaction], Any]
    future: "asyncio.Future[Any]"
    queued: float = field(default_factory=monotonic)
    result: Any = None
    failure: BaseException | None = None

    @property
    def wanted(self) -> bool:
        """Whether anybody waits for it yet."""
        return not self.future.cancelled()

    def fail(self, error: BaseException) -> None:
        """Leave a failure; a future takes no bare `StopIteration`."""
        if isinstance(error, StopIteration):
            error = RuntimeError(f"the work raised {error!r}").with_traceback(error.__traceback__)
        self.failure = error


def hand_over(jobs: Iterable[Job]) -> None:
    """Tell whoever waits for these jobs, once for all of them: to wake a loop costs as much as a statement."""
    for loop, together in groupby(jobs, key=lambda job: job.future.get_loop()):
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_tell, list(together))


def _tell(jobs: Sequence[Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.failure is None:
            job.future.set_result(job.result)
        else:
            job.future.set_exception(job.failure)


Jobs = SimpleQueue[Job | None]
"""`None` tells one thread to end; nothing comes after it."""


class Workers:
    """Threads that run `serve(jobs)` until they are told to end."""

    def __init__(self, serve: Callable[[Jobs], None], count: int, name: str) -> None:
        self._jobs: Jobs = SimpleQueue()
        self._open = True
        self._lock = Lock()
        self._threads = [
            Thread(target=serve, args=(self._jobs,), name=f"{name}-{n}", daemon=True) for n in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[[Transaction], Any]) -> "asyncio.Future[Any]":
        """Queue a job of the running loop.

        Raises:
            StoreUnavailableError: nobody would run it any more.
        """
        job = Job(work, asyncio.get_running_loop().create_future())
        with self._lock:
            if not self._open:
                raise StoreUnavailableError("the store is closed")
            self._jobs.put(job)
        return job.future

    def stop(self) -> None:
        """Finish what is queued, then end the threads."""
        with self._lock:
            if self._open:
                for _ in self._threads:
                    self._jobs.put(None)
            self._open = False
        for thread in self._threads:
            thread.join()
