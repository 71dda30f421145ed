"""What is kept of a learner, and how to forget it: the one list of what has a person in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.store.items import FEEDBACK, FIRST_ATTEMPTS, SUMS
from bot.store.rows import Execute, State, millis, moment
from bot.store.transaction import Transaction
from dialogs.dialog import Kept
from dialogs.learner import Attempt, Feedback, Learner
from dialogs.room import Vote
from dialogs.turn import Address

PERSONAL: Mapping[str, tuple[str, ...]] = {
    "learner": ("version", "data", "next_due"),
    "conversation": ("conversation", "thread", "version", "data", "used"),
    "attempt": (
        *("presentation", "question", "revision", "objective", "first", "choice", "score", "hints", "at", "confidence"),
    ),
    "feedback": ("kind", "key", "subject", "revision", "reason", "words", "at"),
    "outgoing": (
        *("turn", "n", "conversation", "thread", "address", "reply", "state", "attempts", "lease_until"),
        *("sent_ref", "at", "expires"),
    ),
    "token_use": ("day", "tokens"),
    "visit": ("day",),
    "vote": ("poll", "question", "revision", "choice", "at"),
    "board": ("conversation", "since"),
}
"""Every table that has `channel, tenant, user_id`, with its other columns."""

OF_A_TENANT = ("gap", "lookup", "organisation", "pause", "poll")
"""Tables that say something of a workspace and its places, and nothing of a person: they go with the workspace."""

IMPERSONAL = frozenset(
    {
        *("migration", "turn", "counted_answer", "counted_feedback", "installation", "install_state", "departure"),
        *OF_A_TENANT,
    }
)
"""The tables that say nothing of a person; ids of turns go with the replies to them, or by their age."""

_JSON = frozenset({"data", "address", "reply"})
_TIMES = frozenset({"at", "expires", "lease_until", "next_due", "since"})

RETRIED = timedelta(hours=1)
"""How long platforms may repeat a turn: its id stays so long, so that a repetition does not bring anybody back."""


@dataclass(frozen=True, slots=True)
class Whose:
    """A learner, or all of a tenant: a condition in SQL, and its values."""

    channel: str
    tenant: str
    user: str | None = None

    @classmethod
    def learner(cls, learner: Learner) -> "Whose":
        """This learner alone."""
        return cls(learner.channel, learner.tenant, learner.user)

    @property
    def where(self) -> str:
        """The condition, over any table that has a person in it."""
        return "channel = ? and tenant = ?" + ("" if self.user is None else " and user_id = ?")

    @property
    def values(self) -> tuple[str, ...]:
        """What stands for its question marks."""
        return (self.channel, self.tenant, *(() if self.user is None else (self.user,)))

    def __str__(self) -> str:
        return "/".join(self.values)


class Rights:
    """Works inside a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._execute = transaction.execute
        self._lock = transaction.lock

    def kept(self, learner: Learner) -> Kept:
        """What is kept of a learner beside the learner."""
        whose = Whose.learner(learner)
        attempts = self._records("attempt", whose)
        feedback = self._records("feedback", whose)
        waiting = self._execute(
            f"select count(*) from outgoing where {whose.where} and state = {State.WAITING:d}", whose.values
        )
        tokens = self._execute(f"select coalesce(sum(tokens), 0) from token_use where {whose.where}", whose.values)
        visits = self._execute(f"select day from visit where {whose.where}", whose.values)
        return Kept(
            tuple(Attempt(**{**told, "first": bool(told["first"])}) for told in attempts),
            tuple(Feedback(**told) for told in feedback),
            self._count("conversation", whose),
            int(waiting[0][0]),
            int(tokens[0][0]),
            date.fromisoformat(visits[0][0]) if visits else None,
            tuple(Vote(**told) for told in self._records("vote", whose)),
            self._count("board", whose),
        )

    def counts(self, whose: Whose) -> dict[str, int]:
        """The rows of each table that are about them."""
        return {table: self._count(table, whose) for table in _tables(whose)}

    def forget(self, whose: Whose, now: datetime) -> dict[str, int]:
        """Delete every row that is about them; how many of each table.

        Their first attempts and their reasons are added to counts in which nobody stands.
        """
        self._add_up(whose)
        self._execute(  # what stands posted is counted anew without them
            "update poll set due = ? where open = 1 and due > ? and id in"
            f" (select poll from vote where {whose.where}) returning 1",
            (millis(now), millis(now), *whose.values),
        )
        self._execute(
            f"delete from turn where at < ? and id in (select turn from outgoing where {whose.where}) returning 1",
            (millis(now - RETRIED), *whose.values),
        )
        return {
            table: len(self._execute(f"delete from {table} where {whose.where} returning 1", whose.values))
            for table in _tables(whose)
        }

    def forget_away(self, whose: Whose, day: date, now: datetime) -> bool:
        """As `forget`, if they have not come since before this day; False where they have, just now.

        A turn of theirs holds their row until it is committed: what it found, and what it kept, is not deleted. Of whom
        only a visit is known yet, its row is held instead: a turn that comes now notes its visit after this.
        """
        self._execute(f"select 1 from learner where {whose.where}{self._lock}", whose.values)
        visit = f"select 1 from visit where {whose.where} and day < ?{self._lock}"
        if not self._execute(visit, (*whose.values, day.isoformat())):
            return False
        self.forget(whose, now)
        return True

    def visited(self, address: Address, day: date) -> None:
        """The learner at this address came on this day; written once a day."""
        self._execute(
            "insert into visit (channel, tenant, user_id, day) values (?, ?, ?, ?)"
            " on conflict (channel, tenant, user_id) do update set day = excluded.day"
            " where visit.day < excluded.day returning day",
            (address.channel, address.tenant, address.user, day.isoformat()),
        )

    def count_from(self, day: date) -> None:
        """Whoever has no visit yet, as nobody noted any, counts as having come on this day."""
        self._execute(
            "insert into visit (channel, tenant, user_id, day) select channel, tenant, user_id, ? from learner"
            " where 1 = 1 on conflict do nothing returning day",
            (day.isoformat(),),
        )

    def away_since(self, day: date, limit: int) -> list[Whose]:
        """Learners whose last visit was before this day, the longest away first."""
        sql = "select channel, tenant, user_id from visit where day < ? order by day limit ?"
        return [Whose(*row) for row in self._execute(sql, (day.isoformat(), limit))]

    def _add_up(self, whose: Whose) -> None:
        columns = ("question", "revision", "choice", *SUMS)
        added = ", ".join(f"{name} = counted_answer.{name} + excluded.{name}" for name in SUMS)
        self._execute(
            f"insert into counted_answer ({', '.join(columns)}) {FIRST_ATTEMPTS.format(who=whose.where)}"
            f" on conflict (question, revision, choice) do update set {added} returning revision",
            whose.values,
        )
        self._execute(
            "insert into counted_feedback (kind, subject, revision, reason, told)"
            f" {FEEDBACK.format(who=whose.where)} on conflict (kind, subject, revision, reason)"
            " do update set told = counted_feedback.told + excluded.told returning told",
            whose.values,
        )

    def _count(self, table: str, whose: Whose) -> int:
        rows = self._execute(f"select count(*) from {table} where {whose.where}", whose.values)
        return int(rows[0][0])

    def _records(self, table: str, whose: Whose) -> list[dict[str, Any]]:
        """The records of a table by the names of their parts, the newest first."""
        names = PERSONAL[table]
        sql = f"select {', '.join(names)} from {table} where {whose.where} order by at desc, {names[0]}, {names[1]}"
        rows = (dict(zip(names, row, strict=True)) for row in self._execute(sql, whose.values))
        return [{**told, "at": moment(told["at"])} for told in rows]


def _tables(whose: Whose) -> tuple[str, ...]:
    """The tables in which something is theirs."""
    return (*PERSONAL, *(OF_A_TENANT if whose.user is None else ()))


def document(execute: Execute, whose: Whose) -> dict[str, Any]:
    """Everything that is kept of them, table by table, as JSON can hold it; `schema` counts its forms."""
    tables = {}
    for table, columns in PERSONAL.items():
        names = ("channel", "tenant", "user_id", *columns)
        rows = execute(
            f"select {', '.join(names)} from {table} where {whose.where} order by {', '.join(names[2:5])}", whose.values
        )
        tables[table] = [{name: _plain(name, value) for name, value in zip(names, row, strict=True)} for row in rows]
    return {"schema": 1, "whose": str(whose), "kept": tables}


def _plain(name: str, value: Any) -> Any:
    """A value as people read it: times with their zone, and JSON as what it holds, or where it is damaged as text."""
    if name in _TIMES:
        return None if value is None else moment(value).isoformat()
    try:
        return json.loads(value) if name in _JSON and value else value
    except ValueError:
        return value
