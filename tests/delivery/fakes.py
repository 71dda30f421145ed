"""A clock that tests turn, a channel that remembers, and a dialog of one question."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from aiohttp import web

from bot.store import Outgoing
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Attempt, Conversation, Learner
from dialogs.reply import Element, Text, say
from dialogs.turn import Address, Message, Turn

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANN = Address("chat", "local", "ann", "ann")
BOB = Address("chat", "local", "bob", "bob")


class Clock:
    """Says the time that it was put to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        """Let time go by."""
        self.now += timedelta(seconds=seconds)


class RecordingChannel:
    """Remembers what it sent.

    `faults` are raised, one by one, instead of sending. Sending to the user `slow_for` waits for `open`.
    """

    def __init__(self, name: str = "chat", *, collects: bool = False) -> None:
        self.name = name
        self.collects = collects
        self.faults: deque[Exception] = deque()
        self.sent: list[str] = []
        self.worked: list[str] = []
        self.slow_for = ""
        self.open = asyncio.Event()
        self.entered = asyncio.Event()
        self.said_something = asyncio.Event()

    async def send(self, outgoing: Outgoing) -> str | None:
        """Remember the reply's words; a collecting channel leaves it to be confirmed."""
        if self.slow_for and outgoing.address.user == self.slow_for:
            self.entered.set()
            await self.open.wait()
        if self.faults:
            raise self.faults.popleft()
        self.sent.append(words(outgoing))
        self.said_something.set()
        return None if self.collects else f"sent {len(self.sent)}"

    def stream(self, outgoing: Outgoing) -> None:
        """See `Channel`."""

    async def working(self, outgoing: Outgoing) -> None:
        """Remember for what it was shown."""
        self.worked.append(outgoing.id)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Channel`."""
        return ()

    async def close(self) -> None:
        """See `Channel`."""


def words(outgoing: Outgoing) -> str:
    """The text of a reply."""
    return " ".join(element.text for element in outgoing.reply.elements if isinstance(element, Text))


class EchoDialog:
    """Answers each line of a message with its words and how many messages came before.

    `fail` makes it fail, `garble` makes its words such that nobody can keep them. Each message is an attempt.
    """

    name = "echo"
    commands: tuple[CommandSpec, ...] = ()

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        if not isinstance(turn.event, Message):
            return None
        text, count = turn.event.text, learner.streak.length
        if text == "fail":
            raise ZeroDivisionError
        if text == "garble":
            text = "half a pair: \ud83e"
        attempt = Attempt(turn.id, "echo", 1, "", count == 0, text[:1], 1.0, 0, turn.at)
        return Outcome(
            tuple(say(f"{line} ({count})") for line in text.split("\n")),
            replace(learner, streak=replace(learner.streak, length=count + 1)),
            replace(conversation, topic=text),
            (attempt,),
        )

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`."""
        return ()


def message(id: str, text: str, address: Address = ANN) -> Turn:  # noqa: A002 - as in `Turn`
    """A turn in which somebody writes something."""
    return Turn(id, address, Message(text), START)
