"""Which dialog takes a turn, and what the conversation is afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dialogs.choosing import begun, choose
from dialogs.commands import INNER_COMMANDS, addressed, is_plain, meant_command, phrased_command, written_command
from dialogs.days import is_zone
from dialogs.dialog import Dialog, Outcome
from dialogs.learner import Conversation, Learner, Offered
from dialogs.poll import NAME as POLL
from dialogs.reply import Buttons, Choices, Divider, Element, Opinion, Reply, Text, say
from dialogs.turn import Action, Command, Event, Excerpt, MalformedActionError, Message, Profile, Submit, Turn, readable

TEXT_LIMIT = 4000
"""Characters of a message that are read; Slack's own limit for a message."""


class Router:
    """Routes turns to dialogs. Pure: what it returns is to be saved and sent by the caller."""

    def __init__(self, dialogs: Sequence[Dialog]) -> None:
        """`dialogs` in the order in which they are asked; the last one answers every message."""
        self._dialogs = tuple(dialogs)
        self._by_name = {dialog.name: dialog for dialog in dialogs}
        self._by_command: Mapping[str, Dialog] = {
            name: dialog
            for dialog in dialogs
            for command in dialog.commands
            for name in (command.name, *command.aliases)
        }

    def route(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """The outcome of a turn, with the learner and the conversation to save."""
        turn = _cleaned(turn)
        learner = _introduced(learner, turn)
        if isinstance(turn.event, Message) and len(turn.event.text) > TEXT_LIMIT:
            return Outcome((too_long(turn.event.text),), learner, conversation)
        for dialog, event in self._takers(turn.event, conversation):
            turn = turn if event is turn.event else replace(turn, event=event)
            outcome = dialog.handle(turn, learner, conversation)
            if outcome is not None:
                return self._completed(dialog, outcome, learner, conversation)
        return Outcome((), learner, conversation)

    def _takers(self, event: Event, conversation: Conversation) -> Iterator[tuple[Dialog, Event]]:
        """The dialogs to ask, the likeliest first, each with the event as it is meant for it."""
        match event:
            case Message(text):
                yield from self._message_takers(addressed(text), conversation)
            case Command(name, text):
                yield from self._owners(event, conversation)
                yield self._dialogs[-1], Message(f"{name} {text}".strip())
            case Action() | Submit():
                yield from ((dialog, event) for dialog in self._named(event))
                yield self._dialogs[-1], event
            case _:
                yield from ((dialog, event) for dialog in self._dialogs)

    def _message_takers(self, text: str, conversation: Conversation) -> Iterator[tuple[Dialog, Event]]:
        """A control typed out; else a command by name; else an answer to what is open; else what it names or means."""
        question_open = conversation.active is not None
        written = written_command(text, self._by_command)
        if (wire := choose(text, conversation.offered)) is not None:
            yield from self._takers(Action.parse(wire), conversation)
        elif (phrase := phrased_command(text, self._by_command)) is not None:
            yield from self._takers(phrase, conversation)
        elif written is not None and (is_plain(text) or not question_open):
            yield from self._takers(written, conversation)
        else:
            message = Message(text)
            yield from ((dialog, message) for dialog in self._open(conversation))
            if written is not None:
                yield from self._owners(written, conversation)
            elif (wire := begun(text, conversation.offered)) is not None:
                yield from self._takers(Action.parse(wire), conversation)
            yield from ((dialog, message) for dialog in self._dialogs[:-1])
            topic = bool(conversation.topic)
            if written is None and (command := meant_command(text, question_open=question_open, topic=topic)):
                yield from self._owners(command, conversation)
            yield self._dialogs[-1], message

    def _owners(self, command: Command, conversation: Conversation) -> Iterator[tuple[Dialog, Event]]:
        """The open dialogs for a command that means them, and the one whose command it is."""
        if command.name in INNER_COMMANDS:
            yield from ((dialog, command) for dialog in self._open(conversation))
        if command.name in self._by_command:
            yield self._by_command[command.name], command

    def _open(self, conversation: Conversation) -> Iterator[Dialog]:
        """The open dialogs, the current one first; the last one is what is open for everybody there."""
        shared = conversation.room.poll
        names = (*(a.dialog for a in reversed(conversation.stack)), *((POLL,) if shared and shared.open else ()))
        return (self._by_name[name] for name in names if name in self._by_name)

    def _named(self, event: Action | Submit) -> Iterator[Dialog]:
        try:
            name = event.dialog if isinstance(event, Action) else Action.parse(event.form).dialog
        except MalformedActionError:
            return
        if name in self._by_name:
            yield self._by_name[name]

    def _completed(self, dialog: Dialog, outcome: Outcome, learner: Learner, conversation: Conversation) -> Outcome:
        """With what was not changed, the way back to what was open before, and the controls on offer.

        What this turn opened or moved on was shown by it, and needs no way back.
        """
        learner = outcome.learner or learner
        before, conversation = conversation.stack, outcome.conversation or conversation
        replies = outcome.replies
        active = conversation.active
        left = self._by_name.get(active.dialog) if active is not None and active in before else None
        home = bool(replies) and replies[-1].surface == "home"
        if replies and left is not None and left is not dialog and not outcome.asks and not home:
            reminder = left.remind(learner, conversation)
            if any(isinstance(element, Text) for element in reminder):  # not for a lone button
                reminder = (Divider(), *reminder)
            last = replace(replies[-1], elements=(*replies[-1].elements, *reminder), lead_back=len(reminder))
            replies = (*replies[:-1], last)
            conversation = conversation.led_back() if reminder and last.surface != "modal" else conversation
        if said := [reply for reply in replies if reply.surface != "home"]:  # what Home offers is not typed
            kept = conversation.offered if said[-1].surface == "modal" else ()  # a form covers nothing up
            conversation = replace(conversation, offered=_offered(said) or kept)
        return replace(outcome, replies=replies, learner=learner, conversation=conversation, dialog=dialog.name)


def apology() -> Reply:
    """What is said when a dialog failed: a defect of ours, never the learner's."""
    return say(
        "Something went wrong on my side with that one, and it has been noted."
        " Nothing you did before is lost. Try it again, or put it in other words."
    )


def too_long(text: str) -> Reply:
    """What is said to more words than anybody types by hand."""
    return say(
        f"That is {len(text):,} characters, and I read {TEXT_LIMIT:,} at a time. Nothing of it was kept."
        " What is the one thing you want to know? A sentence or two will do."
    )


def _cleaned(turn: Turn) -> Turn:
    """The turn as every dialog and every database can take it, whatever channel it came from."""
    event, profile = turn.event, turn.profile
    match event:
        case Message(text):
            event = Message(readable(text))
        case Excerpt(text):
            event = Excerpt(readable(text[:TEXT_LIMIT]))
        case Command(name, text):
            event = Command(readable(name), readable(text))
        case Submit(form, values):
            event = Submit(form, {field: tuple(map(readable, given)) for field, given in values.items()})
    zone = readable(profile.zone)
    return replace(turn, event=event, profile=Profile(readable(profile.name), zone if is_zone(zone) else ""))


def _introduced(learner: Learner, turn: Turn) -> Learner:
    """The learner with what this turn tells of them."""
    address, profile = turn.address, turn.profile
    name, chosen = profile.name or learner.name, learner.zone_chosen
    zone = learner.zone if chosen else profile.zone or learner.zone
    home = address if address.direct else learner.home
    if (name, zone, home) == (learner.name, learner.zone, learner.home):
        return learner
    return replace(learner, name=name, zone=zone, home=home)


def _offered(replies: Sequence[Reply]) -> tuple[Offered, ...]:
    """The controls of the latest reply that has any."""
    for reply in reversed(replies):
        if found := tuple(control for element in reply.elements for control in _controls(element)):
            return found
    return ()


def _controls(element: Element) -> Iterator[Offered]:
    if isinstance(element, Choices) and not element.settled:
        yield from (Offered(option.text, str(option.action), option.key) for option in element.options)
    elif isinstance(element, Buttons | Opinion):
        yield from (Offered(button.label, str(button.action)) for button in element.buttons)
