"""What is kept, as rows: times as whole milliseconds since the epoch in UTC, everything that is deep as JSON."""

import logging
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from dialogs.learner import Conversation, Learner
from dialogs.reply import Reply
from dialogs.room import Poll
from dialogs.turn import Address

log = logging.getLogger(__name__)

T = TypeVar("T", Learner, Conversation, Poll)
Row = Sequence[Any]
Execute = Callable[[str, Sequence[Any]], list[Row]]
Foreign = MutableMapping[tuple[str, int], None]
"""Replies, by turn and number, that are known to be of another version of this program."""

LEARNER = TypeAdapter(Learner)
CONVERSATION = TypeAdapter(Conversation)
POLL = TypeAdapter(Poll)
_ADDRESS = TypeAdapter(Address)
_REPLY = TypeAdapter(Reply)


class UnreadableError(ValueError):
    """Something kept that this version cannot read; says nothing of what it holds, as it may be logged."""


class TornError(UnreadableError):
    """Something kept that no version can read, as it is no JSON."""


class State(IntEnum):
    """Where an outgoing reply stands."""

    WAITING = 0
    SENT = 1
    FAILED = 2


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One reply to be sent. `attempts` is also the fencing token of whoever holds the lease.

    One that `expires` is tried until then, and is not sent after it. `behind`: when it was committed, this other one to
    the same place waited, perhaps on its way from another process; empty where several did, `None` where none did.
    `begun`: the platform's id of the message in which its beginning was shown; `shown`: that, as far as it is known.
    """

    turn: str
    n: int
    address: Address
    reply: Reply
    attempts: int
    lease_until: datetime
    expires: datetime | None = None
    behind: str | None = None
    begun: str = ""
    shown: str = ""

    @property
    def id(self) -> str:
        """Names this reply, on every channel and after any restart."""
        return f"{self.turn}#{self.n}"

    @property
    def alone(self) -> bool:
        """For one person's eyes: all that is said at its address is, or this reply is. A direct chat needs no more."""
        return self.address.private or self.reply.surface in {"private", "modal"}


PLACE = ("channel", "tenant", "conversation", "thread", "user_id")
"""The columns of `place`."""

THERE = " and ".join(f"{name} = ?" for name in PLACE)
"""The condition that a row is of a place."""


def place(address: Address) -> tuple[str, str, str, str, str]:
    """What tells one conversation from another."""
    return (address.channel, address.tenant, address.conversation, address.thread, address.user)


def millis(at: datetime) -> int:
    """Milliseconds since the epoch."""
    return round(at.timestamp() * 1000)


def moment(at: int) -> datetime:
    """The time, in UTC, of milliseconds since the epoch."""
    return datetime.fromtimestamp(at / 1000, UTC)


def learner_of(data: str, version: int) -> Learner:
    """A learner as kept; raises as `as_kept`."""
    return as_kept(LEARNER, data, version)[0]


def as_kept(adapter: TypeAdapter[T], data: str, version: int) -> tuple[T, bool]:
    """What was kept, with its version, which has a column of its own; and whether this version knows all of it.

    Raises:
        UnreadableError: another version of this program kept it; a `TornError` where none can have.
    """
    try:
        return replace(adapter.validate_json(data, extra="forbid"), version=version), True
    except ValidationError:
        return replace(_read(adapter, data), version=version), False


def _read(adapter: TypeAdapter[T], data: str) -> T:
    """Of what was kept, that which this version knows."""
    try:
        return adapter.validate_json(data)
    except ValidationError as error:  # its own text quotes what the row holds
        fault = error.errors()[0]["type"]
        what = {id(LEARNER): "a learner", id(CONVERSATION): "a conversation"}.get(id(adapter), "a poll")
        if fault == "json_invalid":
            raise TornError(f"what was kept of {what} is damaged, and no version of this program can read it") from None
        raise UnreadableError(f"{what} was kept by another version of this program: {fault}") from None


OUTGOING = (
    "turn n channel tenant conversation thread user_id address reply state attempts lease_until sent_ref at expires"
).split()
"""The columns that `outgoing_row` fills."""


def outgoing_row(item: Outgoing, at: datetime) -> tuple[Any, ...]:
    """A reply that waits since `at`."""
    return (
        *(item.turn, item.n, *place(item.address)),
        *(_ADDRESS.dump_json(item.address, exclude_defaults=True).decode(), _REPLY.dump_json(item.reply).decode()),
        *(State.WAITING, item.attempts, millis(item.lease_until), "", millis(at)),
        None if item.expires is None else millis(item.expires),
    )


def outgoing_of(rows: Iterable[Row], foreign: Foreign | None = None) -> list[Outgoing]:
    """Rows as replies, but those that only another version of this program can read; these are added to `foreign`."""
    found, fault, passed = [], "", 0
    for turn, n, address, reply, attempts, lease, expires, begun, *_ in rows:
        try:
            wire = _ADDRESS.validate_json(address), _REPLY.validate_json(reply)
        except ValidationError as error:
            fault, passed = fault or f"{turn}#{n}: {error.errors()[0]['type']}", passed + 1
            if foreign is not None:
                foreign[turn, n] = None
        else:
            until = None if expires is None else moment(expires)
            found.append(Outgoing(turn, n, *wire, attempts, moment(lease), until, begun=begun))
    if passed:
        log.warning("%d replies are of another version, the first is %s", passed, fault)
    return found
