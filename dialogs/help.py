"""Small talk and ways around: hello, help, thanks, stop."""

from collections.abc import Sequence
from dataclasses import replace

from content.markup import literal
from content.model import Course
from dialogs.answering.wording import LANGUAGES
from dialogs.dialog import CommandSpec, Dialog, Outcome
from dialogs.learner import Conversation, Learner
from dialogs.reply import Button, Buttons, Element, Facts, Text, say
from dialogs.turn import Action, Command, Left, Open, Turn

NAME = "help"


class HelpDialog:
    """Answers what belongs to no other dialog. Help lists every dialog's commands."""

    name = NAME
    commands = (
        CommandSpec("help", "help", "What I can do", "help", aliases=("commands", "menu")),
        CommandSpec("hello", "hello", "A short welcome", "hello", aliases=("hi", "hey")),
        CommandSpec("stop", "stop", "Leave what is open", "stop", aliases=("quit", "exit")),
        CommandSpec("thanks", "thanks", "You are welcome", "thanks"),
    )

    def __init__(self, course: Course, others: Sequence[Dialog]) -> None:
        self._course = course
        self._others = others

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command("help", kind) if told := self._told(kind):
                return Outcome((say(*told),))
            case Command("help" | "commands" | "menu") | Action(_, "show", _):
                return Outcome((say(*self._help()),))
            case Command("hello" | "hi" | "hey"):
                return Outcome((say(*self._hello(learner)),))
            case Command("stop", "goodbye") if not conversation.stack:
                return Outcome((say("Goodbye. Whenever you have two minutes again, I am here."),))
            case Command("stop" | "quit" | "exit"):
                return self._stop(conversation)
            case Command("thanks"):
                return Outcome((say("You are welcome. Whenever you have two minutes, I am here.", _NEXT),))
            case Open("chat") if conversation.version == 0 or conversation.left:
                hello = self._hello(learner) if turn.address.direct else self._hello_all(learner)
                return Outcome((say(*hello),), conversation=replace(conversation, left=False))
            case Left():
                return Outcome((), conversation=replace(conversation, left=True))
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: nothing is open."""
        return ()

    def _hello(self, learner: Learner) -> tuple[Element, ...]:
        name = f", {literal(learner.name)}" if learner.name else ""
        told = f"Hello{name}. I help you learn about {self._titles}, a few minutes at a time."
        return (Text(told), Text("Ask me anything about it in your own words, or pick one of these."), _NEXT)

    def _hello_all(self, learner: Learner) -> tuple[Element, ...]:
        """Where several people read: who brought the tutor, what it is good for here, and how to speak to it."""
        added = f" {literal(learner.name)} added me here." if learner.name else ""
        told = f"Hello everyone.{added} I help you learn about {self._titles}, a few minutes at a time."
        ways = (
            "Mention me with a question or a command, such as *define RAG* or *quiz 3*; each of you has a quiz of your"
            " own. *quiz everyone* puts one question to you all. To be asked where nobody reads along, write to me"
            " directly."
        )
        return (
            Text(told),
            Text(ways),
            _NEXT,
        )

    @property
    def _titles(self) -> str:
        return " and ".join(section.title.lower() for section in self._course.sections)

    def _told(self, kind: str) -> tuple[Element, ...]:
        """What is said to a question about the tutor that needs no list of commands; nothing to any other."""
        match kind:
            case "start":
                return (
                    Text(
                        f"Welcome. This is about {self._titles}. Begin with the lesson: short steps, and you can leave"
                        " at any time. Or take a quiz first, and see what you know already."
                    ),
                    _FIRST,
                )
            case "about":
                told = (
                    f"I am a bot, and I teach {self._titles}. What I say about that comes from the course, with its"
                    " source, so that you can check it. If I am wrong somewhere, *feedback* tells the author."
                )
                return (Text(told), _NEXT)
            case "privacy":
                told = (
                    "I keep what you answered and when, to bring back what you missed. I tell nobody how you do, no"
                    " colleague and no manager; whoever runs me looks after the database. *my data* shows what is"
                    " kept of you, and *forget me* deletes it."
                )
                return (Text(told), _DATA)
            case "language":
                told = f"I speak English. I understand many questions in {_LISTED}, and answer them in English."
                return (Text(told), _NEXT)
        return ()

    def _help(self) -> tuple[Element, ...]:
        specs = (*(spec for dialog in self._others for spec in dialog.commands), *self.commands)
        shown = [spec for spec in specs if spec.name not in {"hello", "thanks", "ask"}]
        return (
            Text("What I can do", "title"),
            Text("Ask me a question in your own words, or use one of these, with or without a slash:"),
            Facts(tuple((spec.example, spec.summary) for spec in shown)),
            Text(
                "While a quiz is open: answer by button or letter, or say *hint*, *skip*, *I give up*, *show it again*"
                " or *stop*. After an answer: *why*, *simpler*, *shorter*, *analogy* or *sources*.",
                "note",
            ),
            _BEGIN,
        )

    def _stop(self, conversation: Conversation) -> Outcome:
        if not conversation.stack:
            return Outcome((say("Nothing is open. Ask me something, or pick one of these.", _NEXT),))
        left = conversation
        for active in conversation.stack:
            left = left.closed(active.dialog)
        return Outcome((say("Stopped. What you answered so far is kept.", _NEXT),), conversation=left)


_LISTED = f"{', '.join(LANGUAGES[:-1])} and {LANGUAGES[-1]}"
_DATA = Buttons((Button("What is kept of me", Action("rights", "show")),))
_BEGIN = Buttons(
    (
        Button("Start a quiz", Action("quiz", "start"), primary=True),
        Button("Explain step by step", Action("explain", "start")),
        Button("Try a business case", Action("scenario", "start")),
    )
)
_FIRST = Buttons((replace(_BEGIN.buttons[1], primary=True), replace(_BEGIN.buttons[0], primary=False)))
_NEXT = Buttons((*_BEGIN.buttons, Button("What can you do?", Action(NAME, "show"))))
