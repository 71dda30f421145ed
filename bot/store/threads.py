"""What is open in threads: each is begun anew, so that rows of threads, unlike those of chats, grow without end.

A thread's row bears the day on which it was last used. An older process that runs beside this version writes none: a
thread that it begins counts from the day on which it is found.
"""

from datetime import date

from bot.store.rows import PLACE, THERE
from bot.store.transaction import Transaction
from dialogs.learner import Conversation

_OPEN = '%"stack":%'
"""What a row holds in which something is open; at worst it matches more, and that is kept longer."""

_AGED = f"""
delete from conversation where ({", ".join(PLACE)}) in (
    select {", ".join(PLACE)} from conversation
    where thread <> '' and used < ? and (used < ? or data not like ?) order by used limit ?{{lock}}
) returning 1
"""
_FOUND = f"""
update conversation set used = ? where ({", ".join(PLACE)}) in (
    select {", ".join(PLACE)} from conversation where thread <> '' and used is null limit ?{{lock}}
) returning 1
"""


class Threads:
    """Works inside a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._execute = transaction.execute
        self._lock = transaction.lock and f"{transaction.lock} skip locked"

    def used(self, conversation: Conversation, day: date) -> None:
        """Somebody came back to a thread on this day, and changed nothing of what is open; written once a day."""
        c = conversation
        if c.version and c.thread:
            self._execute(
                f"update conversation set used = ? where {THERE} and used < ? returning version",
                (day.isoformat(), c.channel, c.tenant, c.conversation, c.thread, c.user, day.isoformat()),
            )

    def count_from(self, day: date, limit: int) -> int:
        """Let threads that bear no day count from this one; how many that were. What is being used is left alone."""
        return len(self._execute(_FOUND.format(lock=self._lock), (day.isoformat(), limit)))

    def purge(self, before: date, open_before: date, limit: int) -> int:
        """Forget threads that were last used before a day, those in which something is open before an earlier one.

        How many went, the longest unused first; what is being used is left alone.
        """
        days = before.isoformat(), open_before.isoformat()
        return len(self._execute(_AGED.format(lock=self._lock), (*days, _OPEN, limit)))
