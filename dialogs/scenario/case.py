"""Where a learner stands in a scenario, as it is kept in the conversation."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from content.model import Expectation, Scenario
from dialogs.learner import Active, Conversation

NAME = "scenario"
"""The dialog that cases belong to."""

WORDS_LIMIT = 60
"""Characters kept of what a learner calls a need."""


@dataclass(frozen=True, slots=True)
class Case:
    """One learner's way through one scenario; small, and made of JSON.

    `attempts` counts answers. `verdict`: the technique last committed to. `asked`: the expectation asked about last.
    By expectation: `covered`, the learner's words; `rungs`, how much of its ladder was shown, the pump first; `told`,
    those that the tutor said; `mistaken`, those that a misconception touched; `half_way`, those brought half way.
    `twist`: the twist that is open, once the model answer was shown. `unread`: lines in a row that were not about it.
    """

    scenario: str
    revision: int
    attempts: int = 0
    verdict: str = ""
    asked: str = ""
    twist: str = ""
    deferred: bool = False
    unread: int = 0
    covered: Mapping[str, str] = field(default_factory=dict)
    rungs: Mapping[str, int] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    mistaken: tuple[str, ...] = ()
    half_way: tuple[str, ...] = ()

    @classmethod
    def of(cls, conversation: Conversation) -> "Case | None":
        """The case that is open in a conversation."""
        active = conversation.find(NAME)
        if active is None:
            return None
        data: dict[str, Any] = dict(active.data)
        data |= {name: tuple(data[name]) for name in ("told", "mistaken", "half_way")}
        return cls(**data)

    def kept_in(self, conversation: Conversation) -> Conversation:
        """The conversation with this case open and on top."""
        return conversation.opened(Active(NAME, "twist" if self.twist else "answer", asdict(self)))

    def missing(self, scenario: Scenario) -> list[Expectation]:
        """The expectations that nobody has said yet, the one asked about first."""
        left = [e for e in scenario.expectations if e.id not in self.covered and e.id not in self.told]
        return sorted(left, key=lambda expectation: expectation.id != self.asked)

    def weak(self, scenario: Scenario) -> list[Expectation]:
        """The expectations that took help, or were not met."""
        return [e for e in scenario.expectations if self.helped(e) or e.id not in self.covered]

    def helped(self, expectation: Expectation) -> bool:
        """Whether it took more than an open question."""
        return self.rungs.get(expectation.id, 0) > 1 or expectation.id in self.mistaken

    def covering(self, words: Mapping[str, str]) -> "Case":
        """With these expectations met, in these words."""
        kept = {name: said[:WORDS_LIMIT] for name, said in words.items()}
        return replace(self, covered={**self.covered, **kept})

    def without(self, expectations: set[str]) -> "Case":
        """With these expectations open again."""
        return replace(self, covered={name: said for name, said in self.covered.items() if name not in expectations})

    def climbed(self, expectation: Expectation, rung: int) -> "Case":
        """With this expectation asked about, up to this rung of its ladder."""
        reached = max(rung + 1, self.rungs.get(expectation.id, 0))
        return replace(self, asked=expectation.id, rungs={**self.rungs, expectation.id: reached})


def ladder(expectation: Expectation) -> tuple[str, ...]:
    """What is asked for an expectation, rung by rung: the pump, the hints, the prompt."""
    return (expectation.pump, *expectation.hints, expectation.prompt)
