"""Explains: a topic at the length asked for, or a lesson step by step with a check question between."""

from dataclasses import replace

from content.model import Check, Course, Lesson, Topic
from dialogs.choosing import words
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Active, Conversation, Learner
from dialogs.naming import Names, normal
from dialogs.presenting import LETTERS, source_note
from dialogs.reply import Button, Buttons, Choice, Choices, Element, Text, say
from dialogs.turn import Action, Command, Message, Turn

NAME = "explain"

PARTS = {
    "one_line": "Shorter",
    "short": "In short",
    "full": "More",
    "example": "Example",
    "analogy": "Analogy",
    "child": "Simpler",
}
"""Parts of a topic, and the button that asks for each."""

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

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command("next" | "skip"):
                return self._moved_on(conversation)
            case Command("stop"):
                return self._left(conversation) if conversation.find(NAME) else None
            case Command("explain" | "lesson", text):
                return self._asked(text, conversation)
            case Action(_, "topic", (topic, *part)) if topic in self._course.topics:
                return self._topic(self._course.topics[topic], part[0] if part else "short", conversation)
            case Action(_, "start", _):
                return self._asked("", conversation)
            case Action(_, "step", (lesson, n)) if (at := self._step(lesson, n)) is not None:
                return self._show_step(*at, conversation)
            case Action(_, "check", (lesson, n, letter)) if (at := self._step(lesson, n)) is not None:
                return self._checked(*at, letter, turn, conversation)
            case Action(_, "stop", _):
                return self._left(conversation)
            case Action():
                return Outcome((say("The course has changed since that button.", Buttons(self._lessons())),))
            case Message(text):
                return self._another_part(text, conversation)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`."""
        at = self._step_open(conversation)
        if at is None:
            return ()
        lesson, n = at
        back = f"Back to step {n + 1} of {len(lesson.steps)}"
        return (Buttons((Button(back, _step_action(lesson, n), primary=True), _STOP)),)

    # Topics

    def _asked(self, text: str, conversation: Conversation) -> Outcome | None:
        if not text:
            first = next(iter(self._course.lessons.values()), None)
            return self._show_step(first, 0, conversation) if first else self._overview()
        if normal(text) in _WHOLE:
            return self._overview()
        topic = self._names.topic(text) or self._names.mentioned(text)
        if topic is None:
            return None
        for lesson in self._course.lessons.values():
            if lesson.topic == topic:
                return self._show_step(lesson, 0, conversation)
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
        topics = (Button(topic.title, _topic_action(topic, "short")) for topic in self._course.topics.values())
        return Outcome((say(*elements, Buttons(self._lessons() or tuple(topics)[:MOST_TOPICS])),))

    def _lessons(self) -> tuple[Button, ...]:
        return tuple(Button(lesson.title, _step_action(lesson, 0)) for lesson in self._course.lessons.values())

    def _topic(self, topic: Topic, part: str, conversation: Conversation) -> Outcome:
        part = part if part in PARTS else "short"
        others = [name for name in ("full", "example", "analogy", "child", "one_line") if name != part]
        onward = [
            *(Button(PARTS[name], _topic_action(topic, name)) for name in others),
            Button("Quiz me on this", Action("quiz", "topic", (topic.id,))),
        ]
        reply = say(
            Text(topic.title, "title"),
            Text(getattr(topic, part)),
            source_note(self._course.sources, topic.sources[:1]),
            Buttons(tuple(onward)),
        )
        return Outcome((reply,), conversation=replace(conversation, topic=topic.id))

    def _another_part(self, text: str, conversation: Conversation) -> Outcome | None:
        """Another part ("more", "example", "shorter") of what is being talked about."""
        said = [word for word in words(text) if word not in {"an", "a", "please", "one", "me", "give", "another"}]
        part = _WORDS_FOR_PARTS.get(said[0]) if len(said) == 1 else None
        topic = self._course.topics.get(conversation.topic)
        return self._topic(topic, part, conversation) if part and topic else None

    # Lessons

    def _step(self, lesson: str, n: str) -> tuple[Lesson, int] | None:
        found = self._course.lessons.get(lesson)
        known = found is not None and n.isdecimal() and int(n) < len(found.steps)
        return (found, int(n)) if found is not None and known else None

    def _step_open(self, conversation: Conversation) -> tuple[Lesson, int] | None:
        active = conversation.find(NAME)
        return self._step(active.data["lesson"], str(active.data["n"])) if active is not None else None

    def _show_step(self, lesson: Lesson, n: int, conversation: Conversation) -> Outcome:
        step = lesson.steps[n]
        title = Text(f"{lesson.title}: {n + 1} of {len(lesson.steps)}", "note")
        opened = replace(conversation.opened(Active(NAME, "step", {"lesson": lesson.id, "n": n})), topic=lesson.topic)
        if step.check is not None:
            ask = (Text(f"**Check.** {step.check.stem}"), _choices(lesson, n, step.check))
            return Outcome((say(title, Text(step.title, "title"), step.text, *ask, Buttons((_STOP,))),), None, opened)
        ending = self._onward(lesson, n)
        conversation = conversation.closed(NAME) if n + 1 == len(lesson.steps) else opened
        reply = say(title, Text(step.title, "title"), step.text, *ending)
        return Outcome((reply,), conversation=conversation)

    def _checked(self, lesson: Lesson, n: int, letter: str, turn: Turn, conversation: Conversation) -> Outcome | None:
        check = lesson.steps[n].check
        at = LETTERS.lower().find(letter)
        if check is None or not 0 <= at < len(check.options):
            return None
        chosen = check.options[at]
        key, right = next((LETTERS[i], option) for i, option in enumerate(check.options) if option.right)
        verdict = "**Right.**" if chosen.right else "**Not quite.**"
        remarks = f"{verdict} {chosen.why}"
        if not chosen.right:
            remarks += f"\n\n**{key}**, *{right.text}*: {right.why}"
        again = (Text(check.stem), _choices(lesson, n, check, at)) if turn.clicked else ()
        last = n + 1 == len(lesson.steps)
        conversation = (
            conversation.closed(NAME)
            if last
            else conversation.opened(Active(NAME, "told", {"lesson": lesson.id, "n": n + 1}))
        )
        reply = say(*again, remarks, *self._onward(lesson, n), update=turn.clicked)
        return Outcome((reply,), conversation=conversation)

    def _onward(self, lesson: Lesson, n: int) -> tuple[Element, ...]:
        """The way to the next step, or out of the lesson after the last one."""
        if n + 1 < len(lesson.steps):
            return (Buttons((Button("Next step", _step_action(lesson, n + 1), primary=True), _STOP)),)
        topic = self._course.topics[lesson.topic]
        return (
            Text(f"That was “{lesson.title}”. The best way to keep it is to use it."),
            source_note(self._course.sources, lesson.sources[:2]),
            Buttons(
                (
                    Button("Quiz me on this", Action("quiz", "topic", (topic.id,)), primary=True),
                    Button("Try a business case", Action("scenario", "start")),
                )
            ),
        )

    def _moved_on(self, conversation: Conversation) -> Outcome | None:
        at = self._step_open(conversation)
        if at is None:
            return None
        lesson, n = at
        active = conversation.find(NAME)
        n = n if active is not None and active.step == "told" else n + 1
        if n >= len(lesson.steps):
            return self._left(conversation)
        return self._show_step(lesson, n, conversation)

    def _left(self, conversation: Conversation) -> Outcome:
        again = Buttons(self._lessons())
        return Outcome(
            (say("Left the lesson. You can start it again at any time.", again),),
            None,
            conversation.closed(NAME),
        )


_STOP = Button("Leave the lesson", Action(NAME, "stop"))


def _topic_action(topic: Topic, part: str) -> Action:
    return Action(NAME, "topic", (topic.id, part))


def _step_action(lesson: Lesson, n: int) -> Action:
    return Action(NAME, "step", (lesson.id, str(n)))


def _choices(lesson: Lesson, n: int, check: Check, chosen: int | None = None) -> Choices:
    """The options of a check; settled, with marks in words, once one was chosen."""
    settled = chosen is not None
    options = []
    for at, (letter, option) in enumerate(zip(LETTERS, check.options, strict=False)):
        mark = ""
        if settled and (option.right or at == chosen):
            mark = "right answer" if option.right else "your answer, not right"
        action = Action(NAME, "check", (lesson.id, str(n), letter.lower()))
        options.append(Choice(letter, option.text, action, mark, right=settled and option.right))
    return Choices(tuple(options), settled)
