"""Jobs from asyncio to threads that each own a database connection."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread
from typing import Any

from bot.store.transaction import Transaction


@dataclass(slots=True)
class Job:
    """A piece of work and the future that waits for its result."""

    work: Callable[[Transaction], Any]
    future: "Future[Any]" = field(default_factory=Future)


Jobs = SimpleQueue[Job | None]
"""`None` tells one thread to end."""


class Workers:
    """Threads that run `serve(jobs)` until they are told to end."""

    def __init__(self, serve: Callable[[Jobs], None], count: int, name: str) -> None:
        self._jobs: Jobs = SimpleQueue()
        self._threads = [
            Thread(target=serve, args=(self._jobs,), name=f"{name}-{n}", daemon=True) for n in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[[Transaction], Any]) -> "Future[Any]":
        """Queue a job."""
        job = Job(work)
        self._jobs.put(job)
        return job.future

    def stop(self) -> None:
        """Finish what is queued, then end the threads."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
