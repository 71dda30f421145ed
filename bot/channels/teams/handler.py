"""What happened, as the SDK's activity handler tells it apart."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from botbuilder.core import ActivityHandler, TurnContext

from bot.channels.teams import invokes, search, thumbs, translate
from bot.channels.teams.activity import Account, Activity, Json, mapping
from bot.channels.teams.adapter import Adapter
from bot.render.adaptivecard import REFRESH
from dialogs.turn import Action, Command, Event, Left, MalformedActionError, Open, Turn

log = logging.getLogger(__name__)


class Receiver(Protocol):
    """Takes the turns."""

    async def receive(self, turn: Turn) -> object:
        """Take a turn that needs no answer at once."""
        ...

    async def answer(self, turn: Turn) -> Json:
        """Take the turn of a click; what its invoke is answered with."""
        ...

    async def refreshed(self, turn: Turn) -> Json:
        """How a card stands for somebody who looks at it, as the answer to its invoke; nothing changes."""
        ...

    async def who(self, activity: Activity) -> str:
        """The name of who did it, asked of Teams; empty where that is not told."""
        ...


class Handler(ActivityHandler):  # type: ignore[misc]
    """Makes turns. The plain handler: the one for Teams calls the platform for every new member.

    Activities that it does not know are accepted and passed over; unknown invokes are answered 501.
    """

    def __init__(
        self, receiver: Receiver, clock: Callable[[], datetime], rated: thumbs.Thumbs, lookups: search.Search
    ) -> None:
        self._receiver = receiver
        self._clock = clock
        self._thumbs = rated
        self._lookups = lookups

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
        if _has_bot(members, context.activity):
            await self._greet(context.activity)

    async def on_members_removed_activity(self, members: Sequence[Account], context: TurnContext) -> None:
        """The bot was taken out of a group or a team."""
        if _has_bot(members, context.activity):
            await self._removed(context.activity)

    async def on_installation_update_add(self, context: TurnContext) -> None:
        """The app was installed; Teams may say so beside the bot's being added, and the tutor greets once."""
        await self._greet(context.activity)

    async def on_installation_update_remove(self, context: TurnContext) -> None:
        """The app was removed."""
        await self._removed(context.activity)

    async def on_invoke_activity(self, context: TurnContext) -> None:
        """What waits for an answer in the body of the HTTP response."""
        activity: Activity = context.activity
        match activity.name:
            case invokes.CARD_ACTION:
                Adapter.answer(context, 200, await self._clicked(activity))
            case search.QUERY:
                Adapter.answer(context, 200, await self._lookups.found(activity))
            case search.CHOSEN:
                Adapter.answer(context, 200, await self._lookups.chosen(activity))
            case thumbs.FEEDBACK:
                await self._rated(activity, context)
            case _:
                Adapter.answer(context, 501)

    async def _clicked(self, activity: Activity) -> Json:
        """A click on a card's `Action.Execute`, or a client that asks how the card stands for who looks at it."""
        action = mapping(mapping(activity.value).get("action"))
        try:
            event = translate.pressed(translate.pressed_data(activity))
        except MalformedActionError:
            event = None
        if event is None:
            return invokes.error(invokes.FOREIGN)
        turn = translate.turn(activity, event, self._clock(), clicked=activity.reply_to_id or "")
        if action.get("verb") == REFRESH and isinstance(event, Action):
            return await self._receiver.refreshed(turn)
        return await self._receiver.answer(turn)

    async def _greet(self, activity: Activity) -> None:
        """In a group everybody is told who added the tutor; Teams says who in a second step."""
        turn = translate.turn(activity, Open("chat"), self._clock())
        if not turn.address.direct and not turn.profile.name:
            name = translate.first_name(await self._receiver.who(activity))
            turn = replace(turn, profile=replace(turn.profile, name=name))
        await self._receiver.receive(turn)

    async def _removed(self, activity: Activity) -> None:
        """Nothing is sent to where the bot no longer is, and with the personal chat the daily quiz ends."""
        turn = translate.turn(activity, Left(), self._clock(), left=True)
        if turn.address.direct:
            await self._receiver.receive(replace(turn, event=Command("daily", "off")))
            turn = replace(turn, id=f"{turn.id}:left")
        await self._receiver.receive(turn)

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


def _has_bot(members: Sequence[Account], activity: Activity) -> bool:
    return any(member.id == activity.recipient.id for member in members)
