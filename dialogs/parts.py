"""The parts of a topic, by how long and in what words they explain it, and which go on from which."""

from content.model import Topic
from dialogs.learner import Conversation
from dialogs.reply import Button
from dialogs.turn import Action

PARTS = {
    "one_line": "Shorter",
    "short": "In short",
    "full": "More",
    "example": "Example",
    "analogy": "Analogy",
    "child": "Simpler",
}
"""Parts of a topic, and the button that asks for each."""

ONWARD = {
    "one_line": ("full", "example"),
    "short": ("full", "example"),
    "full": ("example", "child"),
    "example": ("full", "analogy"),
    "analogy": ("example", "child"),
    "child": ("full", "example"),
}
"""Which two parts go on from each, so that a reply has few buttons; every part can be typed."""


def topic_action(topic: Topic, part: str) -> Action:
    """The button that explains a topic by one of its parts."""
    return Action("explain", "topic", (topic.id, part))


def onward(topic: Topic, part: str, conversation: Conversation) -> tuple[Button, ...]:
    """Where to go from a part of a topic."""
    return (*(Button(PARTS[name], topic_action(topic, name)) for name in ONWARD[part]), *practise(topic, conversation))


def practise(topic: Topic, conversation: Conversation) -> tuple[Button, ...]:
    """Begins a quiz on a topic; not offered while one is open, which it would end."""
    open_ = conversation.find("quiz") is not None
    return () if open_ else (Button("Quiz me on this", Action("quiz", "topic", (topic.id,))),)
