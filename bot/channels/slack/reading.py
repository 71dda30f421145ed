"""Slack's payloads, read as turns."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.channels.slack import modals
from bot.channels.slack.payloads import (
    STAMP,
    BegunEvent,
    Delivery,
    GlobalShortcut,
    Interaction,
    MessageEvent,
    MessageShortcut,
    OpenedEvent,
    SlashCommand,
    Submission,
)
from bot.channels.slack.reference import PLAIN, Reference
from bot.channels.slack.sharing import REPLY, SHARE, SHARED, owner
from bot.channels.slack.text import typed
from bot.render.blockkit import submitted
from dialogs.turn import Action, Address, Event, Excerpt, MalformedActionError, Message, Open, Profile, Submit, Turn

NAME = "slack"
COMMAND = "/tutor"
"""The one slash command; what it is to do stands behind it."""

EXPLAIN, QUIZ = "explain_message", "quiz_me"
"""The `callback_id` of the shortcut on a message, and of the one that is at hand everywhere."""

UNPLACED = ""
"""The conversation of a turn whose direct message is still to be found out."""

LEGACY_EVENTS = frozenset({"assistant_thread_started", "assistant_thread_context_changed"})
"""Read where an app is still an assistant; one that is made anew has `agent_view`, and subscribes to neither."""

_SAID = (None, "file_share", "me_message", "thread_broadcast")
"""Subtypes of a message in which somebody says something; the others report edits, joins and the like."""

_DIRECT_ID = re.compile(r"^D[A-Z0-9]{1,31}$")


def is_command(body: Mapping[str, Any]) -> bool:
    """Whether this payload is of a command."""
    return "command" in body


def is_submission(body: Mapping[str, Any]) -> bool:
    """Whether this payload is of a form in a window of its own."""
    return body.get("type") == "view_submission"


class Reader:
    """Reads payloads; `clock` tells the time of a turn, `profile` what is known of a workspace's user."""

    def __init__(self, clock: Callable[[], datetime], profile: Callable[[str, str], Profile]) -> None:
        self._clock = clock
        self._profile = profile
        self._events: Mapping[str, Callable[[Delivery, Mapping[str, Any]], Turn | None]] = {
            "message": self._message,
            "app_mention": self._mention,
            "app_home_opened": self._opened,
            "assistant_thread_started": self._begun,
            "assistant_thread_context_changed": lambda *_: None,  # what else the person looks at is none of ours
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
            case "view_submission":
                return self._sent(Submission.model_validate(body))
            case "message_action":
                return self._pointed(MessageShortcut.model_validate(body))
            case "shortcut":
                return self._called(GlobalShortcut.model_validate(body))
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
        top = Reference(top=message.thread_ts is None)
        return self._said(delivery, message, thread=message.thread_ts or message.ts, reference=top)

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
            *(NAME, delivery.team_id, user, message.channel, thread),
            direct=direct,
            reference=reference.write(),
            shared=not _DIRECT_ID.match(message.channel),
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

    def _begun(self, delivery: Delivery, event: Mapping[str, Any]) -> Turn:
        """A thread of an assistant: part of the one conversation in the direct message."""
        begun = BegunEvent.model_validate(event).assistant_thread
        reference = Reference(thread=begun.thread_ts).write()
        address = Address(*(NAME, delivery.team_id, begun.user_id, begun.channel_id), direct=False, reference=reference)
        return self._turn(f"slack:{delivery.team_id}:{delivery.event_id}", address, Open("chat"))

    # Commands and shortcuts

    def _command(self, command: SlashCommand) -> Turn:
        """Answered to the person alone, wherever it was typed; not direct, as the place may be anybody's."""
        text = typed(command.text)
        address = Address(
            *(NAME, command.team_id, command.user_id, command.channel_id),
            direct=False,
            reference=Reference(command.response_url, private=True, asked=text).write(),
            private=True,
            shared=not _DIRECT_ID.match(command.channel_id),
        )
        turn_id = f"slack:{command.team_id}:{command.user_id}:{command.trigger_id}"
        return self._turn(turn_id, address, Message(text or "help"))

    def _pointed(self, shortcut: MessageShortcut) -> tuple[Turn, ...]:
        """Explained to the person alone, beside the message, whoever wrote it."""
        if shortcut.callback_id != EXPLAIN:
            return ()
        message = shortcut.message
        reference = Reference(shortcut.response_url, private=True, about=message.thread_ts or message.ts)
        address = Address(
            *(NAME, shortcut.team.id, shortcut.user.id, shortcut.channel.id, message.thread_ts or ""),
            direct=False,
            reference=reference.write(),
            private=True,
        )
        turn_id = f"slack:{shortcut.team.id}:{shortcut.user.id}:{shortcut.trigger_id}"
        return (self._turn(turn_id, address, Excerpt(typed(message.words))),)

    def _called(self, shortcut: GlobalShortcut) -> tuple[Turn, ...]:
        """A quiz in the direct message, which Slack does not name here."""
        if shortcut.callback_id != QUIZ:
            return ()
        address = Address(NAME, shortcut.team.id, shortcut.user.id, UNPLACED)
        turn_id = f"slack:{shortcut.team.id}:{shortcut.user.id}:{shortcut.trigger_id}"
        return (self._turn(turn_id, address, Message("quiz 3")),)

    # Controls

    def _sent(self, sent: Submission) -> tuple[Turn, ...]:
        """A form of a window, answered where that was opened; each sending of it is a turn of its own."""
        view, team, user = sent.view, sent.team.id, sent.user.id
        address = modals.opened_from(NAME, team, user, view.private_metadata)
        if view.type != "modal" or address is None:
            return ()
        filled = view.state.model_dump(exclude_none=True)["values"]
        event = Submit(str(Action.parse(view.callback_id)), submitted(filled, "form:0"))
        return (self._turn(f"slack:{team}:{user}:{sent.trigger_id}", address, event),)

    def _pressed(self, body: Interaction) -> tuple[Turn, ...]:
        pressed = body.actions[0]
        value = pressed.selected_option.value if pressed.selected_option else pressed.value
        kind = pressed.action_id.partition(":")[0]
        if kind == SHARE:
            return self._shared(body, Message(value))
        if kind == REPLY:
            thread, _, wire = value.partition(" ")
            if not STAMP.match(thread):
                raise MalformedActionError(wire)
            return self._shared(body, Action.parse(wire), thread)
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
        whose = owner(body.message) if body.message is not None else ""
        # What was shared between two people names whose it is; what stands in the direct message with us does not.
        if _DIRECT_ID.match(channel) and not hidden and not whose:
            reference, direct, thread = Reference(thread=thread), not thread, ""
        elif hidden:
            reference, direct = Reference(url, private=True, hidden=True), False
        else:
            top = thread in {"", clicked}
            thread, direct = thread or clicked, False
            foreign = whose not in {user, ""}
            clicked = "" if foreign else clicked
            reference = Reference(url, private=foreign, top=top)
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

    def _shared(self, body: Interaction, event: Event, thread: str = "") -> tuple[Turn, ...]:
        """What was asked once more, for the whole channel; once for each answer, however often it is pressed."""
        if body.channel is None or body.container.message_ts is None or not body.response_url:
            return ()
        reference = Reference(body.response_url, thread=thread).write()
        address = Address(
            *(NAME, body.team.id, body.user.id, body.channel.id, SHARED), direct=False, reference=reference
        )
        turn_id = f"slack:{body.team.id}:{body.channel.id}:{body.container.message_ts}:share"
        return (self._turn(turn_id, address, event),)
