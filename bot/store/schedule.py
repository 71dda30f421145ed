"""The store's verbs for many learners at once: whose daily quiz is due, and all that their turns write.

A statement is for a whole batch, so that what a learner costs hardly depends on the database's round trips.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.store.rows import (
    OUTGOING,
    PLACE,
    Outgoing,
    State,
    UnreadableError,
    learner_of,
    millis,
    moment,
    outgoing_row,
    place,
)
from bot.store.transaction import ConflictError, Transaction
from dialogs.learner import Conversation, Learner
from dialogs.reply import Reply
from dialogs.turn import Address

Due = tuple[Learner, datetime | None]
"""A learner, and when their next daily quiz is due."""

Unread = tuple[Learner, UnreadableError]
"""A learner of whom only the ids are known, and why."""

DAILY = "daily:"
"""How the ids of turns begin that nobody typed."""


class Schedule:
    """Works inside a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._carried = transaction.carried
        self._execute = transaction.execute
        self._lock = transaction.lock and f"{transaction.lock} skip locked"

    def due(self, channel: str, now: datetime, limit: int) -> tuple[list[Learner], list[Unread]]:
        """Learners of a channel whose daily quiz is due, the longest due first; no other process has them too.

        Apart from them, with their ids alone, those whom this version cannot read, and why. From an index, so the cost
        is that of the batch. Nothing is written: whoever has them saves them with their next time, or they
        are due again.
        """
        rows = self._execute(
            "select data, version, tenant, user_id from learner where channel = ? and next_due <= ?"
            " order by channel, next_due limit ?" + self._lock,
            (channel, millis(now), limit),
        )
        learners: list[Learner] = []
        foreign: list[Unread] = []
        for data, version, tenant, user in rows:
            try:
                learners.append(self._carried.learner(data, version))
            except UnreadableError as error:
                foreign.append((Learner(channel, tenant, user), error))
        return learners, foreign

    def skip(self, learners: Iterable[Learner], now: datetime, until: datetime) -> None:
        """Put off learners with whom nothing can be done now, unless somebody else could meanwhile."""
        for learner in learners:
            self._execute(
                "update learner set next_due = ? where channel = ? and tenant = ? and user_id = ? and next_due <= ?"
                " returning version",
                (millis(until), learner.channel, learner.tenant, learner.user, millis(now)),
            )

    def listed(
        self, now: datetime, after: tuple[Learner, datetime] | None, limit: int
    ) -> list[tuple[Learner, datetime]]:
        """Who is due up to this time, in the order of their times, after the last one of the former list."""
        last = ("", "", "") if after is None else (after[0].channel, after[0].tenant, after[0].user)
        since = 0 if after is None else millis(after[1])
        rows = self._execute(
            "select data, version, next_due from learner where next_due <= ? and (next_due, channel, tenant, user_id)"
            " > (?, ?, ?, ?) order by next_due, channel, tenant, user_id limit ?",
            (millis(now), since, *last, limit),
        )
        return [(learner_of(data, version), moment(due)) for data, version, due in rows]

    def put_off(self, learners: Iterable[Due]) -> None:
        """Move the next times of learners that are otherwise left as they are."""
        for learner, due in learners:
            self._execute(
                "update learner set next_due = ? where channel = ? and tenant = ? and user_id = ? returning version",
                (None if due is None else millis(due), learner.channel, learner.tenant, learner.user),
            )

    def accept(self, turns: Sequence[str], at: datetime) -> set[str]:
        """Claim turns' ids; those that were not claimed before."""
        if not turns:
            return set()
        sql = f"insert into turn (id, at) values {_marks(turns, 2)} on conflict do nothing returning id"
        return {row[0] for row in self._execute(sql, [value for turn in turns for value in (turn, millis(at))])}

    def conversations(self, addresses: Sequence[Address]) -> list[Conversation]:
        """The conversations at these addresses, new ones where there were none."""
        if not addresses:
            return []
        keys = [place(address) for address in addresses]
        rows = self._execute(
            f"{_wanted(keys)} select data, version from wanted join conversation c on {_same('c')}",
            [value for key in keys for value in key],
        )
        found = [self._carried.conversation(*row) for row in rows]
        known = {(c.channel, c.tenant, c.conversation, c.thread, c.user): c for c in found}
        return [known.get(key) or Conversation(*key) for key in keys]

    def save_learners(self, learners: Sequence[Due]) -> None:
        """Write the version after the one that was loaded, of each.

        Raises:
            ConflictError: when a stored version is another one by now.
        """
        rows = [
            (
                *(learner.channel, learner.tenant, learner.user, learner.version + 1),
                self._carried.learner_data(learner),
                None if due is None else millis(due),
            )
            for learner, due in learners
        ]
        self._save("learner", ("channel", "tenant", "user_id"), ("version", "data", "next_due"), rows)

    def save_conversations(self, conversations: Sequence[Conversation], day: date) -> None:
        """Write the version after the one that was loaded, of each, used on this day; raises as `save_learners`."""
        rows = [
            (
                *(c.channel, c.tenant, c.conversation, c.thread, c.user, c.version + 1),
                self._carried.conversation_data(c),
                day.isoformat(),
            )
            for c in conversations
        ]
        self._save("conversation", PLACE, ("version", "data", "used"), rows)

    def _save(self, table: str, key: Sequence[str], rest: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Write rows whose version, first of the rest, comes after the stored one; what was deleted stays so."""
        if not rows:
            return
        columns, stored = (*key, *rest), " and ".join(f"{table}.{name} = given.{name}" for name in key)
        found = self._execute(
            f"with given ({', '.join(columns)}) as (values {_marks(rows, len(columns))})"
            f" insert into {table} ({', '.join(columns)}) select * from given"
            f" where version = 1 or exists (select 1 from {table} where {stored})"
            f" on conflict ({', '.join(key)}) do update set {', '.join(f'{name} = excluded.{name}' for name in rest)}"
            f" where {table}.version = excluded.version - 1 returning 1",
            [value for row in sorted(rows, key=lambda row: row[: len(key)]) for value in row],
        )
        if len(found) < len(rows):
            raise ConflictError

    def withdraw(self, addresses: Sequence[Address]) -> int:
        """Give up daily quizzes of former days that these places were not shown yet; how many that were."""
        if not addresses:
            return 0
        keys = dict.fromkeys(map(place, addresses))
        sql = (
            f"{_wanted(keys)} update outgoing set state = ?, sent_ref = 'superseded', reply = '' from wanted"
            f" where state = 0 and turn like ? and {_same('outgoing')} returning n"
        )
        values = [value for key in keys for value in key]
        return len(self._execute(sql, (*values, State.FAILED, f"{DAILY}%")))

    def queue(
        self, turns: Mapping[str, tuple[Address, Sequence[Reply], datetime]], at: datetime, lease: timedelta
    ) -> list[list[Outgoing]]:
        """Queue the replies to some turns, leased to the caller; each goes out before its last time, or not at all."""
        items = [
            [Outgoing(turn, n, address, reply, 1, at + lease, expires) for n, reply in enumerate(replies)]
            for turn, (address, replies, expires) in turns.items()
        ]
        if rows := [outgoing_row(item, at) for group in items for item in group]:
            self._execute(
                f"insert into outgoing ({', '.join(OUTGOING)}) values {_marks(rows, len(OUTGOING))} returning n",
                [value for row in rows for value in row],
            )
        return items

    def settle(self, settled: Sequence[tuple[Outgoing, State, str]]) -> None:
        """Mark replies as sent or failed and erase their words, but those whose lease somebody else holds by now."""
        if not settled:
            return
        rows = sorted((item.turn, item.n, item.attempts, int(state), ref) for item, state, ref in settled)
        typed = "(cast(? as text), cast(? as bigint), cast(? as bigint), cast(? as smallint), cast(? as text))"
        self._execute(
            f"with settled (turn, n, attempts, state, ref) as (values {', '.join([typed] * len(rows))})"
            " update outgoing set state = settled.state, sent_ref = settled.ref, reply = '' from settled"
            " where outgoing.turn = settled.turn and outgoing.n = settled.n and outgoing.state = 0"
            " and outgoing.attempts = settled.attempts returning outgoing.n",
            [value for row in rows for value in row],
        )

    # Pauses

    def pause(self, channel: str, tenant: str, until: datetime) -> None:
        """Let nobody send to a workspace before this time."""
        self._execute(
            "insert into pause (channel, tenant, until) values (?, ?, ?) on conflict (channel, tenant)"
            " do update set until = excluded.until where pause.until < excluded.until returning until",
            (channel, tenant, millis(until)),
        )

    def pauses(self, now: datetime) -> dict[tuple[str, str], datetime]:
        """The workspaces to which nothing is to be sent now, and until when."""
        rows = self._execute("select channel, tenant, until from pause where until > ?", (millis(now),))
        return {(channel, tenant): moment(until) for channel, tenant, until in rows}

    def purge(self, before: datetime) -> None:
        """Forget pauses that are long over."""
        self._execute("delete from pause where until < ? returning 1", (millis(before),))

    def given_up(self) -> dict[str, int]:
        """Why daily quizzes of the last days did not arrive, and how many each."""
        rows = self._execute(
            "select sent_ref, count(*) from outgoing where state = ? and turn like ? group by sent_ref order by 2 desc",
            (State.FAILED, f"{DAILY}%"),
        )
        return {str(reason): int(count) for reason, count in rows}


def _wanted(keys: Collection[object]) -> str:
    """Names a table of places, to be joined: SQLite looks no index up for a list of rows behind `in`."""
    return f"with wanted ({', '.join(PLACE)}) as (values {_marks(keys, len(PLACE))})"


def _same(table: str) -> str:
    return " and ".join(f"{table}.{name} = wanted.{name}" for name in PLACE)


def _marks(rows: Collection[object], width: int) -> str:
    """Placeholders for so many rows."""
    one = f"({', '.join('?' * width)})"
    return ", ".join([one] * len(rows))
