"""What users of a store do about what passes: run again where somebody else was first, and go on where it was away."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bot.store import ConflictError, Store, StoreUnavailableError, Transaction

log = logging.getLogger(__name__)

T = TypeVar("T")

RETRIES = 8
"""Runs of work that others got in the way of."""


async def run_again(store: Store, work: Callable[[Transaction], T], what: str) -> T:
    """As `Store.run`; work whose versions somebody else saved first is run anew, as `what` in the log.

    Raises:
        StoreUnavailableError: nothing was kept; also where others were first as often as it was tried.
    """
    for _ in range(RETRIES):
        try:
            return await store.run(work)
        except ConflictError:
            log.info("%s is run again: somebody else saved first", what)
    raise StoreUnavailableError(f"others saved first, {RETRIES} times")


@contextmanager
def going_on(what: str) -> Iterator[None]:
    """A block whose faults are logged as those of `what` and raised no further, in a loop that has no end."""
    try:
        yield
    except StoreUnavailableError as error:
        log.warning("%s: %s", what, error)
    except Exception:
        log.exception("%s failed", what)
