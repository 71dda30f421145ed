"""What the invoke of a card's button is answered with, in the body of the HTTP response."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.channels.teams.activity import CARD, Json
from dialogs.turn import Turn

CARD_ACTION = "adaptiveCard/action"
"""The name of the invoke of a card's button, and of a client that refreshes a card."""

NOTE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"

BELOW = "See below."
"""Stands under a clicked card whose answer is a message of its own."""

TAKEN = "I have that click already."
FOREIGN = "That button is not one of mine. Ask me again, and use the new one."

ANSWER_WITHIN = 3.0
"""Seconds that a click waits for its card; then the card comes as an update alone."""


def card(content: Json) -> Json:
    """A card that takes the place of the clicked one, for the person who clicked."""
    return {"statusCode": 200, "type": CARD, "value": content}


def note(text: str) -> Json:
    """Words for the person who clicked, under a card that stays."""
    return {"statusCode": 200, "type": NOTE, "value": text}


def error(text: str) -> Json:
    """Why nothing was done."""
    return {"statusCode": 400, "type": ERROR, "value": {"code": "BadRequest", "message": text}}


class Clicks:
    """Clicks that wait for what they are answered with; the first reply to a click decides that."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    def offer(self, turn: str, body: Json) -> bool:
        """Answer a click with this; False where none waits for it any more."""
        waiting = self._waiting.get(turn)
        if waiting is None or waiting.done():
            return False
        waiting.set_result(body)
        return True

    async def answer(self, turn: Turn, receive: Callable[[Turn], Awaitable[bool]]) -> Json:
        """Take the turn of a click; what to answer. A repetition of it that comes meanwhile is answered the same."""
        if (waiting := self._waiting.get(turn.id)) is not None:
            await receive(turn)
            return await _within(waiting, BELOW)
        waiting = self._waiting[turn.id] = asyncio.get_running_loop().create_future()
        try:
            new = await receive(turn)
            return await _within(waiting, BELOW) if new else note(TAKEN)
        finally:
            del self._waiting[turn.id]


async def _within(waiting: "asyncio.Future[Json]", otherwise: str) -> Json:
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return await asyncio.shield(waiting)
    except TimeoutError:
        return note(otherwise)
