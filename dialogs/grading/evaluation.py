"""How well the grader agrees with people who marked the same answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from content.model import Scenario
from dialogs.grading.marks import Marks, grade
from dialogs.grading.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer as somebody marked it."""

    text: str
    verdict: Verdict
    expectations: Mapping[str, bool]
    misconception: bool

    @property
    def score(self) -> int:
        """Expectations met, and one more when nothing is wrong: the scale of the kappa."""
        return sum(self.expectations.values()) + (not self.misconception)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Shares of answers; `wrongly_full` counts, and `kappa` is weighted by the squared distance of scores."""

    answers: int
    verdict: float
    all_marks: float
    kappa: float
    full: int
    wrongly_full: int
    full_missed: float


def evaluate(scenario: Scenario, answers: Iterable[Marked]) -> Evaluation:
    """Grade every answer, and compare. `unclear` and `neither` count as one verdict."""
    pairs = [(answer, grade(scenario, answer.text)) for answer in answers]
    full = [marks for answer, marks in pairs if _is_full(scenario, answer)]
    return Evaluation(
        answers=len(pairs),
        verdict=_share(_same_verdict(*pair) for pair in pairs),
        all_marks=_share(agrees(*pair) for pair in pairs),
        kappa=_kappa([(a.score, _score(m)) for a, m in pairs], len(scenario.expectations) + 2),
        full=len(full),
        wrongly_full=sum(m.full(scenario) and not _is_full(scenario, a) for a, m in pairs),
        full_missed=_share(not marks.full(scenario) for marks in full),
    )


def agrees(answer: Marked, marks: Marks) -> bool:
    """Whether verdict, every expectation, and there being a misconception are all as somebody marked them."""
    wrong = bool(marks.misconceptions)
    return _same_verdict(answer, marks) and (
        dict(marks.expectations) == dict(answer.expectations) and wrong == answer.misconception
    )


def _same_verdict(answer: Marked, marks: Marks) -> bool:
    undecided = {"unclear", "neither"}
    return answer.verdict == marks.verdict or {answer.verdict, marks.verdict} <= undecided


def _is_full(scenario: Scenario, answer: Marked) -> bool:
    return answer.verdict == scenario.verdict and all(answer.expectations.values()) and not answer.misconception


def _score(marks: Marks) -> int:
    return sum(marks.expectations.values()) + (not marks.misconceptions)


def _share(facts: Iterable[bool]) -> float:
    counted = list(facts)
    return sum(counted) / len(counted) if counted else 0.0


def _kappa(scores: Sequence[tuple[int, int]], levels: int) -> float:
    """Cohen's kappa with quadratic weights."""
    count = len(scores)
    seen = sum((a - b) ** 2 for a, b in scores) / count
    firsts = [sum(a == level for a, _ in scores) / count for level in range(levels)]
    seconds = [sum(b == level for _, b in scores) / count for level in range(levels)]
    chance = sum((a - b) ** 2 * firsts[a] * seconds[b] for a in range(levels) for b in range(levels))
    return 1.0 - seen / chance if chance else 1.0
