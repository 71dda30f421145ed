"""Item statistics of classical test theory: what was answered in, figures out, and what to do about them.

Only first attempts count: a question that was seen before is easier. Figures are of one revision of a question.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from content.model import TECHNIQUES, Match, Order, Question

SHOW_FROM, ACT_FROM = 30, 100
"""First attempts under which nothing is shown, and from which a flag is to be acted on."""

HARDEST, EASIEST = 0.20, 0.80
"""The range of shares right that is usually kept: beyond it hardly anybody is told apart."""

BANDS = ((0.40, "excellent"), (0.30, "good"), (0.20, "fair"), (0.0, "revise"))
"""The least discrimination of each band, after Ebel & Frisbie, Essentials of Educational Measurement."""
CHECK_KEY = "check the key"

DEAD_BELOW = 0.05
"""A wrong option that fewer choose does no work (Haladyna & Downing, How many options is enough?)."""

OFTEN, OFTEN_SHARE = 3, 0.05
"""Challenges, and challenges for each answer, from which a question is often challenged: a choice of ours."""

Z = 1.96
"""Standard deviations of a 95 % interval."""

_NO_SPREAD = 1e-9
"""A variance that is nothing but the rounding of sums."""

_DIGITS = 9
"""Of a correlation: fewer than rounding spoils, so that none is below 0 by rounding alone."""

_LETTERS = "abcdef"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    hits: int
    count: int

    @classmethod
    def of(cls, facts: Iterable[bool]) -> "Share":
        """The share of facts that hold."""
        counted = list(facts)
        return cls(sum(counted), len(counted))

    @property
    def value(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.hits / self.count if self.count else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval (Wilson 1927, doi 10.2307/2276774)."""
        if not self.count:
            return 0.0, 1.0
        n, p = self.count, self.value
        middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
        reach = Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({self.hits} of {self.count}; {low:.2f} to {high:.2f})"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sums over pairs of an item score, 0 or 1, and a rest score, 0 to 1: all that a correlation needs."""

    count: int = 0
    passed: int = 0
    rest: float = 0.0
    rest_squared: float = 0.0
    passed_rest: float = 0.0

    @property
    def correlation(self) -> float | None:
        """Pearson's r, here the corrected point-biserial; `None` where either score does not vary."""
        n = self.count
        if n < 2:
            return None
        item = self.passed / n * (1 - self.passed / n)
        rest = self.rest_squared / n - (self.rest / n) ** 2
        if item < _NO_SPREAD or rest < _NO_SPREAD:
            return None
        together = self.passed_rest / n - self.passed / n * (self.rest / n)
        return round(together / math.sqrt(item * rest), _DIGITS) + 0.0  # which makes -0.0 into 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted over the first attempts at one revision of a question, and the challenges to it.

    `right`: wholly right. `hinted`: answered with a hint or more. `pairs`: for each learner with other first
    attempts, the score here and the mean score of the others. `choices`: by the author's letters, as in an
    attempt. `reasons`: how often it was challenged, by reason.
    """

    question: str
    revision: int
    answers: int = 0
    right: int = 0
    hinted: int = 0
    hints: int = 0
    pairs: Pairs = Pairs()
    choices: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """An option with the share that chose it; of a matching or ordering question, a line with the share right.

    `key`: whether it belongs to the answer; `None` where that cannot be told.
    """

    letter: str
    text: str
    share: Share
    key: bool | None = None

    @property
    def dead(self) -> bool:
        """Whether it is a wrong option that hardly anybody chooses."""
        return self.key is False and self.share.value < DEAD_BELOW


FlagName = Literal["check-key", "revise", "too-hard", "too-easy", "dead-distractor", "challenged"]


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at: its name, itself in a few words, and what to do."""

    name: FlagName
    short: str
    advice: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a tally tells. Nothing but challenges is told under `SHOW_FROM` answers.

    `discrimination`: `None` under `SHOW_FROM` learners with other first attempts, and where nothing varies.
    """

    difficulty: Share | None
    discrimination: float | None
    compared: int
    parts: tuple[Part, ...]
    hinted: Share | None
    hints_each: float | None
    challenges: int
    flags: tuple[Flag, ...]

    @property
    def shown(self) -> bool:
        """Whether there are enough answers."""
        return self.difficulty is not None

    @property
    def urgent(self) -> bool:
        """Whether there is something to act on, rather than to watch."""
        return bool(self.flags) and self.difficulty is not None and self.difficulty.count >= ACT_FROM


def band(discrimination: float) -> str:
    """What a discrimination is called."""
    return next((name for least, name in BANDS if discrimination >= least), CHECK_KEY)


def figures(tally: Tally, question: Question | None) -> Figures:
    """The figures of a tally; `question` is the revision that was answered, where the course still has it."""
    challenges = sum(tally.reasons.values())
    if tally.answers < SHOW_FROM:
        return Figures(None, None, 0, (), None, None, challenges, ())
    difficulty = Share(tally.right, tally.answers)
    compared = tally.pairs.count
    discrimination = tally.pairs.correlation if compared >= SHOW_FROM else None
    parts = tuple(_parts(tally, question))
    flags = (
        *_discrimination_flags(discrimination),
        *_difficulty_flags(difficulty.value),
        *_part_flags(parts),
        *_challenge_flags(challenges, tally.answers),
    )
    hinted = Share(tally.hinted, tally.answers)
    each = tally.hints / tally.answers
    return Figures(difficulty, discrimination, compared, parts, hinted, each, challenges, flags)


def _parts(tally: Tally, question: Question | None) -> Iterator[Part]:
    def share(fits: Iterable[str]) -> Share:
        return Share(sum(tally.choices[code] for code in fits), tally.answers)

    if question is None:
        for letter in sorted(set("".join(tally.choices))):
            yield Part(letter, "", share(code for code in tally.choices if letter in code))
    elif isinstance(question, Match):
        for n, need in enumerate(question.needs):
            right = _LETTERS[TECHNIQUES.index(need.technique)]
            yield Part(_LETTERS[n], need.text, share(code for code in tally.choices if code[n : n + 1] == right))
    elif isinstance(question, Order):
        for n, step in enumerate(question.steps):
            placed = (code for code in tally.choices if code[n : n + 1] == _LETTERS[n])
            yield Part(_LETTERS[n], step.text, share(placed))
    else:
        for letter, option in zip(_LETTERS, question.options, strict=False):
            chosen = (code for code in tally.choices if letter in code)
            yield Part(letter, option.text, share(chosen), option.right)


def _discrimination_flags(discrimination: float | None) -> Iterator[Flag]:
    if discrimination is None:
        return
    if band(discrimination) == CHECK_KEY:
        told = "Those who do well elsewhere miss it: check the key, then whether another option fits too."
        yield Flag("check-key", CHECK_KEY, told)
    elif band(discrimination) == "revise":
        told = "It hardly tells who knows from who does not: make the case plainer or the wrong options nearer."
        yield Flag("revise", "revise", told)


def _difficulty_flags(p: float) -> Iterator[Flag]:
    if p < HARDEST:
        told = f"Under {HARDEST:.0%} get it right: look for a second right option, a trick or a gap in the course."
        yield Flag("too-hard", "too hard", told)
    elif p > EASIEST:
        told = f"Over {EASIEST:.0%} get it right: nearer wrong options or a case to decide would ask for more."
        yield Flag("too-easy", "too easy", told)


def _part_flags(parts: tuple[Part, ...]) -> Iterator[Flag]:
    dead = [part.letter for part in parts if part.dead]
    if dead:
        letters = ", ".join(dead)
        told = f"Under {DEAD_BELOW:.0%} choose {letters}: write a mistake that people do make, or drop it."
        yield Flag("dead-distractor", f"unused: {letters}", told)


def _challenge_flags(challenges: int, answers: int) -> Iterator[Flag]:
    if challenges >= OFTEN and challenges >= OFTEN_SHARE * answers:
        yield Flag("challenged", "often challenged", "Read the challenges: learners see something that you may not.")
