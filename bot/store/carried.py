"""What a newer version keeps in a row and this one does not know: carried through when this one saves the row.

While versions run beside each other, a learner is served now by the one, now by the other. A field that only the
newer one has must not go because the older one saved the learner.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import TypeAdapter

from bot.store.rows import CONVERSATION, LEARNER, POLL, as_kept
from dialogs.learner import Conversation, Learner
from dialogs.room import Poll, Room

T = TypeVar("T", Learner, Conversation, Poll)

_EMPTY = Room()


class Carried:
    """Reads learners, conversations and polls in one transaction, and writes them with what was unknown of them."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, ...], tuple[str, Any]] = {}
        """What was read that this version does not know all of, as text and as it was understood."""

    def learner(self, data: str, version: int) -> Learner:
        """A learner as kept.

        Raises:
            UnreadableError: another version of this program kept it.
        """
        return self._taken(LEARNER, data, version)

    def conversation(self, data: str, version: int) -> Conversation:
        """A conversation as kept; raises as `learner`."""
        return self._taken(CONVERSATION, data, version)

    def poll(self, data: str, version: int) -> Poll:
        """A poll as kept; raises as `learner`."""
        return self._taken(POLL, data, version)

    def learner_data(self, learner: Learner) -> str:
        """A learner to keep; the version has a column of its own."""
        return self._given(LEARNER, learner)

    def conversation_data(self, conversation: Conversation) -> str:
        """A conversation to keep; the version has a column of its own, and the room is everybody's."""
        own = conversation if conversation.room == _EMPTY else replace(conversation, room=_EMPTY)
        return self._given(CONVERSATION, own)

    def poll_data(self, poll: Poll) -> str:
        """A poll to keep, without what is found beside it."""
        counts = {} if poll.open else poll.counts
        return self._given(POLL, replace(poll, version=0, message="", counts=counts, mine="", voters=()))

    def _taken(self, adapter: TypeAdapter[T], data: str, version: int) -> T:
        found, whole = as_kept(adapter, data, version)
        if not whole:
            self._read[_key(found)] = (data, found)
        return found

    def _given(self, adapter: TypeAdapter[T], what: T) -> str:
        data = adapter.dump_json(what, exclude_defaults=True).decode()
        before, read = self._read.get(_key(what), ("", None))
        if read is None:
            return data
        unknown = _beyond(json.loads(before), adapter.dump_python(read, mode="json"))
        if not unknown:
            return data
        merged = _merged(json.loads(data), adapter.dump_python(what, mode="json"), unknown)
        return json.dumps(merged, ensure_ascii=False, separators=(",", ":"))


def _key(what: Learner | Conversation | Poll) -> tuple[str, ...]:
    if isinstance(what, Poll):
        return (what.id,)
    if isinstance(what, Learner):
        return what.channel, what.tenant, what.user
    return what.channel, what.tenant, what.conversation, what.thread, what.user


class _Inside(dict[str, Any]):
    """What is unknown inside an object that is known."""


def _beyond(kept: Mapping[str, Any], known: Mapping[str, Any]) -> _Inside:
    """What is kept and not known, objects within objects included; of lists nothing, as their places change."""
    found = _Inside()
    for name, value in kept.items():
        if name not in known:
            found[name] = value
        elif isinstance(value, Mapping) and isinstance(known[name], Mapping) and (inner := _beyond(value, known[name])):
            found[name] = inner
    return found


def _merged(data: dict[str, Any], whole: Mapping[str, Any], unknown: _Inside) -> dict[str, Any]:
    """The data with what is unknown; an object that is no more takes what was unknown of it along."""
    for name, value in unknown.items():
        if not isinstance(value, _Inside):
            data[name] = value
        elif isinstance(whole.get(name), Mapping):
            data[name] = _merged(data.get(name, {}), whole[name], value)
    return data
