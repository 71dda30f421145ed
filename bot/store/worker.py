"""Jobs from asyncio to threads that each own a database connection."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Any

from bot.store import StoreUnavailableError
from bot.store.transaction import Transaction


@dataclass(slots=True)
class Job:
    """A piece of work and the future that waits for its result."""

    work: Callable[[Transaction], Any]
    future: "Future[Any]" = field(default_factory=Future)
    queued: float = field(default_factory=monotonic)

    def fail(self, error: BaseException) -> None:
        """Hand the failure to whoever waits, who would wait for ever for a bare `StopIteration`."""
        if isinstance(error, StopIteration):
            error = RuntimeError(f"the work raised {error!r}").with_traceback(error.__traceback__)
        self.future.set_exception(error)


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

    def submit(self, work: Callable[[Transaction], Any]) -> "Future[Any]":
        """Queue a job.

        Raises:
            StoreUnavailableError: nobody would run it any more.
        """
        job = Job(work)
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
