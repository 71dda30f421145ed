"""Where a learner stands in a lesson, as it is kept in the conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from content.model import Check, Lesson, LessonStep
from dialogs.learner import Active, Conversation

NAME = "explain"
"""The dialog that lessons belong to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a lesson. `dress`: which of its checks is asked. `told`: that one was answered.

    `hints`: how many of its wrong options were ruled out. `missed`: the steps whose check was not right at first, by
    position.
    """

    lesson: Lesson
    n: int
    dress: int = 0
    told: bool = False
    hints: int = 0
    missed: tuple[int, ...] = ()

    @classmethod
    def of(cls, conversation: Conversation, lessons: Mapping[str, Lesson]) -> "Place | None":
        """The step that is open in a conversation, unless the course has lost it since."""
        active = conversation.find(NAME)
        lesson = lessons.get(active.data["lesson"]) if active is not None else None
        if active is None or lesson is None or active.data["n"] >= len(lesson.steps):
            return None
        missed = tuple(n for n in active.data.get("missed", ()) if n < len(lesson.steps))
        dress, hints = active.data.get("dress", 0), active.data.get("hints", 0)
        return cls(lesson, active.data["n"], dress, active.step == "told", hints, missed)

    def kept_in(self, conversation: Conversation) -> Conversation:
        """The conversation with this step open and on top."""
        data = {
            "lesson": self.lesson.id,
            "n": self.n,
            "dress": self.dress,
            "hints": self.hints,
            "missed": list(self.missed),
        }
        return conversation.opened(Active(NAME, "told" if self.told else "step", data))

    @property
    def step(self) -> LessonStep:
        """The step itself."""
        return self.lesson.steps[self.n]

    @property
    def check(self) -> Check | None:
        """The check that is asked in it."""
        return self.step.checks[self.dress] if self.dress < len(self.step.checks) else None

    @property
    def last(self) -> bool:
        """Whether no step follows."""
        return self.n + 1 >= len(self.lesson.steps)

    @property
    def another(self) -> bool:
        """Whether the same kind of need can be asked once more in another dress."""
        return self.dress + 1 < len(self.step.checks)

    def at(self, n: int, dress: int = 0) -> "Place":
        """At another step or check, unanswered."""
        return replace(self, n=n, dress=dress, told=False, hints=0)

    def answered(self, *, right: bool) -> "Place":
        """With the check answered."""
        missed = self.missed if right else tuple(dict.fromkeys((*self.missed, self.n)))
        return replace(self, told=True, missed=missed)
