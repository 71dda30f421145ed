"""Answers what is asked in free words, and takes whatever no other dialog took."""

import hashlib
from dataclasses import replace

from content.markup import literal
from content.model import Course, Topic
from content.search.sentences import points
from dialogs.answering import Answer, Answerer, Found, Gaps, Offer, Refusal, wording
from dialogs.answering import question as reading
from dialogs.choosing import words
from dialogs.commands import INNER_COMMANDS
from dialogs.dialog import CommandSpec, Outcome
from dialogs.intents import picks
from dialogs.learner import Conversation, Learner
from dialogs.parts import PARTS, onward, topic_action
from dialogs.presenting import source_note
from dialogs.reply import Button, Buttons, Draft, Element, Opinion, Table, Text, say
from dialogs.turn import Action, Command, Message, Submit, Turn

NAME = "ask"
ZONES = ("answered", "offered", "outside", "chit-chat", "injection")
"""How free questions stand to the course: within it, near it, outside it, and what asks nothing of it."""


class AskDialog:
    """Questions in free words. Last in the router's order: it always has a reply."""

    name = NAME
    commands = (
        CommandSpec("ask", "ask QUESTION", "Ask anything about the section", "ask does RAG retrain the model?"),
    )

    def __init__(self, course: Course, answerer: Answerer, *, worded: bool = False, gaps: Gaps | None = None) -> None:
        """`worded`: somebody may put answers into other words when they are sent.

        `gaps`: finds what is kept of questions that the course could not answer; without it, nothing is.
        """
        self._course = course
        self._answerer = answerer
        self._worded = worded
        self._gaps = gaps

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Message(text) if text.startswith("/") and words(text):
                return Outcome((say(_UNKNOWN.format(literal(text.split()[0][:30])), _WAYS),))
            case Message(text) if " ".join(words(text)) in INNER_COMMANDS:
                return Outcome((say("That is for a quiz, a lesson or a case. Shall we begin one?", _WAYS),))
            case Message(text) if " ".join(words(text)) in _NODS:
                return Outcome((say(_READY),) if conversation.active else (_INVITATION,))
            case Message(text) if words(text) and picks(text) and not reading.asks(text):
                told = "No question is open that this could answer."
                return Outcome((say(told, *_ways(conversation)),))
            case Message(text) if conversation.active and reading.names_choice(text):
                return Outcome((say(_CHOICES),))
            case Message(text) | Command("ask", text) if words(text):
                return self._answered(text, turn, conversation)
            case Message() | Command("ask"):
                return Outcome((say(_READY),) if conversation.active else (_INVITATION,))
            case Action() | Submit():
                return Outcome((say("I do not know that button. Here is what I can do instead.", _WAYS),))
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: a question is never left open."""
        return ()

    def _answered(self, text: str, turn: Turn, conversation: Conversation) -> Outcome:
        if not conversation.topic and reading.part(reading.plain(text)) is not None:
            return Outcome((say("About what? Ask it in full, and I can tell.", *_ways(conversation)),))
        found = self._answerer.answer(text, conversation.topic, conversation.subject)
        found = self._further(found, text, conversation.topic)
        note = (Text(told, "note"),) if (told := wording.note(found.language)) else ()
        records = self._gaps.of(text, found, turn.at.date()) if self._gaps is not None else ()
        match found:
            case Answer():
                reply = say(
                    *note,
                    found.text,
                    *self._table(found.comparison),
                    *self._onward(found, conversation),
                    _opinion(found, turn),
                )
                if self._worded and found.passages and not note:
                    reply = replace(reply, draft=Draft(text, found.passages, at=0))
                return Outcome(
                    (reply,),
                    conversation=conversation.turned_to(found.topics[0], found.subject),
                    records=records,
                    zone="answered",
                )
            case Offer(topics):
                return Outcome((say(*note, wording.WHICH, self._choice(topics)),), records=records, zone="offered")
            case Refusal(_, _, "chit-chat" | "injection" as kind):
                return Outcome((say(*note, wording.ASIDE[kind], *_ways(conversation)),), zone=kind)
            case Refusal() if len(words(text)) == 1 and not note:
                told = f"I have nothing on “{literal(text[:30])}”. Ask it as a whole question, or pick one of these."
                return Outcome((say(told, _WAYS),), records=records, zone="outside")
            case Refusal(nearest):
                return Outcome((say(*note, wording.OUTSIDE, self._choice(nearest)),), records=records, zone="outside")

    def _further(self, found: Found, text: str, topic: str) -> Found:
        """What was found; for who asks on about the same topic ("who needs it?"), all of it, not its opening again."""
        about = self._course.topics.get(topic)
        if about is None or not isinstance(found, Answer) or found.topics[0] != topic or found.text != about.short:
            return found
        return replace(found, text=about.full) if points(reading.plain(text)) else found

    def _onward(self, answer: Answer, conversation: Conversation) -> tuple[Element, ...]:
        """The source of an answer, and where to go from it."""
        topic, *others = (self._course.topics[name] for name in answer.topics[: answer.answered])
        said = next((part for part in PARTS if getattr(topic, part) == answer.text), "short")
        buttons = (*onward(topic, said, conversation), *map(_about, others))
        return source_note(self._course.sources, topic.sources[:1]), Buttons(buttons)

    def _table(self, name: str) -> tuple[Element, ...]:
        """The comparison that shows an answer best."""
        if not name:
            return ()
        table = self._course.comparisons[name]
        rows = tuple((aspect.title, *aspect.cells) for aspect in table.aspects)
        return (Table(table.title, ("", *table.columns), rows),)

    def _choice(self, topics: tuple[str, ...]) -> Buttons:
        return Buttons(tuple(_about(self._course.topics[topic]) for topic in topics))


_NODS = frozenset("yes yeah yep yup sure ok okay no nope maybe alright fine great cool good nice".split())
"""Words that agree or decline, when nothing was asked that they could answer."""
_READY = "Whenever you are ready."
_CHOICES = "What is right or wrong with each choice I tell once you have answered. Until then, *hint* helps."
_UNKNOWN = "I know no command “{}”. Say *help* for those that I know, or pick one of these."
_WAYS = Buttons(
    (
        Button("Start a quiz", Action("quiz", "start"), primary=True),
        Button("Explain step by step", Action("explain", "start")),
        Button("What can you do?", Action("help", "show")),
    )
)


def _ways(conversation: Conversation) -> tuple[Buttons, ...]:
    """Ways to begin, where nothing is open to go back to."""
    return () if conversation.active else (_WAYS,)


_INVITATION = say("What would you like to know? Ask it in your own words, or pick one of these.", _WAYS)


def _about(topic: Topic) -> Button:
    return Button(topic.title, topic_action(topic, "short"))


def _opinion(answer: Answer, turn: Turn) -> Opinion:
    """Whether it helped; the buttons name the answer by its topic and a digest of its turn."""
    told = (answer.topics[0], hashlib.sha256(turn.id.encode()).hexdigest()[:8])
    return Opinion(
        Button("Helpful", Action("feedback", "helpful", told)),
        Button("Not helpful", Action("feedback", "unhelpful", told)),
    )
