"""How well questions are answered and lines are read, beside what somebody expected: an author's tool."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.statistics import Share, Z
from dialogs.answering.answerer import Answerer
from dialogs.answering.found import Answer, Found, Refusal
from dialogs.intents import read


@dataclass(frozen=True, slots=True)
class Area:
    """The area under the ROC curve: how often something inside scores higher than something outside."""

    value: float
    inside: int
    outside: int

    @classmethod
    def of(cls, inside: Sequence[float], outside: Sequence[float]) -> "Area":
        """From the scores; a tie counts half, and nothing against nothing is 0."""
        wins = math.fsum((left > right) + 0.5 * (left == right) for left in inside for right in outside)
        pairs = len(inside) * len(outside)
        return cls(wins / pairs if pairs else 0.0, len(inside), len(outside))

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval after Hanley and McNeil (1982)."""
        if not self.inside or not self.outside:
            return 0.0, 1.0
        a, square = self.value, self.value**2
        above, below = a / (2 - a), 2 * square / (1 + a)
        spread = a * (1 - a) + (self.inside - 1) * (above - square) + (self.outside - 1) * (below - square)
        reach = Z * math.sqrt(max(0.0, spread) / (self.inside * self.outside))
        return max(0.0, a - reach), min(1.0, a + reach)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({self.inside} and {self.outside}; {low:.2f} to {high:.2f})"


@dataclass(frozen=True, slots=True)
class Expected:
    """A question, and what somebody expects of its answer.

    `labels`: the topics that are right first; none for a question outside, which has a `kind`.
    `polarity`: `yes`, `no` or `depends` for a question that wants one.
    """

    text: str
    labels: tuple[str, ...] = ()
    kind: str = ""
    polarity: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Expected":
        """From a line of JSON with `text`, `labels`, and perhaps `kind` and `polarity`."""
        kind = "" if row["labels"] else row.get("kind", "outside")
        return cls(row["text"], tuple(row["labels"]), kind, row.get("polarity", ""))


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was not answered as expected."""

    text: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of questions inside the section, and of those outside by kind.

    `polarity`: of the questions that want a yes or a no, those that got the right one; `polarity_said`: the same of
    those that got one at all. `auroc`: how well the score tells inside from outside.
    """

    first: Share
    top_three: Share
    answered_right: Share
    answered_wrong: Share
    offered: Share
    refused: Share
    polarity: Share
    polarity_said: Share
    outside_answered: Share
    by_kind: Mapping[str, Share]
    auroc: Area
    misses: tuple[Miss, ...]


def evaluate(answerer: Answerer, questions: Iterable[Expected]) -> Report:
    """Ask every question, and compare."""
    asked = [(question, answerer.answer(question.text)) for question in questions]
    inside = [(question, found) for question, found in asked if question.labels]
    outside = [(question, found) for question, found in asked if not question.labels]
    kinds = dict.fromkeys(question.kind for question, _ in outside)
    return Report(
        first=Share.of(_ranked(found)[0] in question.labels for question, found in inside),
        top_three=Share.of(not set(_ranked(found)[:3]).isdisjoint(q.labels) for q, found in inside),
        answered_right=Share.of(_answers(found) and _ranked(found)[0] in q.labels for q, found in inside),
        answered_wrong=Share.of(_answers(found) and _ranked(found)[0] not in q.labels for q, found in inside),
        offered=Share.of(not isinstance(found, Answer | Refusal) for _, found in inside),
        refused=Share.of(isinstance(found, Refusal) for _, found in inside),
        polarity=Share.of(polarity(found) == q.polarity for q, found in inside if q.polarity),
        polarity_said=Share.of(polarity(found) == q.polarity for q, found in inside if q.polarity and polarity(found)),
        outside_answered=Share.of(_answers(found) for _, found in outside),
        by_kind={kind: Share.of(_answers(found) for q, found in outside if q.kind == kind) for kind in kinds},
        auroc=Area.of([found.score for _, found in inside], [found.score for _, found in outside]),
        misses=tuple(miss for question, found in asked if (miss := _miss(question, found)) is not None),
    )


def polarity(found: Found) -> str:
    """The yes or no that an answer begins with: `yes`, `no`, `depends`, or nothing."""
    if not isinstance(found, Answer):
        return ""
    starts = {"**Yes": "yes", "**No": "no", "**It depends": "depends"}
    return next((name for start, name in starts.items() if found.text.startswith(start)), "")


def _answers(found: Found) -> bool:
    return isinstance(found, Answer)


def _ranked(found: Found) -> tuple[str, ...]:
    return found.nearest if isinstance(found, Refusal) else found.topics


def _miss(question: Expected, found: Found) -> Miss | None:
    got = f"{type(found).__name__.lower()} {' '.join(_ranked(found)[:1])}"
    if not question.labels:
        return Miss(question.text, question.kind, got) if _answers(found) else None
    if question.polarity and polarity(found) != question.polarity:
        return Miss(question.text, question.polarity, f"{got} {polarity(found)}".strip())
    right = _ranked(found)[0] in question.labels and not isinstance(found, Refusal)
    return None if right else Miss(question.text, " or ".join(question.labels), got)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a learner typed, and what it wants."""

    text: str
    intent: str
    open_question: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Line":
        """From a line of JSON with `text`, `intent` and `open_question`."""
        return cls(row["text"], row["intent"], bool(row["open_question"]))


@dataclass(frozen=True, slots=True)
class IntentReport:
    """How many lines were read as meant, and those that were not."""

    right: Share
    misses: tuple[Miss, ...]


def evaluate_intents(lines: Iterable[Line]) -> IntentReport:
    """Read every line, and compare."""
    readings = [(line, read(line.text, line.open_question).name) for line in lines]
    misses = tuple(Miss(line.text, line.intent, name) for line, name in readings if name != line.intent)
    return IntentReport(Share(len(readings) - len(misses), len(readings)), misses)
