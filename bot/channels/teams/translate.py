"""Activities as turns: who, where, what was said or pressed."""

import html
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.channels.teams.activity import CHANNEL, Activity, Conversation, Entity, mapping
from bot.render import adaptivecard
from dialogs.days import is_zone
from dialogs.turn import Action, Address, Event, Message, Profile, Submit, Turn

THREAD = ";messageid="
_MENTION = re.compile(r"<at\b[^>]*>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"[^\W\d_][\w'’-]{0,39}")


def turn(activity: Activity, event: Event, at: datetime, *, clicked: str = "", left: bool = False) -> Turn:
    """What happened, as a turn. Its id is the activity's, which is the same however often it is delivered."""
    where = address(activity, left=left)
    name = f"{CHANNEL}:{where.tenant}:{where.conversation}:{activity.id}"
    return Turn(name, where, event, at, clicked, profile(activity))


def address(activity: Activity, *, left: bool = False) -> Address:
    """Where to answer, and to write to first; with `left`, where nothing can be sent any more."""
    conversation, _, thread = activity.conversation.id.partition(THREAD)
    kind = activity.conversation.conversation_type or "personal"
    direct = kind == "personal"
    reference: dict[str, Any] = {
        "service_url": activity.service_url,
        "bot": activity.recipient.id,
        "type": kind,
    }
    if left:
        reference["left"] = True
    elif not direct and activity.type == "message":
        # Not of a direct chat: its address is the daily quiz's home, and would change with every message.
        reference["activity"] = activity.id
    if not direct and activity.place:
        reference["place"] = activity.place
    alone = not direct and (bool(activity.recipient.is_targeted) or adaptivecard.ALONE in pressed_data(activity))
    return Address(
        CHANNEL,
        activity.tenant,
        activity.from_property.id,
        conversation,
        thread,
        direct,
        reference,
        private=alone,
        shared=not direct,
    )


def conversation_of(address: Address) -> Conversation:
    """The conversation as the Connector names it."""
    thread = f"{THREAD}{address.thread}" if address.thread else ""
    return Conversation.model_construct(id=address.conversation + thread)


def said(activity: Activity) -> str:
    """The words of a message, without the mention of the bot; other people keep their names."""
    text = activity.text or ""
    for entity in activity.entities or ():
        if _mentions(entity, activity.recipient.id) and entity.text:
            text = text.replace(entity.text, " ", 1)
    return " ".join(html.unescape(_MENTION.sub(r"\1", text)).replace("\xa0", " ").split(" ")).strip()


def _mentions(entity: Entity, bot: str) -> bool:
    return entity.type == "mention" and entity.mentioned is not None and entity.mentioned.id == bot


def pressed_data(activity: Activity) -> Mapping[str, Any]:
    """The data of the button that was pressed, whichever way its client tells of it; else nothing."""
    value = mapping(activity.value)
    return mapping(mapping(value.get("action")).get("data")) if activity.type == "invoke" else value


def pressed(data: object) -> Event | None:
    """The event that the data of a card's action stands for; `None` where it is none of ours.

    Raises:
        MalformedActionError: its action is not one.
    """
    values: Mapping[str, Any] = mapping(data)
    if isinstance(form := values.get("form"), str):
        return Submit(str(Action.parse(form)), adaptivecard.submitted(values))
    if isinstance(action := values.get("action"), str):
        return Action.parse(action)
    return None


def heard(activity: Activity) -> tuple[Event, str]:
    """What a message means, and the id of the message whose control was used."""
    event = pressed(activity.value)
    if event is not None:
        return event, activity.reply_to_id or ""
    return Message(said(activity)), ""


def profile(activity: Activity) -> Profile:
    """First name and time zone, as far as the activity tells them."""
    zones = [activity.local_timezone, *(entity.timezone for entity in activity.entities or ())]
    zone = next((zone for zone in zones if zone and is_zone(zone)), "")
    return Profile(first_name(activity.from_property.name or ""), zone)


def first_name(name: str) -> str:
    """Of "Ann Example" and of "Example, Ann"."""
    family, comma, given = name.partition(",")
    match = _NAME.match((given if comma else family).strip())
    return match[0] if match else ""
