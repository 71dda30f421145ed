"""The daily quiz: a learner's wish for it, and its offer on the day."""

import re
from dataclasses import replace
from datetime import time

from content.model import Course
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Conversation, Daily, Learner
from dialogs.reply import Button, Buttons, Element, Facts, Text, say
from dialogs.review import due_count, local_day, pick
from dialogs.rounds import Round, begin
from dialogs.turn import Action, Command, Open, Turn
from dialogs.turn import Daily as DailyEvent

NAME = "daily"
MOST = 10


class DailyDialog:
    """Joins, leaves, shows and starts the daily quiz; offers it when the learner opens the chat."""

    name = NAME
    commands = (CommandSpec("daily", "daily [on|off|now]", "A short quiz each day, if you want one", "daily on"),)

    def __init__(self, course: Course) -> None:
        self._course = course

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command("daily", text):
                return self._asked(text.lower(), turn, learner, conversation)
            case Action(_, "now", _):
                return self._now(turn, learner, conversation)
            case Action(_, "on", _):
                return self._on("", turn, learner)
            case Action(_, "off", _):
                return self._off(learner)
            case Open("chat") | DailyEvent():
                return self._offer(turn, learner, conversation)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: its questions belong to the quiz."""
        return ()

    def _asked(self, text: str, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        first = text.split(" ", 1)[0] if text else ""
        if first in {"on", "start", "join", "subscribe"}:
            return self._on(text, turn, learner)
        if first in {"off", "stop", "leave", "pause", "unsubscribe"}:
            return self._off(learner)
        if first in {"now", "go", "quiz"}:
            return self._now(turn, learner, conversation)
        return self._shown(turn, learner)

    def _on(self, text: str, turn: Turn, learner: Learner) -> Outcome:
        number = re.search(r"(?<![\d:])(\d{1,2}) questions?", text)
        hour = re.search(r"\b([01]?\d|2[0-3]):([0-5]\d)\b", text)
        wish = learner.daily or Daily()
        daily = replace(
            wish,
            at=time(int(hour[1]), int(hour[2])) if hour else wish.at,
            count=max(1, min(MOST, int(number[1]))) if number else wish.count,
        )
        learner = replace(learner, daily=daily)
        told = f"The daily quiz is on: {daily.count} short questions, waiting for you when you open this chat."
        return Outcome((say(told, *self._state(turn, learner)),), learner=learner)

    def _off(self, learner: Learner) -> Outcome:
        if learner.daily is None:
            told = say("The daily quiz is not on, so there is nothing to stop.", Buttons((_ON,)))
            return Outcome((told,))
        told = say("The daily quiz is off. What you learnt is kept, and *daily on* brings it back.", Buttons((_ON,)))
        return Outcome((told,), learner=replace(learner, daily=None))

    def _shown(self, turn: Turn, learner: Learner) -> Outcome:
        if learner.daily is None:
            told = "The daily quiz is off. It asks a few questions a day: first what you are about to forget."
            return Outcome((say(told, Buttons((_ON, _NOW))),))
        return Outcome((say(Text("Your daily quiz", "title"), *self._state(turn, learner)),))

    def _state(self, turn: Turn, learner: Learner) -> tuple[Element, ...]:
        daily = learner.daily or Daily()
        waiting = due_count(self._course, learner, turn.at)
        facts = (
            ("Questions a day", str(daily.count)),
            ("Days in a row", str(learner.streak.length)),
            ("Reviews waiting", str(waiting) if waiting else "none, so new questions come"),
        )
        return (Facts(facts), Buttons((_NOW, _OFF)))

    def _now(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """Begin today's questions; a round that is open is left as it is, and shown."""
        open_ = Round.of(conversation)
        if open_ is not None and not open_.told:
            told = Text("A quiz is open already. Finish it, or say *stop* first.")
            return Outcome((say(told),))
        count = (learner.daily or Daily()).count
        ids = pick(self._course, learner, turn.at, count)
        elements, conversation = begin(self._course, learner, conversation, "daily", ids)
        learner = replace(learner, offered_on=local_day(learner, turn.at))
        return Outcome((say(*elements),), learner, conversation)

    def _offer(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """Once a local day, to those who asked for it."""
        today = local_day(learner, turn.at)
        if learner.daily is None or learner.offered_on == today:
            return None
        waiting = due_count(self._course, learner, turn.at)
        due = f"{waiting} {'review is' if waiting == 1 else 'reviews are'} due. " if waiting else ""
        hello = f"Welcome back{', ' + learner.name if learner.name else ''}."
        told = f"{hello} {due}Your {learner.daily.count} questions for today are ready."
        return Outcome((say(told, Buttons((_NOW, _OFF))),), learner=replace(learner, offered_on=today))


_ON = Button("Turn daily on", Action(NAME, "on"), primary=True)
_OFF = Button("Turn daily off", Action(NAME, "off"))
_NOW = Button("Today's questions", Action(NAME, "now"), primary=True)
