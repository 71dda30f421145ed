"""Answers what is asked in free words, and takes whatever no other dialog took."""

from dataclasses import replace

from content.model import Course, Topic
from dialogs.answering import Answer, Answerer, Offer, Refusal
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Conversation, Learner
from dialogs.presenting import source_note
from dialogs.reply import Button, Buttons, Element, Reply, say
from dialogs.turn import Action, Command, Message, Submit, Turn

NAME = "ask"


class AskDialog:
    """Questions in free words. Last in the router's order: it always has a reply."""

    name = NAME
    commands = (
        CommandSpec(
            "ask", "ask QUESTION", "Ask anything about the section", "ask does RAG retrain the model?"
        ),
    )

    def __init__(self, course: Course, answerer: Answerer) -> None:
        self._course = course
        self._answerer = answerer

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Message(text) | Command("ask", text) if text.strip():
                return self._answered(text, conversation)
            case Message() | Command("ask"):
                return Outcome((self._invitation(),))
            case Action() | Submit():
                return Outcome((say("That button is out of date.", *self._ways()),))
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: a question is never left open."""
        return ()

    def _answered(self, text: str, conversation: Conversation) -> Outcome:
        match self._answerer.answer(text, conversation.topic):
            case Answer(said, _, topics):
                topic = self._course.topics[topics[0]]
                reply = say(
                    said, source_note(self._course.sources, topic.sources[:2]), Buttons(_onward(topic))
                )
                return Outcome((reply,), conversation=replace(conversation, topic=topic.id))
            case Offer(topics):
                return Outcome((say("Which of these do you mean?", self._choice(topics)),))
            case Refusal(nearest):
                text = "That is outside this section, so I have no answer that I could back up. What is near it here:"
                return Outcome((say(text, self._choice(nearest)),))

    def _choice(self, topics: tuple[str, ...]) -> Buttons:
        return Buttons(tuple(_about(self._course.topics[topic]) for topic in topics))

    def _invitation(self) -> Reply:
        return say("What would you like to know? Type your question in your own words.", *self._ways())

    def _ways(self) -> tuple[Element, ...]:
        return (self._choice(tuple(self._course.topics)[:3]),)


def _about(topic: Topic) -> Button:
    return Button(topic.title, Action("explain", "topic", (topic.id, "short")))


def _onward(topic: Topic) -> tuple[Button, ...]:
    parts = (("More", "full"), ("Example", "example"), ("Analogy", "analogy"), ("Simpler", "child"))
    return (
        *(Button(label, Action("explain", "topic", (topic.id, part))) for label, part in parts),
        Button("Quiz me on this", Action("quiz", "topic", (topic.id,))),
    )
