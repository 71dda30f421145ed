"""Explains a message that somebody else wrote, or any other excerpt: what of the course is in it."""

from collections.abc import Iterator, Sequence

from content.model import Course
from content.search.sentences import sentences
from dialogs.answering import Answer, Answerer, Offer, Refusal
from dialogs.answering import question as reading
from dialogs.choosing import words
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Conversation, Learner
from dialogs.naming import Names
from dialogs.presenting import source_note
from dialogs.reply import Button, Buttons, Element, Reply, Text
from dialogs.turn import ACTION_LIMIT, Action, Excerpt, Turn

NAME = "excerpt"
MOST = 3
"""Topics that are explained of one excerpt."""

SENTENCES = 20
"""Sentences that are read of it."""


class ExcerptDialog:
    """Finds the course's topics in an excerpt, and explains them as briefly as the course does."""

    name = NAME
    commands: Sequence[CommandSpec] = ()

    def __init__(self, course: Course, names: Names, answerer: Answerer) -> None:
        self._course = course
        self._names = names
        self._answerer = answerer

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Excerpt(text):
                return self._explained(text)
            case Action(_, "show", topics):
                found = [topic for topic in topics if topic in self._course.topics]
                return Outcome((Reply(self._explanation(found)) if found else _GONE,))
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: nothing is open."""
        return ()

    def _explained(self, text: str) -> Outcome:
        topics = self._topics(text)
        if not topics:
            return Outcome((Reply((*self._nothing(text),), "private"),))
        again = Action(NAME, "show", tuple(topics))
        return Outcome((Reply(self._explanation(topics), "private", again=again),))

    def _topics(self, text: str) -> list[str]:
        """What the excerpt speaks of: first what whole sentences are about, then what is named in them.

        A name counts where its sentence may be about the course: an electrician grounds things as well.
        """
        told: list[str] = []
        named: list[str] = []
        for sentence in sentences(text[: reading.LONGEST])[:SENTENCES]:
            match self._answerer.answer(sentence):
                case Answer(topics=found, answered=answered):
                    told += found[:answered]
                    named += self._named(sentence)
                case Offer():
                    named += self._named(sentence)
        return list(_fitting(dict.fromkeys((*told, *named))))

    def _named(self, sentence: str) -> list[str]:
        return [term.topic for term in self._names.all_terms(sentence)]

    def _explanation(self, topics: Sequence[str]) -> tuple[Element, ...]:
        found = [self._course.topics[topic] for topic in topics]
        explained = (
            element
            for topic in found
            for element in (
                Text(f"**{topic.title}.** {topic.short}"),
                source_note(self._course.sources, topic.sources[:1]),
            )
        )
        more = (
            Button(f"More on {topic.title}"[:75], Action("explain", "topic", (topic.id, "full"))) for topic in found
        )
        quiz = Button("Quiz me on this", Action("quiz", "topic", (found[0].id,)))
        return (Text("What that message speaks of", "title"), *explained, Buttons((*more, quiz)))

    def _nothing(self, text: str) -> Iterator[Element]:
        if not words(text):
            yield Text("That message has no words that I could explain.")
            yield _WAYS
            return
        yield Text("That message has nothing of this section in it. The nearest that I know about:")
        near = self._answerer.answer(text)
        topics = near.nearest if isinstance(near, Refusal) else near.topics
        yield Buttons(tuple(_about(self._course, topic) for topic in topics[:MOST]))


_GONE = Reply((Text("The course has changed since, and no longer has what that was about."),), "private")
_WAYS = Buttons((Button("What can you do?", Action("help", "show")),))


def _about(course: Course, topic: str) -> Button:
    return Button(course.topics[topic].title, Action("explain", "topic", (topic, "short")))


def _fitting(topics: Sequence[str] | dict[str, None]) -> Iterator[str]:
    """As many of them as a button can name."""
    room = ACTION_LIMIT - len(f"{NAME}:show")
    for topic in list(topics)[:MOST]:
        room -= len(topic.encode()) + 1
        if room < 0:
            return
        yield topic
