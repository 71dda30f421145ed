"""Slack's payloads, read as turns."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.channels.slack.payloads import Delivery, Interaction, MessageEvent, OpenedEvent, SlashCommand
from bot.channels.slack.reference import PLAIN, Reference
from bot.channels.slack.sharing import SHARE, SHARED, owner
from bot.channels.slack.text import typed
from bot.render.blockkit import submitted
from dialogs.turn import Action, Address, Event, Message, Open, Profile, Submit, Turn

NAME = "slack"
COMMAND = "/tutor"
"""The one slash command; what it is to do stands behind it."""

_SAID = (None, "file_share", "me_message", "thread_broadcast")
"""Subtypes of a message in which somebody says something; the others report edits, joins and the like."""

_DIRECT_ID = re.compile(r"^D[A-Z0-9]{1,31}$")


def is_command(body: Mapping[str, Any]) -> bool:
    """Whether this payload is of a command."""
    return "command" in body


class Reader:
    """Reads payloads; `clock` tells the time of a turn, `profile` what is known of a workspace's user."""

    def __init__(self, clock: Callable[[], datetime], profile: Callable[[str, str], Profile]) -> None:
        self._clock = clock
        self._profile = profile
        self._events: Mapping[str, Callable[[Delivery, Mapping[str, Any]], Turn | None]] = {
            "message": self._message,
            "app_mention": self._mention,
            "app_home_opened": self._opened,
        }

    @property
    def events(self) -> tuple[str, ...]:
        """The types of events that are read."""
        return tuple(self._events)

    def read(self, body: Mapping[str, Any]) -> tuple[Turn, ...]:
        """The turns that a payload tells of; none where it is not for us.

        Raises:
            ValidationError: it is of a kind that is read, but not as Slack sends it.
            MalformedActionError: it is of a button that is not ours.
        """
        match body.get("type"):
            case "event_callback":
                turn = self._event(body)
                return () if turn is None else (turn,)
            case "block_actions":
                return self._pressed(Interaction.model_validate(body))
        return (self._command(SlashCommand.model_validate(body)),) if is_command(body) else ()

    def _turn(self, turn_id: str, address: Address, event: Event, clicked: str = "") -> Turn:
        return Turn(turn_id, address, event, self._clock(), clicked, self._profile(address.tenant, address.user))

    # Events

    def _event(self, body: Mapping[str, Any]) -> Turn | None:
        event = body.get("event")
        kind = event.get("type") if isinstance(event, Mapping) else None
        read = self._events.get(kind) if isinstance(kind, str) else None
        return None if event is None or read is None else read(Delivery.model_validate(body), event)

    def _message(self, delivery: Delivery, event: Mapping[str, Any]) -> Turn | None:
        """A direct message; in a channel the tutor hears only what mentions it."""
        if event.get("channel_type") != "im" or event.get("subtype") not in _SAID:
            return None
        message = MessageEvent.model_validate(event)
        thread = message.thread_ts or ""
        # A thread of a direct message is part of the one conversation there, but no place for a daily quiz.
        return self._said(delivery, message, thread="", direct=not thread, reference=Reference(thread=thread))

    def _mention(self, delivery: Delivery, event: Mapping[str, Any]) -> Turn | None:
        message = MessageEvent.model_validate(event)
        if message.subtype not in _SAID:
            return None
        return self._said(delivery, message, thread=message.thread_ts or message.ts)

    def _said(
        self,
        delivery: Delivery,
        message: MessageEvent,
        *,
        thread: str,
        direct: bool = False,
        reference: Reference = PLAIN,
    ) -> Turn | None:
        user = message.user
        if user is None or message.bot_id is not None or user == delivery.me:
            return None
        address = Address(
            NAME, delivery.team_id, user, message.channel, thread, direct=direct, reference=reference.write()
        )
        text = typed(message.text, delivery.me)
        return self._turn(f"slack:{delivery.team_id}:{message.channel}:{message.ts}", address, Message(text))

    def _opened(self, delivery: Delivery, event: Mapping[str, Any]) -> Turn | None:
        opened = OpenedEvent.model_validate(event)
        surface = {"messages": "chat", "home": "home"}.get(opened.tab)
        if surface is None:
            return None
        address = Address(NAME, delivery.team_id, opened.user, opened.channel)
        return self._turn(f"slack:{delivery.team_id}:{delivery.event_id}", address, Open(surface))

    # Commands

    def _command(self, command: SlashCommand) -> Turn:
        """Answered to the person alone, wherever it was typed; not direct, as the place may be anybody's."""
        text = typed(command.text)
        address = Address(
            *(NAME, command.team_id, command.user_id, command.channel_id),
            direct=False,
            reference=Reference(command.response_url, private=True, asked=text).write(),
            private=True,
        )
        turn_id = f"slack:{command.team_id}:{command.user_id}:{command.trigger_id}"
        return self._turn(turn_id, address, Message(text or "help"))

    # Controls

    def _pressed(self, body: Interaction) -> tuple[Turn, ...]:
        pressed = body.actions[0]
        value = pressed.selected_option.value if pressed.selected_option else pressed.value
        kind = pressed.action_id.partition(":")[0]
        if kind == SHARE:
            return self._shared(body, value)
        event: Event
        if kind == "act":
            event = Action.parse(value)
        elif kind == "form":
            filled = body.state.model_dump(exclude_none=True)["values"]
            event = Submit(str(Action.parse(value)), submitted(filled, pressed.action_id))
        else:
            return ()
        if body.view is not None:
            return self._pressed_at_home(body, event)
        return self._pressed_in_message(body, event)

    def _pressed_in_message(self, body: Interaction, event: Event) -> tuple[Turn, ...]:
        """Answered where the message is; to the person alone if it is theirs alone, or somebody else's."""
        seen, clicked = body.container, body.container.message_ts
        if body.channel is None or clicked is None:
            return ()
        team, user, channel = body.team.id, body.user.id, body.channel.id
        thread = (body.message.thread_ts if body.message else None) or seen.thread_ts or ""
        hidden, url = seen.is_ephemeral, body.response_url or ""
        if _DIRECT_ID.match(channel) and not hidden:
            reference, direct, thread = Reference(thread=thread), not thread, ""
        elif hidden:
            reference, direct = Reference(url, private=True, hidden=True), False
        else:
            thread, direct = thread or clicked, False
            foreign = body.message is not None and owner(body.message) not in {user, ""}
            clicked = "" if foreign else clicked
            reference = Reference(url, private=foreign)
        address = Address(NAME, team, user, channel, thread, direct, reference.write(), private=reference.private)
        turn_id = f"slack:{team}:{channel}:{user}:{body.actions[0].action_ts}"
        return (self._turn(turn_id, address, event, clicked),)

    def _pressed_at_home(self, body: Interaction, event: Event) -> tuple[Turn, ...]:
        """Answered in the direct message, which the Home tab names; then the tab is drawn anew."""
        if body.view is None or not _DIRECT_ID.match(body.view.private_metadata):
            return ()
        address = Address(NAME, body.team.id, body.user.id, body.view.private_metadata)
        turn_id = f"slack:{body.team.id}:home:{body.user.id}:{body.actions[0].action_ts}"
        return (self._turn(turn_id, address, event), self._turn(f"{turn_id}:home", address, Open("home")))

    def _shared(self, body: Interaction, text: str) -> tuple[Turn, ...]:
        """A command once more, for the whole channel; once for each answer, however often it is pressed."""
        if body.channel is None or body.container.message_ts is None or not body.response_url:
            return ()
        reference = Reference(body.response_url).write()
        address = Address(
            *(NAME, body.team.id, body.user.id, body.channel.id, SHARED), direct=False, reference=reference
        )
        turn_id = f"slack:{body.team.id}:{body.channel.id}:{body.container.message_ts}:share"
        return (self._turn(turn_id, address, Message(text)),)
