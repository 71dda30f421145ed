"""Item statistics: small examples by hand, the bands and limits, and a plain reference."""

import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Question
from content.statistics import ACT_FROM, MISTAKEN_FROM, SHOW_FROM, Figures, Pairs, Share, Tally, band, figures
from tests.talk import shipped

NEARLY = pytest.approx


def pairs_of(scored: list[tuple[int, float]]) -> Pairs:
    """The sums over pairs of item score and rest score."""
    return Pairs(
        len(scored),
        sum(x for x, _ in scored),
        sum(y for _, y in scored),
        sum(y * y for _, y in scored),
        sum(x * y for x, y in scored),
    )


def question(kind: str, options: int = 4) -> Question:
    """A question of the course of this kind."""
    return next(
        q for q in shipped().questions.values() if q.kind == kind and len(getattr(q, "options", "1234")) == options
    )


def tell(answers: int = 100, right: int = 60, pairs: Pairs | None = None, **more: object) -> Figures:
    """The figures of a question with one right option of four."""
    asked = question("one")
    key = next("abcd"[n] for n, option in enumerate(asked.options) if option.right)  # type: ignore[union-attr]
    others = [letter for letter in "abcd" if letter != key]
    wrong = answers - right
    choices = {key: right} | {letter: wrong // 3 + (n < wrong % 3) for n, letter in enumerate(others)}
    spread = pairs_of([(1, 0.9), (1, 0.7), (0, 0.3), (0, 0.5)] * 10)
    values: dict[str, object] = {"answers": answers, "right": right, "pairs": pairs or spread, "choices": choices}
    return figures(Tally(asked.id, asked.revision, **(values | more)), asked)  # type: ignore[arg-type]


def names(told: Figures) -> list[str]:
    """The flags by name."""
    return [flag.name for flag in told.flags]


def test_by_hand() -> None:
    """Five learners, item 1 1 0 1 0, rest .8 .6 .4 .9 .2.

    The means are .6 and .58; the products of the deviations add up to .56, their squares to 1.2 and .328;
    .56 / sqrt(1.2 * .328) is .8926.
    """
    scored = [(1, 0.8), (1, 0.6), (0, 0.4), (1, 0.9), (0, 0.2)]
    assert pairs_of(scored).correlation == NEARLY(0.8926, abs=0.0001)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20).map(lambda n: n / 20)), min_size=2, max_size=200))
def test_like_a_plain_correlation(scored: list[tuple[int, float]]) -> None:
    """From sums alone, r is the one that the standard library finds from the pairs; none where nothing varies."""
    found = pairs_of(scored).correlation
    if len({x for x, _ in scored}) == 1 or len({y for _, y in scored}) == 1:
        assert found is None
    else:
        assert found == NEARLY(statistics.correlation(*zip(*scored, strict=True)), abs=1e-6)


def test_interval_by_hand() -> None:
    """Eight of ten: Wilson's interval is .490 to .943."""
    assert Share(8, 10).interval == NEARLY((0.490, 0.943), abs=0.001)
    assert Share(0, 0).interval == (0.0, 1.0)


@pytest.mark.parametrize(
    ("r", "name"),
    [
        (1.0, "excellent"),
        (0.40, "excellent"),
        (0.399, "good"),
        (0.30, "good"),
        (0.299, "fair"),
        (0.20, "fair"),
        (0.199, "revise"),
        (0.0, "revise"),
        (-0.001, "check the key"),
        (-1.0, "check the key"),
    ],
)
def test_bands(r: float, name: str) -> None:
    """Each band begins at its least value."""
    assert band(r) == name


@pytest.mark.parametrize(("answers", "shown", "urgent"), [(29, False, False), (30, True, False), (100, True, True)])
def test_limits(answers: int, shown: bool, urgent: bool) -> None:
    """Nothing is told under 30 answers; from 30 a flag is to be watched, from 100 acted on."""
    told = tell(answers, answers)
    assert (told.shown, told.urgent) == (shown, urgent)
    assert bool(told.flags) == shown
    if not shown:
        assert (told.difficulty, told.discrimination, told.parts, told.hinted) == (None, None, (), None)
    assert (SHOW_FROM, ACT_FROM) == (30, 100)


@pytest.mark.parametrize(
    ("right", "flag"), [(19, "too-hard"), (20, None), (50, None), (80, None), (81, "too-easy"), (100, "too-easy")]
)
def test_difficulty_flags(right: int, flag: str | None) -> None:
    """The share right may be from .20 to .80."""
    told = [name for name in names(tell(right=right)) if name.startswith("too-")]
    assert told == ([flag] if flag else [])


def test_discrimination_flags() -> None:
    """Below .20 a question is to be revised; below 0 its key is in doubt; with few learners nothing is said."""
    shuffled = [(1, 0.5), (0, 0.5), (1, 0.6), (0, 0.6)] * 10
    turned = [(0, 0.9), (0, 0.7), (1, 0.3), (1, 0.5)] * 10
    assert "revise" in names(tell(pairs=pairs_of(shuffled)))
    assert names(tell(pairs=pairs_of(turned)))[0] == "check-key"
    few = tell(pairs=pairs_of(turned[:28]))
    assert few.discrimination is None
    assert names(few) == []


def test_unused_option() -> None:
    """A wrong option that under 5 % choose is flagged by its letter; a key that few choose is not."""
    asked = question("one")
    key = next("abcd"[n] for n, option in enumerate(asked.options) if option.right)  # type: ignore[union-attr]
    first, second, third = (letter for letter in "abcd" if letter != key)
    told = tell(right=60, choices={key: 60, first: 31, second: 5, third: 4})
    assert [part.letter for part in told.parts if part.dead] == [third]
    (flag,) = (flag for flag in told.flags if flag.name == "dead-distractor")
    assert third in flag.short
    assert "dead-distractor" not in names(tell(right=4, choices={key: 4, first: 32, second: 32, third: 32}))


@pytest.mark.parametrize(
    ("answers", "reasons", "often"), [(40, 2, False), (40, 3, True), (100, 4, False), (100, 5, True)]
)
def test_often_challenged(answers: int, reasons: int, often: bool) -> None:
    """Three challenges, and one for each twenty answers, make a question often challenged."""
    told = tell(answers, answers // 2, reasons={"two": reasons})
    assert told.challenges == reasons
    assert ("challenged" in names(told)) == often


def test_challenges_are_told_before_figures() -> None:
    """A challenge is a message, not a statistic: it is counted however few have answered."""
    assert tell(3, 1, reasons={"key": 1}).challenges == 1


@pytest.mark.parametrize(
    ("kind", "choices", "shares"),
    [
        ("several", {"ab": 20, "a": 10, "c": 10}, {"a": 0.75, "b": 0.5, "c": 0.25}),
        ("order", {"abc": 10, "abcd": 10, "bacd": 20}, {"a": 0.5, "b": 0.5}),
    ],
)
def test_parts_of_other_kinds(kind: str, choices: dict[str, int], shares: dict[str, float]) -> None:
    """Several: who ticked it. Order: who put it at its place."""
    asked = next(q for q in shipped().questions.values() if q.kind == kind)
    told = figures(Tally(asked.id, asked.revision, 40, 20, choices=choices), asked)
    found = {part.letter: part.share.value for part in told.parts}
    assert {letter: found[letter] for letter in shares} == shares


def test_parts_of_a_match() -> None:
    """Match: who gave a need its technique."""
    asked = next(q for q in shipped().questions.values() if q.kind == "match")
    key = "".join("abcd"[("fine-tuning", "grounding", "both", "neither").index(n.technique)] for n in asked.needs)
    missed = ("b" if key[0] == "a" else "a") + key[1:]
    told = figures(Tally(asked.id, asked.revision, 40, 30, choices={key: 30, missed: 10}), asked)
    assert [part.share.value for part in told.parts] == [0.75, *[1.0] * (len(key) - 1)]
    assert not any(part.dead for part in told.parts)


def test_a_question_that_is_gone() -> None:
    """Of a revision that the course no longer has, the letters are told without judging them."""
    told = figures(Tally("gone", 1, 40, 20, choices={"a": 39, "b": 1}), None)
    assert [(part.letter, part.key, part.dead) for part in told.parts] == [("a", None, False), ("b", None, False)]


def test_a_wrong_key_shows() -> None:
    """In a made-up class of 400 where ability decides, a question keyed wrongly has r < 0, and the right one > .2."""
    chance = random.Random(7)  # noqa: S311 - the same class each time
    right, wrong = [], []
    for _ in range(400):
        ability = chance.random()
        rest = sum(chance.random() < ability for _ in range(10)) / 10
        good = int(chance.random() < ability)
        right.append((good, rest))
        wrong.append((int(not good and chance.random() < 0.5), rest))
    assert (pairs_of(right).correlation or 0) > 0.2
    told = tell(400, sum(x for x, _ in wrong), pairs=pairs_of(wrong))
    assert told.discrimination is not None
    assert told.discrimination < 0
    assert names(told)[0] == "check-key"


def test_how_sure_who_was_wrong() -> None:
    """The mean confidence of wrong answers, from enough of them; never where nothing else is shown."""
    enough = tell(mistaken=MISTAKEN_FROM, mistaken_sure=25)
    assert (enough.sure_when_wrong, enough.mistaken) == (25 / MISTAKEN_FROM, MISTAKEN_FROM)
    assert tell(mistaken=MISTAKEN_FROM - 1, mistaken_sure=25).sure_when_wrong is None
    assert tell(SHOW_FROM - 1, 0, mistaken=MISTAKEN_FROM, mistaken_sure=25).sure_when_wrong is None
