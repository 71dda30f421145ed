"""What one transaction can do, in SQL that SQLite and PostgreSQL both read.

Placeholders are `?`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain

from bot.store.carried import Carried
from bot.store.records import statement
from bot.store.rows import (
    OUTGOING,
    THERE,
    Execute,
    Foreign,
    Outgoing,
    State,
    millis,
    moment,
    outgoing_of,
    outgoing_row,
    place,
)
from dialogs.dialog import Record
from dialogs.learner import Conversation, Learner
from dialogs.reply import Reply
from dialogs.turn import Address


class ConflictError(Exception):
    """Somebody else saved a newer version meanwhile; load and run again."""


_WAITING = f"state = {State.WAITING:d}"
"""Spelt out, as the indexes of what waits are for this state alone: what was sent stands in none of them."""


class Transaction:
    """The store's verbs inside one transaction; all of them take effect, or none."""

    def __init__(self, execute: Execute, lock: str = "") -> None:
        """`lock` is appended to a `select` whose rows will be written: ` for update`, or nothing."""
        self.carried = Carried()
        self._execute = execute
        self._lock = lock

    @property
    def execute(self) -> Execute:
        """Runs a statement; for the store's other verbs."""
        return self._execute

    @property
    def lock(self) -> str:
        """As it was given."""
        return self._lock

    def accept(self, turn: str, at: datetime) -> bool:
        """Claim a turn's id; False when it was claimed before."""
        return bool(
            self._execute(
                "insert into turn (id, at) values (?, ?) on conflict do nothing returning id",
                (turn, millis(at)),
            )
        )

    def learner(self, address: Address) -> Learner:
        """The learner at this address, a new one where there was none."""
        key = (address.channel, address.tenant, address.user)
        rows = self._execute(
            "select data, version from learner where channel = ? and tenant = ? and user_id = ?" + self._lock,
            key,
        )
        if not rows:
            return Learner(*key)
        return self.carried.learner(*rows[0])

    def conversation(self, address: Address) -> Conversation:
        """The conversation at this address, a new one where there was none."""
        key = place(address)
        rows = self._execute(
            f"select data, version from conversation where {THERE}{self._lock}",
            key,
        )
        if not rows:
            return Conversation(*key)
        return self.carried.conversation(*rows[0])

    def save_learner(self, learner: Learner, due: datetime | None) -> None:
        """Write the version after the one that was loaded; `due` is when the next daily quiz is.

        Raises:
            ConflictError: when the stored version is another one by now.
        """
        key = (learner.channel, learner.tenant, learner.user)
        data = self.carried.learner_data(learner)
        next_due = None if due is None else millis(due)
        if learner.version == 0:
            rows = self._execute(
                "insert into learner (channel, tenant, user_id, version, data, next_due) values (?, ?, ?, 1, ?, ?)"
                " on conflict do nothing returning version",
                (*key, data, next_due),
            )
        else:
            rows = self._execute(
                "update learner set version = version + 1, data = ?, next_due = ?"
                " where channel = ? and tenant = ? and user_id = ? and version = ? returning version",
                (data, next_due, *key, learner.version),
            )
        if not rows:
            raise ConflictError

    def save_conversation(self, conversation: Conversation, day: date) -> None:
        """Write the version after the one that was loaded, used on this day.

        Raises:
            ConflictError: when the stored version is another one by now.
        """
        c = conversation
        key = (c.channel, c.tenant, c.conversation, c.thread, c.user)
        data = self.carried.conversation_data(c)
        if c.version == 0:
            rows = self._execute(
                "insert into conversation (channel, tenant, conversation, thread, user_id, version, data, used)"
                " values (?, ?, ?, ?, ?, 1, ?, ?) on conflict do nothing returning version",
                (*key, data, day.isoformat()),
            )
        else:
            rows = self._execute(
                f"update conversation set version = version + 1, data = ?, used = ? where {THERE} and version = ?"
                " returning version",
                (data, day.isoformat(), *key, c.version),
            )
        if not rows:
            raise ConflictError

    def append(self, learner: Learner, records: Iterable[Record]) -> None:
        """Append records: one attempt at most for each presentation, and the latest feedback for each key.

        A gap is appended without the learner; the same words on the same day are counted, and so are look-ups.
        """
        for record in records:
            self._execute(*statement(learner, record))

    def looked_up(self, channel: str, tenant: str, limit: int) -> tuple[str, ...]:
        """The terms that this workspace looks up most often, the first ones first."""
        sql = "select term from lookup where channel = ? and tenant = ? order by times desc, term limit ?"
        return tuple(term for (term,) in self._execute(sql, (channel, tenant, limit)))

    def queue(
        self,
        turn: str,
        address: Address,
        replies: Sequence[Reply],
        at: datetime,
        lease: timedelta,
        *,
        first: int = 0,
    ) -> list[Outgoing]:
        """Queue the replies to a turn, numbered from `first`, leased to the caller, who sends them now."""
        if not replies:
            return []
        numbered = enumerate(replies, first)
        items = [Outgoing(turn, n, address, reply, 1, at + lease) for n, reply in numbered]
        ((behind,),) = self._execute(_QUEUED + _BEHIND, (*outgoing_row(items[0], at), *place(address), turn, first))
        for item in items[1:]:
            self._execute(_QUEUED, outgoing_row(item, at))
        return items if behind is None else [replace(item, behind=str(behind)) for item in items]

    def waiting(self, address: Address) -> list[Outgoing]:
        """What this conversation has not been shown yet, oldest first; leases are not looked at."""
        rows = self._execute(
            "select turn, n, address, reply, attempts, lease_until, expires, sent_ref from outgoing"
            f" where {THERE} and {_WAITING} order by at, turn, n limit 200",
            place(address),
        )
        return outgoing_of(rows)

    def ahead(self, item: Outgoing, until: datetime) -> bool:
        """Whether earlier replies to the same place wait whose leases end by this time, so that they are sent soon.

        Those that expire are not counted: nobody has asked for them, and they may be put off for long.
        """
        rows = self._execute(
            "select 1 from outgoing mine join outgoing o on o.channel = mine.channel and o.tenant = mine.tenant"
            " and o.conversation = mine.conversation and o.thread = mine.thread and o.user_id = mine.user_id"
            f" where mine.turn = ? and mine.n = ? and o.{_WAITING} and o.lease_until <= ? and o.expires is null"
            " and (o.at < mine.at or (o.at = mine.at and o.turn < mine.turn)) limit 1",
            (item.turn, item.n, millis(until)),
        )
        return bool(rows)

    def claim(
        self, channel: str, now: datetime, lease: timedelta, limit: int, foreign: Foreign | None = None
    ) -> list[Outgoing]:
        """Lease replies of a channel whose former lease ran out, oldest first.

        Those in `foreign` are left alone. What is found to be of another version is added to them and given back at
        once, for a process of that version to take it up.
        """
        foreign = {} if foreign is None else foreign
        others = f" and (turn, n) not in (values {', '.join(['(?, ?)'] * len(foreign))})" if foreign else ""
        rows = self._execute(
            f"with due as (select turn, n from outgoing where channel = ? and {_WAITING} and lease_until <= ?{others}"
            " order by lease_until, at, turn, n limit ?" + (self._lock and self._lock + " skip locked") + ")"
            " update outgoing set attempts = attempts + 1, lease_until = ?"
            " where (turn, n) in (select turn, n from due)"
            " returning turn, n, address, reply, attempts, lease_until, expires, sent_ref, at",
            (channel, millis(now), *chain.from_iterable(sorted(foreign)), limit, millis(now + lease)),
        )
        found = outgoing_of(sorted(rows, key=lambda row: (row[8], row[0], row[1])), foreign)
        ours = {(item.turn, item.n) for item in found}
        self._give_back([(turn, n) for turn, n, *_ in rows if (turn, n) not in ours], now)
        return found

    def _give_back(self, ids: Sequence[tuple[str, int]], now: datetime) -> None:
        for turn, n in ids:
            self._execute(
                "update outgoing set attempts = attempts - 1, lease_until = ? where turn = ? and n = ? returning n",
                (millis(now), turn, n),
            )

    def begin(self, outgoing: Outgoing, ref: str) -> None:
        """Keep in which message its beginning is shown, so that whoever sends it next sends it there."""
        self._execute(
            f"update outgoing set sent_ref = ? where turn = ? and n = ? and {_WAITING} and attempts = ?",
            (ref, outgoing.turn, outgoing.n, outgoing.attempts),
        )

    def settle(self, turn: str, n: int, state: State, sent_ref: str = "", attempts: int | None = None) -> bool:
        """Mark a reply as sent or failed and erase its words; False when somebody else holds its lease."""
        return bool(
            self._execute(
                "update outgoing set state = ?, sent_ref = ?, reply = '' where turn = ? and n = ?"
                f" and {_WAITING} and attempts = coalesce(?, attempts) returning n",
                (state, sent_ref, turn, n, attempts),
            )
        )

    def postpone(self, outgoing: Outgoing, until: datetime) -> None:
        """Put a reply off, if the caller still holds its lease."""
        self._execute(
            f"update outgoing set lease_until = ? where turn = ? and n = ? and {_WAITING} and attempts = ?",
            (millis(until), outgoing.turn, outgoing.n, outgoing.attempts),
        )

    def backlog(self) -> dict[str, tuple[int, datetime]]:
        """How many replies wait on each channel that has any, and since when the oldest does."""
        rows = self._execute(f"select channel, count(*), min(at) from outgoing where {_WAITING} group by channel", ())
        return {channel: (int(count), moment(oldest)) for channel, count, oldest in rows}

    def purge(self, before: datetime) -> int:
        """Forget turn ids, replies and token counts from before this time; how many rows went."""
        old = (millis(before),)
        gone = len(
            self._execute("delete from outgoing where turn in (select id from turn where at < ?) returning 1", old)
        )
        gone += len(self._execute("delete from turn where at < ? returning 1", old))
        day = before.date().isoformat()
        return gone + len(self._execute("delete from token_use where day < ? returning 1", (day,)))

    def purge_gaps(self, before: date) -> int:
        """Forget what the course could not answer before this day; how many rows went."""
        return len(self._execute("delete from gap where day < ? returning 1", (before.isoformat(),)))

    def ready(self) -> bool:
        """True, when the database answers."""
        return bool(self._execute("select 1", ()))

    def count(self, table: str) -> int:
        """Rows of one of the store's tables."""
        if not table.isidentifier():
            raise ValueError(table)
        rows = self._execute(f"select count(*) from {table}", ())
        return int(rows[0][0])


_QUEUED = f"insert into outgoing ({', '.join(OUTGOING)}) values ({', '.join('?' * len(OUTGOING))})"
_BEHIND = (
    " returning (select case when count(*) > 1 then '' else min(w.turn || '#' || w.n) end from"
    f" (select turn, n from outgoing where {THERE} and {_WAITING} and (turn, n) <> (?, ?) limit 2) as w)"
)
"""`Outgoing.behind`; the row itself is left out by name, as only SQLite sees it there already."""
