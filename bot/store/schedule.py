"""The store's verbs for many learners at once: whose daily quiz is due, and all that their turns write.

A statement is for a whole batch, so that what a learner costs hardly depends on the database's round trips.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from bot.store.transaction import ConflictError, Outgoing, State, Transaction, millis, moment, place
from dialogs.learner import Conversation, Learner
from dialogs.reply import Reply
from dialogs.turn import Address

Due = tuple[Learner, datetime | None]
"""A learner, and when their next daily quiz is due."""

_LEARNER = TypeAdapter(Learner)
_CONVERSATION = TypeAdapter(Conversation)
_ADDRESS = TypeAdapter(Address)
_REPLY = TypeAdapter(Reply)

DAILY = "daily:"
"""How the ids of turns begin that nobody typed."""


class Schedule:
    """Works inside a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._execute = transaction.execute
        self._lock = transaction.lock and f"{transaction.lock} skip locked"

    def due(self, channel: str, now: datetime, limit: int) -> list[Learner]:
        """Learners of a channel whose daily quiz is due, the longest due first; no other process has them too.

        From an index, so the cost is that of the batch. Nothing is written: whoever has them saves them with
        their next time, or they are due again.
        """
        rows = self._execute(
            "select data, version from learner where channel = ? and next_due <= ?"
            " order by channel, next_due limit ?" + self._lock,
            (channel, millis(now), limit),
        )
        return [replace(_LEARNER.validate_json(data), version=version) for data, version in rows]

    def skip(self, channel: str, now: datetime, until: datetime) -> None:
        """Put off whoever is due first, unread: nobody waits behind a row that cannot be worked with."""
        self._execute(
            "with first as (select tenant, user_id from learner where channel = ? and next_due <= ?"
            f" order by channel, next_due limit 1{self._lock}) update learner set next_due = ? from first"
            " where learner.channel = ? and learner.tenant = first.tenant and learner.user_id = first.user_id"
            " returning learner.version",
            (channel, millis(now), millis(until), channel),
        )

    def listed(self, now: datetime, after: tuple[int, str, str, str], limit: int) -> list[tuple[Learner, datetime]]:
        """Who is due up to this time, in the order of their times, after the last one of the former list."""
        rows = self._execute(
            "select data, next_due from learner where next_due <= ? and (next_due, channel, tenant, user_id)"
            " > (?, ?, ?, ?) order by next_due, channel, tenant, user_id limit ?",
            (millis(now), *after, limit),
        )
        return [(_LEARNER.validate_json(data), moment(due)) for data, due in rows]

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
            "select data, version from conversation where (channel, tenant, conversation, thread, user_id)"
            f" in (values {_marks(keys, 5)})",
            [value for key in keys for value in key],
        )
        found = [replace(_CONVERSATION.validate_json(data), version=version) for data, version in rows]
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
                _LEARNER.dump_json(learner, exclude_defaults=True).decode(),
                None if due is None else millis(due),
            )
            for learner, due in learners
        ]
        self._save("learner", ("channel", "tenant", "user_id"), ("version", "data", "next_due"), rows)

    def save_conversations(self, conversations: Sequence[Conversation]) -> None:
        """Write the version after the one that was loaded, of each; raises as `save_learners`."""
        rows = [
            (
                *(c.channel, c.tenant, c.conversation, c.thread, c.user, c.version + 1),
                _CONVERSATION.dump_json(c, exclude_defaults=True).decode(),
            )
            for c in conversations
        ]
        key = ("channel", "tenant", "conversation", "thread", "user_id")
        self._save("conversation", key, ("version", "data"), rows)

    def _save(self, table: str, key: Sequence[str], rest: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows:
            return
        columns = (*key, *rest)
        found = self._execute(
            f"insert into {table} ({', '.join(columns)}) values {_marks(rows, len(columns))}"
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
        sql = (
            "update outgoing set state = ?, sent_ref = 'superseded', reply = '' where state = 0 and turn like ?"
            f" and (channel, tenant, conversation, thread, user_id) in (values {_marks(addresses, 5)}) returning n"
        )
        keys = [value for address in addresses for value in place(address)]
        return len(self._execute(sql, (State.FAILED, f"{DAILY}%", *keys)))

    def queue(
        self, turns: Mapping[str, tuple[Address, Sequence[Reply], datetime]], at: datetime, lease: timedelta
    ) -> list[list[Outgoing]]:
        """Queue the replies to some turns, leased to the caller; each goes out before its last time, or not at all."""
        items = [
            [Outgoing(turn, n, address, reply, 1, at + lease, expires) for n, reply in enumerate(replies)]
            for turn, (address, replies, expires) in turns.items()
        ]
        rows = [
            (
                *(item.turn, item.n, *place(item.address)),
                _ADDRESS.dump_json(item.address, exclude_defaults=True).decode(),
                _REPLY.dump_json(item.reply).decode(),
                *(State.WAITING, 1, millis(at + lease), "", millis(at)),
                None if item.expires is None else millis(item.expires),
            )
            for group in items
            for item in group
        ]
        if rows:
            self._execute(
                "insert into outgoing (turn, n, channel, tenant, conversation, thread, user_id, address, reply,"
                f" state, attempts, lease_until, sent_ref, at, expires) values {_marks(rows, 15)} returning n",
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


def _marks(rows: Sequence[object], width: int) -> str:
    """Placeholders for so many rows."""
    one = f"({', '.join('?' * width)})"
    return ", ".join([one] * len(rows))
