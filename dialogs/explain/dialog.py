"""Which turn means which topic or lesson, and a topic at the length asked for."""

from content.model import Course, Topic
from dialogs.choosing import words
from dialogs.dialog import CommandSpec, Outcome
from dialogs.explain.lessons import Lessons
from dialogs.explain.place import NAME
from dialogs.learner import Conversation, Learner
from dialogs.naming import Names, normal
from dialogs.parts import PARTS, onward, topic_action
from dialogs.presenting import LETTERS, source_note
from dialogs.reply import Button, Buttons, Element, Text, say
from dialogs.turn import Action, Command, Message, Turn

MOST_TOPICS = 5
"""Topics that the overview of a course without lessons offers."""

_WORDS_FOR_PARTS = {
    "shorter": "one_line",
    "short": "short",
    "more": "full",
    "longer": "full",
    "example": "example",
    "analogy": "analogy",
    "simpler": "child",
}
_WHOLE = frozenset({"overview", "section", "this section", "thi section", "everything", "course"})


class ExplainDialog:
    """Topics and lessons."""

    name = NAME
    commands = (
        CommandSpec(
            "explain",
            "explain [topic]",
            "Explain a topic, or tuning and grounding step by step",
            "explain grounding",
            aliases=("lesson",),
        ),
    )

    def __init__(self, course: Course, names: Names) -> None:
        self._course = course
        self._names = names
        self._lessons = Lessons(course)

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command("next" | "skip" | "hint" as verb):
                return self._moved(verb, conversation)
            case Command("stop"):
                return self._lessons.left(conversation) if self._lessons.open(conversation) else None
            case Command("explain" | "lesson", text):
                return self._asked(text, conversation)
            case Action(_, "topic", (topic, *part)) if topic in self._course.topics:
                return self._topic(self._course.topics[topic], part[0] if part else "short", conversation)
            case Action(_, verb, args):
                return self._pressed(verb, args, turn, conversation)
            case Message(text):
                return self._heard(text, turn, conversation) or self._another_part(text, conversation)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`."""
        return self._lessons.remind(conversation)

    # Lessons

    def _moved(self, verb: str, conversation: Conversation) -> Outcome | None:
        """The inner commands: a hint rules an option out, skipping an open check shows its answer; next goes on."""
        place = self._lessons.open(conversation)
        if place is None:
            return None
        if verb == "hint":
            return None if place.told else self._lessons.hint(place, conversation)
        if verb != "next" and place.check is not None and not place.told:
            return self._lessons.unknown(place, conversation)
        return self._lessons.moved_on(conversation)

    def _pressed(self, verb: str, args: tuple[str, ...], turn: Turn, conversation: Conversation) -> Outcome | None:
        place = self._lessons.named(args, conversation) if len(args) > 1 else None
        match verb, args:
            case "start", _:
                return self._asked("", conversation)
            case "stop", _:
                return self._lessons.left(conversation)
            case "step", (_, _, *_) if place is not None:
                return self._lessons.show(place, conversation)
            case "check", (_, _, *_, letter) if place is not None and len(letter) == 1:
                told = self._lessons.checked(place, LETTERS.lower().find(letter), turn, conversation)
                return told or self._changed()
        return self._changed()

    def _changed(self) -> Outcome:
        return Outcome((say("The course has changed since that button.", Buttons(self._lessons.buttons)),))

    def _heard(self, text: str, turn: Turn, conversation: Conversation) -> Outcome | None:
        place = self._lessons.open(conversation)
        on_top = conversation.active is not None and conversation.active.dialog == NAME
        return self._lessons.heard(text, place, turn, conversation) if place is not None and on_top else None

    # Topics

    def _asked(self, text: str, conversation: Conversation) -> Outcome | None:
        if not text:
            place = self._lessons.about("")
            return self._lessons.show(place, conversation) if place else self._overview()
        if normal(text) in _WHOLE:
            return self._overview()
        topic = self._names.topic(text)
        if topic is None and (place := self._lessons.titled(text)) is not None:
            return self._lessons.show(place, conversation)
        topic = topic or self._names.mentioned(text)
        if topic is None:
            return None
        if (place := self._lessons.about(topic)) is not None:
            return self._lessons.show(place, conversation)
        return self._topic(self._course.topics[topic], "short", conversation)

    def _overview(self) -> Outcome:
        elements: list[Element] = []
        for section in self._course.sections:
            goals = "\n".join(f"- {objective.title}" for objective in section.objectives)
            elements += [
                Text(section.title, "title"),
                Text(section.intro),
                Text(f"Afterwards you can\n\n{goals}"),
            ]
        topics = (Button(topic.title, topic_action(topic, "short")) for topic in self._course.topics.values())
        return Outcome((say(*elements, Buttons(self._lessons.buttons or tuple(topics)[:MOST_TOPICS])),))

    def _topic(self, topic: Topic, part: str, conversation: Conversation) -> Outcome:
        part = part if part in PARTS else "short"
        reply = say(
            Text(topic.title, "title"),
            Text(getattr(topic, part)),
            source_note(self._course.sources, topic.sources[:1]),
            Buttons(onward(topic, part, conversation)),
        )
        return Outcome((reply,), conversation=conversation.turned_to(topic.id))

    def _another_part(self, text: str, conversation: Conversation) -> Outcome | None:
        """Another part ("more", "example", "shorter") of what is being talked about."""
        said = [word for word in words(text) if word not in {"an", "a", "please", "one", "me", "give", "another"}]
        part = _WORDS_FOR_PARTS.get(said[0]) if len(said) == 1 else None
        topic = self._course.topics.get(conversation.topic)
        return self._topic(topic, part, conversation) if part and topic else None
