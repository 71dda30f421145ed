"""What the engine has to reach on lines that it has not learned from; the floors leave it little room to sink."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from content.model import Course
from content.phrasings.lines import typed_lines
from content.search.lessons import claim_lines, polar_lines, topic_lines
from content.statistics import Share
from dialogs.answering import Answerer
from dialogs.answering.evaluation import Expected, Line, Report, evaluate, evaluate_intents

HERE = Path(__file__).parent


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The lines of a file of this folder."""
    return map(json.loads, (HERE / name).read_text("utf-8").splitlines())


@pytest.fixture(scope="module")
def report(answerer: Answerer) -> Report:
    """What becomes of the questions in `questions.jsonl`."""
    return evaluate(answerer, map(Expected.of, rows("questions.jsonl")))


@pytest.fixture(scope="module")
def unseen(answerer: Answerer) -> Report:
    """What becomes of a tenth of the questions by authors who saw none of the rules, kept from the course."""
    return evaluate(answerer, map(Expected.of, rows("unseen_questions.jsonl")))


def test_enough_questions(report: Report) -> None:
    """The set is large enough for its figures to mean something, yes and no and outside included."""
    assert report.first.count >= 830
    assert report.polarity.count >= 450
    assert report.outside_answered.count >= 320


def test_enough_unseen(unseen: Report) -> None:
    """So is the set by authors who saw none of the rules."""
    assert unseen.first.count >= 140
    assert unseen.outside_answered.count >= 20


@pytest.mark.parametrize(
    ("figure", "floor"),
    [("first", 0.94), ("top_three", 0.98), ("answered_right", 0.92), ("polarity", 0.98), ("polarity_said", 0.99)],
)
def test_floors(report: Report, figure: str, floor: float) -> None:
    """The right topic is found and its answer given, with the right yes or no."""
    share: Share = getattr(report, figure)
    assert share.value >= floor, f"{figure}: {share}\n{report.misses}"


@pytest.mark.parametrize(
    ("figure", "ceiling"),
    [("answered_wrong", 0.045), ("refused", 0.015), ("outside_answered", 0.015)],
)
def test_ceilings(report: Report, figure: str, ceiling: float) -> None:
    """Few questions are answered wrongly, refused though inside, or answered though outside."""
    share: Share = getattr(report, figure)
    assert share.value <= ceiling, f"{figure}: {share}\n{report.misses}"


@pytest.mark.parametrize(
    ("kind", "ceiling"), [("near-miss", 0.025), ("off-topic", 0.0), ("chit-chat", 0.0), ("injection", 0.0)]
)
def test_outside_by_kind(report: Report, kind: str, ceiling: float) -> None:
    """What has nothing to do with the course is never answered, and little of what stands close to it."""
    assert report.by_kind[kind].value <= ceiling, report.by_kind[kind]


@pytest.mark.parametrize(("figure", "floor"), [("first", 0.81), ("top_three", 0.95), ("answered_right", 0.73)])
def test_unseen_floors(unseen: Report, figure: str, floor: float) -> None:
    """Authors whom nobody tuned for find the right topic as well."""
    share: Share = getattr(unseen, figure)
    assert share.value >= floor, f"{figure}: {share}\n{unseen.misses}"


@pytest.mark.parametrize(
    ("figure", "ceiling"), [("answered_wrong", 0.115), ("refused", 0.03), ("outside_answered", 0.0)]
)
def test_unseen_ceilings(unseen: Report, figure: str, ceiling: float) -> None:
    """Few of their questions are answered wrongly, refused though inside, or answered though outside."""
    share: Share = getattr(unseen, figure)
    assert share.value <= ceiling, f"{figure}: {share}\n{unseen.misses}"


def test_inside_from_outside(report: Report) -> None:
    """The score tells questions inside the section from those outside."""
    assert report.auroc.value >= 0.99


def test_measures(shipped: Course) -> None:
    """No line that measures is a line that was learned from."""
    lessons = (*topic_lines(shipped), *claim_lines(shipped), *polar_lines(shipped))
    learned = {line.text.lower().strip(" ?!.") for line in lessons}
    measuring = [row["text"] for name in ("questions", "unseen_questions") for row in rows(f"{name}.jsonl")]
    assert [text for text in measuring if text.lower().strip(" ?!.") in learned] == []


@pytest.mark.parametrize(("name", "count", "floor"), [("intents", 900, 0.99), ("unseen_intents", 180, 0.8)])
def test_intents(name: str, count: int, floor: float) -> None:
    """Lines are read as they are meant; fewer of those that authors wrote who did not see the rules."""
    report = evaluate_intents(map(Line.of, rows(f"{name}.jsonl")))
    assert report.right.count >= count
    assert report.right.value >= floor, report.misses


@pytest.mark.parametrize("name", ["intents", "unseen_intents"])
def test_typed_lines_measure(name: str) -> None:
    """No typed line that measures is a phrasing that was learned from."""
    learned = {(line.text.lower().strip(" ?!."), line.open) for line in typed_lines()}
    typed = [(row["text"].lower().strip(" ?!."), row["open_question"]) for row in rows(f"{name}.jsonl")]
    assert [line for line in typed if line in learned] == []
