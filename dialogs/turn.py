"""What reaches the tutor: one turn of a conversation, whatever the channel."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

ACTION_LIMIT = 100
"""Bytes of an action on the wire, so that it fits every platform's button."""


class MalformedActionError(ValueError):
    """A button's text that is not an action of ours."""


@dataclass(frozen=True, slots=True)
class Address:
    """Enough to answer somebody, and to write to them first.

    `direct`: the bot was spoken to alone. `private`: the answer is shown to this person alone, wherever that is.
    `shared`: several people see what is said there to all. `reference`: JSON that only its channel reads. Without a
    `user` it is the place itself: what is sent there is for everybody.
    """

    channel: str
    tenant: str
    user: str
    conversation: str
    thread: str = ""
    direct: bool = True
    reference: Mapping[str, Any] = field(default_factory=dict)
    private: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Words that the learner wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button pressed, or something typed that means the same."""

    dialog: str
    verb: str
    args: tuple[str, ...] = ()

    @classmethod
    def parse(cls, wire: str) -> "Action":
        """The action that `str(action)` wrote.

        Raises:
            MalformedActionError: for anything else.
        """
        parts = wire.split(":")
        if len(parts) < 2 or not all(parts[:2]) or not wire.isprintable() or len(wire.encode()) > ACTION_LIMIT:
            raise MalformedActionError(wire[:ACTION_LIMIT])
        return cls(parts[0], parts[1], tuple(parts[2:]))

    def __str__(self) -> str:
        wire = ":".join((self.dialog, self.verb, *self.args))
        if len(wire.encode()) > ACTION_LIMIT:
            raise MalformedActionError(wire[:ACTION_LIMIT])
        return wire


@dataclass(frozen=True, slots=True)
class Command:
    """A command by its name, with the words after it; `meant` where words that do not name it mean it."""

    name: str
    text: str = ""
    meant: bool = False


@dataclass(frozen=True, slots=True)
class Submit:
    """A form sent: `form` is the wire of the action that it stands for; values are by field."""

    form: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of somebody's that the learner pointed at, to have them explained."""

    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """The learner opened a place where the tutor lives: `chat`, or a platform's `home`."""

    surface: str = "chat"


@dataclass(frozen=True, slots=True)
class Left:
    """The learner took the tutor out of this place; nothing can be said there now."""


@dataclass(frozen=True, slots=True)
class Daily:
    """The learner's hour for the daily quiz has come, on this local day."""

    day: date


@dataclass(frozen=True, slots=True)
class Timer:
    """Something asked to be woken."""

    name: str


Event = Message | Action | Command | Submit | Excerpt | Open | Left | Daily | Timer


@dataclass(frozen=True, slots=True)
class Profile:
    """What the platform says of the learner; empty where it says nothing."""

    name: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that happened, at one time, in one place.

    `id` names what happened, not its delivery, so that a repeated delivery has the same id.
    `at` is aware and in UTC. `clicked` is the channel's id of the message whose control was used.
    """

    id: str
    address: Address
    event: Event
    at: datetime
    clicked: str = ""
    profile: Profile = Profile()


_JOINER = re.compile("(?<=[A-Za-z])[\u200c\u200d]|[\u200c\u200d](?=[A-Za-z])")
_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")


def readable(text: str) -> str:
    """What somebody typed, without what nobody sees and no database keeps.

    Control and format characters go (NUL, bidirectional overrides, zero-width spaces), and so do lone surrogates.
    Lines and tabs stay, and joiners, which emoji and other scripts are spelt with, where no Latin letter is beside.
    """
    if text.isprintable():
        return text
    text = _JOINER.sub("", _BREAK.sub("\n", text))
    return "".join(character for character in text if character in _KEPT or _is_seen(character))


_KEPT = frozenset("\n\t\u200c\u200d")


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
