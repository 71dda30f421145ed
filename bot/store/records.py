"""The statements that append records."""

from typing import Any

from bot.store.rows import millis
from dialogs.dialog import LookedUp, Record
from dialogs.gap import Gap
from dialogs.learner import Attempt, Feedback, Learner
from dialogs.room import Seat, Vote

_ATTEMPT = (
    "insert into attempt (channel, tenant, user_id, presentation, question, revision, objective,"
    " first, choice, score, hints, at, confidence) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " on conflict do nothing"
)
_FEEDBACK = (
    "insert into feedback (channel, tenant, user_id, kind, key, subject, revision, reason, words, at)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (channel, tenant, user_id, kind, key)"
    " do update set reason = excluded.reason, words = excluded.words, at = excluded.at returning kind"
)
_GAP = (
    "insert into gap (channel, tenant, day, words, zone, score, topics, language, asked)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, 1) on conflict (channel, tenant, day, words)"
    " do update set asked = gap.asked + 1 returning asked"
)
_VOTE = (
    "insert into vote (channel, tenant, user_id, poll, question, revision, choice, at) values (?, ?, ?, ?, ?, ?, ?, ?)"
    " on conflict (channel, tenant, user_id, poll) do update set choice = excluded.choice, at = excluded.at"
    " returning poll"
)
_SEAT = (
    "insert into board (channel, tenant, user_id, conversation, since) values (?, ?, ?, ?, ?)"
    " on conflict do nothing returning since"
)
_NO_SEAT = "delete from board where channel = ? and tenant = ? and user_id = ? and conversation = ? returning since"

_LOOKED_UP = (
    "insert into lookup (channel, tenant, term, times) values (?, ?, ?, 1)"
    " on conflict (channel, tenant, term) do update set times = lookup.times + 1 returning times"
)


def statement(learner: Learner, record: Record) -> tuple[str, tuple[Any, ...]]:
    """The statement that appends a record, and its values."""
    where, r = (learner.channel, learner.tenant), record
    who = (*where, learner.user)
    match r:
        case Attempt():
            told = (r.presentation, r.question, r.revision, r.objective, int(r.first), r.choice, r.score, r.hints)
            return _ATTEMPT, (*who, *told, millis(r.at), r.confidence)
        case Feedback():
            return _FEEDBACK, (*who, r.kind, r.key, r.subject, r.revision, r.reason, r.words, millis(r.at))
        case Gap():
            topics = " ".join(r.topics)
            return _GAP, (*where, r.day.isoformat(), r.words, r.zone, r.score, topics, r.language)
        case Vote():
            return _VOTE, (*who, r.poll, r.question, r.revision, r.choice, millis(r.at))
        case Seat():
            return (_SEAT, (*who, r.conversation, millis(r.at))) if r.taken else (_NO_SEAT, (*who, r.conversation))
        case LookedUp(term):
            return _LOOKED_UP, (*where, term)
