"""The store's verbs for questions that everybody in a place answers: who took what is a row each, so nobody conflicts.

Whoever works with a poll locks its row, after their learner's and their conversation's: a hundred who answer at once
wait for each other for milliseconds, and none of them comes between the count and the closing.
"""

import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.store.rows import Outgoing, State, UnreadableError, millis, moment
from bot.store.transaction import ConflictError, Transaction
from dialogs.dialog import Outcome
from dialogs.poll import END, NAME
from dialogs.reply import Reply
from dialogs.room import Poll, Room, Standing, Vote
from dialogs.turn import Action, Address, Command, Message, Turn

log = logging.getLogger(__name__)

REFRESH = timedelta(seconds=3)
"""How long after an answer the posted number of answers is brought up to date, with all that came meanwhile."""

REMEMBERED = 40
"""Polls of a place that are looked at so that none asks what was asked lately."""

SHOWN = 60
"""People whose own view a posted card may offer; of more it is those who answered last."""

VOTES_KEPT = timedelta(days=2)
"""After this time from its giving a vote goes, whatever became of it; a poll is open for a day at the most."""


_DUE = "due <= ? and (open = 0 or due <= ?)"


class Polls:
    """Works inside a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._execute = transaction.execute
        self._lock = transaction.lock

    def room(self, turn: Turn) -> Room:
        """What everybody shares in the place of a turn, or the poll whose button was pressed."""
        address = turn.address
        match turn.event:
            case Action(dialog, verb, (id_, *_)) if dialog == NAME:
                # Where an organisation's workspaces share a channel, whoever clicks may be of another one.
                where = "id = ? and channel = ? and (tenant = ? or conversation = ?)"
                values = (id_, address.channel, address.tenant, address.conversation)
                return Room(self._found(where, values, address, wanted=True, posts=verb == END))
            case Message() | Command() if address.shared:
                place = (address.channel, address.tenant, address.conversation)
                where = "channel = ? and tenant = ? and conversation = ?"
                rows = self._execute(
                    f"select question, open, id from poll where {where} order by at desc limit ?", (*place, REMEMBERED)
                )
                open_one = next((str(row[2]) for row in rows if row[1]), None)
                poll = None if open_one is None else self._found("id = ? and open = 1", (open_one,), address)
                return Room(poll, tuple(row[0] for row in rows))
        return Room()

    def keep(self, outcome: Outcome, room: Room, now: datetime, lease: timedelta) -> list[Outgoing]:
        """Save what an outcome changed of a room, and queue what it says to everybody, leased to the caller.

        Raises:
            ConflictError: when somebody else opened or closed a poll there meanwhile.
        """
        poll = outcome.poll or room.poll
        if poll is None:
            return []
        if outcome.poll is not None:
            self._save(outcome.poll, now)
        elif any(isinstance(record, Vote) for record in outcome.records):
            self.wake(poll, now + REFRESH)
        if outcome.poll is None and not outcome.posts:
            return []
        return self._publish(poll, outcome.posts, now, lease, begins=outcome.poll is not None)

    def _save(self, poll: Poll, now: datetime) -> None:
        data = self._transaction.carried.poll_data(poll)
        if poll.version == 0:
            where = (poll.address.channel, poll.address.tenant, poll.address.conversation)
            rows = self._execute(
                "insert into poll (id, channel, tenant, conversation, version, open, question, at, due, data)"
                " values (?, ?, ?, ?, 1, 1, ?, ?, ?, ?) on conflict do nothing returning id",
                (poll.id, *where, poll.question, millis(poll.opened_at), millis(poll.closes_at), data),
            )
        else:
            due = millis(poll.closes_at if poll.open else now)
            rows = self._execute(
                "update poll set version = version + 1, open = ?, due = ?, data = ? where id = ? and version = ?"
                " returning id",
                (int(poll.open), due, data, poll.id, poll.version),
            )
        if not rows:
            raise ConflictError

    def _publish(
        self, poll: Poll, posts: Sequence[Reply], now: datetime, lease: timedelta, *, begins: bool
    ) -> list[Outgoing]:
        """What is said to everybody are replies to turns of the poll's own: one opens it, one closes it.

        What was still waiting, and would show it as it was before, is withdrawn.
        """
        turn = _opening(poll.id) if poll.open else _closing(poll.id)
        if begins and not self._transaction.accept(turn, now):
            raise ConflictError
        if posts or not poll.open:
            self._execute(
                "update outgoing set state = ?, sent_ref = 'superseded', reply = '' where turn = ? and state = 0"
                " returning n",
                (State.FAILED, _opening(poll.id)),
            )
        first = (
            0 if begins else self._execute("select coalesce(max(n) + 1, 0) from outgoing where turn = ?", (turn,))[0][0]
        )
        return self._transaction.queue(turn, poll.address, posts, now, lease, first=int(first))

    # By the clock

    def due(self, channel: str, now: datetime, open_since: datetime) -> str | None:
        """The id of the poll of a channel that is due first; no other process has it too.

        An open one counts as due once it has been so since this other time.
        """
        lock = self._lock and f"{self._lock} skip locked"
        rows = self._execute(
            f"select id from poll where channel = ? and {_DUE} order by channel, due limit 1{lock}",
            (channel, millis(now), millis(open_since)),
        )
        return str(rows[0][0]) if rows else None

    def channels(self, now: datetime, open_since: datetime, known: Collection[str]) -> list[str]:
        """The channels, beside those that are known, with polls that are due as for `due`."""
        others = " and channel <> ?" * len(known)
        rows = self._execute(
            f"select distinct channel from poll where channel > '' and {_DUE}{others} order by channel",
            (millis(now), millis(open_since), *known),
        )
        return [str(channel) for (channel,) in rows]

    def find(self, poll: str) -> Poll | None:
        """The poll of this id; one that never was posted is none, and is dropped.

        Raises:
            UnreadableError: another version of this program kept it.
        """
        return self._found("id = ?", (poll,), None)

    def skip(self, poll: str, now: datetime, until: datetime) -> None:
        """Put off one with which nothing can be done now, unless somebody else could meanwhile."""
        self._execute(
            "update poll set due = ? where id = ? and due <= ? returning id", (millis(until), poll, millis(now))
        )

    def drop(self, poll: str) -> None:
        """Close one of which nothing can come, with the votes on it."""
        self._execute("update poll set open = 0, due = null, version = version + 1 where id = ? returning id", (poll,))
        self._execute("delete from vote where poll = ? returning 1", (poll,))

    def wake(self, poll: Poll, at: datetime) -> None:
        """See to it at this time, if it is not due earlier."""
        self._execute(
            "update poll set due = ? where id = ? and due > ? returning id", (millis(at), poll.id, millis(at))
        )

    def rest(self, poll: Poll, until: datetime | None) -> None:
        """Nothing is to be done for it before this time, or never again."""
        self._execute(
            "update poll set due = ? where id = ? returning id", (None if until is None else millis(until), poll.id)
        )

    def unsettled(self, poll: Poll, limit: int, after: Address | None = None) -> list[Address]:
        """Whose answers to a closed poll are still to be made to count, by who they are, from after somebody on."""
        last = ("", "", "") if after is None else (after.channel, after.tenant, after.user)
        rows = self._execute(
            "select channel, tenant, user_id from vote where poll = ? and (channel, tenant, user_id) > (?, ?, ?)"
            " order by channel, tenant, user_id limit ?",
            (poll.id, *last, limit),
        )
        return [
            Address(channel, tenant, user, poll.address.conversation, direct=False) for channel, tenant, user in rows
        ]

    def take(self, poll: Poll, voter: Address) -> tuple[str, datetime] | None:
        """What somebody answered, and when; from then on it is not kept any more."""
        rows = self._execute(
            "delete from vote where channel = ? and tenant = ? and user_id = ? and poll = ? returning choice, at",
            (voter.channel, voter.tenant, voter.user, poll.id),
        )
        return (str(rows[0][0]), moment(rows[0][1])) if rows else None

    def purge(self, polls_before: datetime, votes_before: datetime) -> int:
        """Forget closed polls, and any vote that was left over, of before these times; how many rows went."""
        gone = self._execute("delete from poll where at < ? and open = 0 returning 1", (millis(polls_before),))
        left = self._execute("delete from vote where at < ? returning 1", (millis(votes_before),))
        return len(gone) + len(left)

    # The board

    def standings(self, address: Address, rounds: int) -> list[Standing]:
        """Who is on the board of a place, by what they answered of its last rounds since they are on it."""
        place = (address.channel, address.tenant, address.conversation)
        where = "channel = ? and tenant = ? and conversation = ?"
        latest = self._execute(
            f"select id from poll where {where} and open = 0 order by at desc limit ?", (*place, rounds)
        )
        shown = [Poll.named(row[0]) for row in latest] or [""]
        rows = self._execute(
            "select b.user_id, l.data, count(a.score), coalesce(sum(case when a.score = 1 then 1 else 0 end), 0)"
            " from board b left join learner l on l.channel = b.channel and l.tenant = b.tenant"
            " and l.user_id = b.user_id left join attempt a on a.channel = b.channel and a.tenant = b.tenant"
            f" and a.user_id = b.user_id and a.presentation in ({', '.join('?' * len(shown))}) and a.at >= b.since"
            " where b.channel = ? and b.tenant = ? and b.conversation = ? group by b.user_id, l.data",
            (*shown, *place),
        )
        return [Standing(_name(data), int(answered), int(right)) for _, data, answered, right in rows]

    # Loading

    def _found(
        self, where: str, values: tuple[str, ...], learner: Address | None, *, wanted: bool = False, posts: bool = True
    ) -> Poll | None:
        """A poll with what stands beside it; one that never was posted is none, and is dropped.

        One that another version of this program kept is none for a `learner`, who wants something else perhaps, unless
        it is `wanted`. Without `posts` nothing is said to everybody, and nobody needs to know who has answered.

        Raises:
            UnreadableError: another version kept it, and it is wanted, or due.
        """
        rows = self._execute(f"select data, version from poll where {where}{self._lock}", values)
        if not rows:
            return None
        try:
            poll = self._transaction.carried.poll(*rows[0])
        except UnreadableError as error:
            if learner is None or wanted:
                raise
            log.error("a poll was passed over: %s", error)
            return None
        sent = self._execute(
            "select state, sent_ref from outgoing where turn = ? and (n = 0 or state = ?) order by n desc limit 1",
            (_opening(poll.id), State.SENT),
        )
        state, reference = sent[0] if sent else (State.WAITING, "")
        if poll.open and state == State.FAILED:
            self.drop(poll.id)
            return None
        return replace(
            poll,
            message=str(reference) if state == State.SENT else "",
            counts=self._counted(poll) if poll.open else poll.counts,
            mine="" if learner is None else self._mine(poll, learner),
            voters=self._voters(poll) if posts and poll.open else (),
        )

    def _counted(self, poll: Poll) -> dict[str, int]:
        rows = self._execute("select choice, count(*) from vote where poll = ? group by choice", (poll.id,))
        return {str(choice): int(count) for choice, count in rows}

    def _voters(self, poll: Poll) -> tuple[str, ...]:
        """Who has answered, the latest last."""
        rows = self._execute(
            f"select user_id from vote where poll = ? order by at desc, user_id limit {SHOWN}", (poll.id,)
        )
        return tuple(user for (user,) in reversed(rows))

    def _mine(self, poll: Poll, learner: Address) -> str:
        """What somebody answered: by their vote, or once that counted by their attempt."""
        who = (learner.channel, learner.tenant, learner.user)
        whose = "channel = ? and tenant = ? and user_id = ?"
        rows = self._execute(f"select choice from vote where {whose} and poll = ?", (*who, poll.id))
        if not rows and not poll.open:
            rows = self._execute(
                f"select choice from attempt where {whose} and presentation = ?", (*who, poll.presentation)
            )
        return str(rows[0][0]) if rows else ""


def _opening(poll: str) -> str:
    return f"poll:open:{poll}"


def _closing(poll: str) -> str:
    return f"poll:close:{poll}"


def _name(data: str | None) -> str:
    """The first name in what is kept of a learner, none where that cannot be read: the others have their board."""
    try:
        kept = json.loads(data) if data else {}
    except ValueError:
        return ""
    return str(kept.get("name", "")) if isinstance(kept, dict) else ""
