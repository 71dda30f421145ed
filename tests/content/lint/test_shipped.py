"""The shipped course: clean, large enough, and of no use to whoever guesses."""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from content.lint import lint
from content.lint.bank import Bank
from content.lint.rules.keys import blind_scores, chance_score
from content.lint.run import Locate
from content.loader import SHIPPED, load_with_places
from content.model import Choice, Course, Several
from content.search.words import EVERYDAY


@pytest.fixture(scope="module")
def loaded() -> tuple[Course, Locate]:
    """The course as it is shipped, and where its parts stand."""
    return load_with_places()


@pytest.fixture
def shipped(loaded: tuple[Course, Locate]) -> Course:
    """The course alone."""
    return loaded[0]


def last_read(course: Course) -> date:
    """The day after the last source was read: tests must not age."""
    return max(source.read_on for source in course.sources.values()) + timedelta(days=1)


def test_clean(loaded: tuple[Course, Locate]) -> None:
    """No error, and no warning but what is waived."""
    course, locate = loaded
    assert [str(found) for found in lint(course, locate, last_read(course))] == []


def test_waivers_are_few(shipped: Course) -> None:
    """A waiver is the exception: for one item in a hundred at most."""
    items = Bank(shipped, last_read(shipped)).items.values()
    waivers = sum(len(item.model.waive) for item in items)
    assert waivers <= len(items) / 100


def test_finding_has_the_line_of_its_item(tmp_path: Path) -> None:
    """A finding stands at the file and the line that an author has to change."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "course"))
    name = "sections/pretrained-and-fine-tuned/questions/choose.yaml"
    lines = (folder / name).read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if line.strip().startswith("- text: "))
    lines[number] = "    - text: None of the above"
    (folder / name).write_text("\n".join(lines), "utf-8")
    course, locate = load_with_places(folder)
    (found,) = [found for found in lint(course, locate, last_read(course)) if found.rule == "options-combined"]
    assert (found.file, found.line) == (name, number + 1)
    assert found.item == next(iter(q.id for q in course.questions.values() if f"- id: {q.id}" in lines[:number]))


def test_sources_go_stale(loaded: tuple[Course, Locate]) -> None:
    """On the day after `stale_after_days` each source that was read last is reported."""
    shipped, locate = loaded
    late = last_read(shipped) + timedelta(days=shipped.stale_after_days)
    stale = {found.item for found in lint(shipped, locate, late) if found.rule == "source-stale"}
    assert stale == set(shipped.sources)


def longest(stem: str, option: str) -> int:
    """The testwise take the longest option."""
    return len(option)


def likest(stem: str, option: str) -> int:
    """The testwise take the option that shares most words with the stem."""
    return len({*stem.lower().split()} & {*option.lower().split()} - EVERYDAY)


@pytest.mark.parametrize("strategy", [longest, likest])
def test_blind_strategies_gain_nothing(shipped: Course, strategy: Callable[[str, str], int]) -> None:
    """Two blind strategies score within ten points of chance over the questions with one key, ties at random."""
    score = chance = 0.0
    asked = [question for question in shipped.questions.values() if isinstance(question, Choice)]
    for question in asked:
        values = [strategy(question.stem, option.text) for option in question.options]
        best = [option.right for option, value in zip(question.options, values, strict=True) if value == max(values)]
        score += sum(best) / len(best) / len(asked)
        chance += 1 / len(question.options) / len(asked)
    assert abs(score - chance) <= 0.10


def test_commonest_position_gains_nothing(shipped: Course) -> None:
    """To take the position where most keys stand scores within ten points of chance."""
    asked = [question for question in shipped.questions.values() if isinstance(question, Choice)]
    keys = Counter(next(n for n, option in enumerate(q.options) if option.right) for q in asked)
    chance = sum(1 / len(question.options) for question in asked) / len(asked)
    assert abs(max(keys.values()) / len(asked) - chance) <= 0.10


def test_strategies_as_the_linter_counts_them(shipped: Course) -> None:
    """It is the same as the linter reckons: with questions of several keys, and with words reduced to their stems."""
    bank = Bank(shipped, last_read(shipped))
    assert len(blind_scores(bank.scored)) == 3
    for score in blind_scores(bank.scored).values():
        assert abs(score - chance_score(bank.scored)) <= 0.10


def test_enough_of_everything(shipped: Course) -> None:
    """Questions per objective, level and kind; at least half are cases to apply or decide."""
    questions = list(shipped.questions.values())
    levels = Counter(question.level for question in questions)
    assert len(questions) >= 90
    assert min(Counter(q.objective for q in questions)[name] for name in shipped.objectives) >= 12
    assert levels["apply"] + levels["decide"] >= len(questions) / 2
    assert min(levels.values()) >= 15
    assert {question.kind for question in questions} == {"one", "several", "true-false", "match", "order"}


def test_each_question_is_complete(shipped: Course) -> None:
    """Three hints and a source each; where an option can be wrong, two thirds name the belief behind it."""
    assert {len(question.hints) for question in shipped.questions.values()} == {3}
    assert all(question.sources for question in shipped.questions.values())
    asked = [question for question in shipped.questions.values() if isinstance(question, Choice | Several)]
    wrong = [option for question in asked for option in question.options if not option.right]
    assert sum(option.misconception is not None for option in wrong) >= len(wrong) * 2 / 3
