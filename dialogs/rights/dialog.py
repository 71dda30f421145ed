"""Shows learners what is kept of them, and forgets them when they say so twice."""

from datetime import UTC, datetime, timedelta
from functools import partial

from content.model import Course
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Conversation, Learner
from dialogs.presenting import fingerprint
from dialogs.reply import Button, Buttons, Element, Reply, Text
from dialogs.rights.showing import Reasons, shown
from dialogs.turn import Action, Command, Turn

NAME = "rights"
GOOD_FOR = timedelta(hours=1)
"""How long the button that deletes may be pressed after it was asked for."""


SHOWING = (
    *("my data", "show my data", "show me my data", "export my data", "download my data", "give me my data"),
    *("what data do you have on me", "what data do you have about me", "what data do you keep about me"),
    *("what do you know about me", "what do you keep about me", "what do you keep of me", "what is kept of me"),
    *("what do you store about me", "what have you stored about me", "my-data", "mydata"),
    *("do you store my data", "do you keep my data", "do you save my data", "do you store my answers"),
    *("do you keep my answers", "do you save my answers", "do you remember what i say", "do you track me"),
    *("are you recording this", "who can see my answers", "what happens to my answers", "what happens to my data"),
)
FORGETTING = (
    *("forget me", "forget about me", "forget all about me", "forget everything about me"),
    *("forget everything you know about me", "delete me", "delete my data", "delete all my data"),
    *("delete all of my data", "delete my account", "delete everything about me"),
    *("delete everything you know about me", "delete all you know about me", "erase me", "erase my data"),
    *("erase all my data", "remove my data", "remove all my data", "remove me", "wipe my data"),
    *("forget-me", "forgetme", "delete-my-data"),
)


class RightsDialog:
    """`my data` and `forget me`. What it says is for the learner's eyes alone."""

    name = NAME
    commands = (
        CommandSpec(
            "my data",
            "my data, forget me",
            "What I keep of you, and how to have it deleted",
            "my data",
            aliases=(*SHOWING[1:], *FORGETTING),
        ),
    )

    def __init__(self, course: Course, reasons: Reasons) -> None:
        """`reasons`: what each reason of a feedback says, by kind."""
        self._course = course
        self._reasons = reasons

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command(name) if name in FORGETTING:
                return self._asked(turn, learner)
            case Action(_, "ask", _):
                return self._asked(turn, learner)
            case Command() | Action(_, "show", _):
                return Outcome(
                    (_said(_AFTER, Buttons((_ASK,))),), show=partial(shown, self._course, self._reasons, learner)
                )
            case Action(_, "forget", (who, minute)):
                return self._confirmed(who, minute, turn, learner)
            case Action(_, "keep", _):
                told = Text("All right, nothing was deleted. *my data* shows what there is.")
                return Outcome((_said(told, update=turn.clicked),))
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: its question is answered or left."""
        return ()

    def _asked(self, turn: Turn, learner: Learner) -> Outcome:
        if learner.version == 0:
            return _NOBODY
        minute = _minute(turn.at)
        buttons = (
            Button("Yes, forget me", Action(NAME, "forget", (fingerprint(learner), f"{minute:x}"))),
            Button("No, keep it", Action(NAME, "keep")),
        )
        return Outcome((_said(Text("Forget you?", "title"), *_WARNING, Buttons(buttons)),), asks=True)

    def _confirmed(self, who: str, wire: str, turn: Turn, learner: Learner) -> Outcome | None:
        if who != fingerprint(learner):
            told = Text(
                "That button was made for somebody else, and nothing was deleted. To be forgotten yourself, ask:"
            )
            return Outcome((_said(told, Buttons((_ASK,))),))
        try:
            age = _minute(turn.at) - int(wire, 16)
        except ValueError:
            return None
        if age < 0:
            return None
        if learner.version == 0:
            return _NOBODY
        if age > GOOD_FOR // timedelta(minutes=1):
            told = Text("That button is from a while ago, so to be sure: nothing was deleted. Do you still want it?")
            return Outcome((_said(told, Buttons((_ASK,)), update=turn.clicked),))
        home = (Reply((Text("Nothing is kept of you."),), "home"),) if learner.sees_home else ()
        return Outcome((*home, _said(*_GONE, update=turn.clicked)), forget=True)


def _minute(at: datetime) -> int:
    return (at - datetime(2020, 1, 1, tzinfo=UTC)) // timedelta(minutes=1)


def _said(*elements: Element, update: str = "") -> Reply:
    return Reply(elements, "private", update)


_ASK = Button("Forget me", Action(NAME, "ask"))
_AFTER = Text("To have all of it deleted, say *forget me*. Nobody else sees this message.", "note")
_WARNING = (
    Text(
        "I would delete your name and time zone, your wishes for the daily quiz, your streak, every answer that you"
        " gave, your place on any board, what is open between us, and what you told the course's author. Your progress"
        " starts from nothing. **This cannot be undone.**"
    ),
    Text(
        "What stays: how often each answer was chosen, in numbers that say nothing of who chose it;"
        " and the messages in this chat, which the chat keeps, not I.",
        "note",
    ),
)
_GONE = (
    Text("You are forgotten", "title"),
    Text("Everything that I kept of you is deleted. If you write to me again, we meet for the first time."),
)
_NOBODY = Outcome((_said(Text("I keep nothing of you, so there is nothing to delete.")),), forget=True)
