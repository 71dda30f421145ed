"""How well the grader agrees with people who marked the same answers."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.model import Scenario
from content.statistics import Z
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
    """Answers counted, and both scores of each.

    `same_verdict`, `same_marks`: read as somebody marked them. `full`: marked as full; `missed` of them were not read
    so, and `wrongly_full` others were. `scores`: (marked, read) of each answer.
    """

    answers: int
    same_verdict: int
    same_marks: int
    full: int
    missed: int
    wrongly_full: int
    scores: tuple[tuple[int, int], ...]
    levels: int

    @property
    def verdict(self) -> float:
        """The share of verdicts that agree."""
        return self.same_verdict / self.answers if self.answers else 0.0

    @property
    def kappa(self) -> float:
        """Cohen's kappa of the scores, weighted by their squared distance (Cohen 1968, doi 10.1037/h0026256)."""
        return _kappa(Counter(self.scores), self.levels)

    @property
    def kappa_interval(self) -> tuple[float, float]:
        """Its 95 % interval by the jackknife (Efron 1982): each answer left out once."""
        cells = Counter(self.scores)
        n = self.answers
        if n < 2:
            return -1.0, 1.0
        left_out = [(_kappa(cells - Counter([cell]), self.levels), count) for cell, count in cells.items()]
        mean = sum(kappa * count for kappa, count in left_out) / n
        variance = (n - 1) / n * sum(count * (kappa - mean) ** 2 for kappa, count in left_out)
        reach = Z * math.sqrt(variance)
        return max(-1.0, self.kappa - reach), min(1.0, self.kappa + reach)


def evaluate(scenario: Scenario, answers: Iterable[Marked]) -> Evaluation:
    """Grade every answer, and compare. `unclear` and `neither` count as one verdict."""
    pairs = [(answer, grade(scenario, answer.text)) for answer in answers]
    full = [marks for answer, marks in pairs if _is_full(scenario, answer)]
    return Evaluation(
        answers=len(pairs),
        same_verdict=sum(_same_verdict(*pair) for pair in pairs),
        same_marks=sum(agrees(*pair) for pair in pairs),
        full=len(full),
        missed=sum(not marks.full(scenario) for marks in full),
        wrongly_full=sum(m.full(scenario) and not _is_full(scenario, a) for a, m in pairs),
        scores=tuple((answer.score, _score(marks)) for answer, marks in pairs),
        levels=len(scenario.expectations) + 2,
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


def _kappa(cells: Mapping[tuple[int, int], int], levels: int) -> float:
    count = sum(cells.values())
    if not count:
        return 0.0
    seen = sum(n * (a - b) ** 2 for (a, b), n in cells.items()) / count
    firsts, seconds = Counter[int](), Counter[int]()
    for (a, b), n in cells.items():
        firsts[a] += n
        seconds[b] += n
    chance = sum(firsts[a] * seconds[b] * (a - b) ** 2 for a in range(levels) for b in range(levels)) / count**2
    return 1.0 - seen / chance if chance else 1.0
