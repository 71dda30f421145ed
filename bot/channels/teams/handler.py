"""What happened, as the SDK's activity handler tells it apart."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from botbuilder.core import ActivityHandler, TurnContext

from bot.channels.teams import translate
from bot.channels.teams.activity import Account, Activity, Json, mapping
from bot.channels.teams.adapter import Adapter
from bot.channels.teams.thumbs import FEEDBACK, Thumbs
from dialogs.turn import Command, Event, Left, MalformedActionError, Open, Turn

log = logging.getLogger(__name__)

CARD_ACTION = "adaptiveCard/action"
CARD = "application/vnd.microsoft.card.adaptive"
NOTE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
BELOW = "See below."
"""Stands under a clicked card whose answer is a message of its own."""

FOREIGN = "That button is not one of mine. Ask me again, and use the new one."


class Receiver(Protocol):
    """Takes the turns."""

    async def receive(self, turn: Turn) -> object:
        """Take a turn that needs no answer at once."""
        ...

    async def answer(self, turn: Turn) -> Json | None:
        """Take the turn of a click; the card that takes the place of the clicked one, if there is one."""
        ...


class Handler(ActivityHandler):  # type: ignore[misc]
    """Makes turns. The plain handler: the one for Teams calls the platform for every new member.

    Activities that it does not know are accepted and passed over; unknown invokes are answered 501.
    """

    def __init__(self, receiver: Receiver, clock: Callable[[], datetime], thumbs: Thumbs) -> None:
        self._receiver = receiver
        self._clock = clock
        self._thumbs = thumbs

    async def on_turn(self, context: TurnContext) -> None:
        """What the bot itself did is not for it."""
        activity: Activity = context.activity
        if activity.from_property.id not in {"", activity.recipient.id}:
            await super().on_turn(context)

    async def on_message_activity(self, context: TurnContext) -> None:
        """Words, or a card's `Action.Submit`."""
        activity: Activity = context.activity
        try:
            event, clicked = translate.heard(activity)
        except MalformedActionError:
            log.info("teams: activity %s has an action that is not ours", activity.id)
            return
        await self._take(activity, event, clicked)

    async def on_members_added_activity(self, members: Sequence[Account], context: TurnContext) -> None:
        """The bot was added somewhere; who else was added is greeted when they speak."""
        if any(member.id == context.activity.recipient.id for member in members):
            await self._take(context.activity, Open("chat"))

    async def on_installation_update_add(self, context: TurnContext) -> None:
        """The app was installed; Teams may say so beside the bot's being added, and the tutor greets once."""
        await self._take(context.activity, Open("chat"))

    async def on_installation_update_remove(self, context: TurnContext) -> None:
        """The app was removed: the daily quiz ends, and nothing is sent to where the bot no longer is."""
        turn = translate.turn(context.activity, Command("daily", "off"), self._clock(), left=True)
        if turn.address.direct:
            await self._receiver.receive(turn)
            await self._receiver.receive(replace(turn, id=f"{turn.id}:left", event=Left()))

    async def on_invoke_activity(self, context: TurnContext) -> None:
        """A click on a card's `Action.Execute`, or on Teams' thumbs; its answer is the body of the HTTP response."""
        activity: Activity = context.activity
        if activity.name == FEEDBACK:
            await self._rated(activity, context)
            return
        if activity.name != CARD_ACTION:
            Adapter.answer(context, 501)
            return
        try:
            event = translate.pressed(mapping(mapping(activity.value).get("action")).get("data"))
        except MalformedActionError:
            event = None
        if event is None:
            error = {"code": "BadRequest", "message": FOREIGN}
            Adapter.answer(context, 200, {"statusCode": 400, "type": ERROR, "value": error})
            return
        turn = translate.turn(activity, event, self._clock(), clicked=activity.reply_to_id or "")
        card = await self._receiver.answer(turn)
        shown = {"type": NOTE, "value": BELOW} if card is None else {"type": CARD, "value": card}
        Adapter.answer(context, 200, {"statusCode": 200, **shown})

    async def _rated(self, activity: Activity, context: TurnContext) -> None:
        """A thumb needs no reply: Teams says thank you itself."""
        message = activity.reply_to_id or ""
        event = self._thumbs.pressed(activity.conversation.id, message, activity.value)
        if event is None:
            log.info("teams: activity %s has feedback that is not for us", activity.id)
        else:
            await self._take(activity, event, message)
        Adapter.answer(context, 200, {})

    async def _take(self, activity: Activity, event: Event, clicked: str = "") -> None:
        await self._receiver.receive(translate.turn(activity, event, self._clock(), clicked=clicked))
