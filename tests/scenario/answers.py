"""Answers to the cases as somebody marked them; written for these tests."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.model import Scenario
from dialogs.grading.evaluation import Marked
from tests.talk import shipped

FILE = Path(__file__).parent / "answers.jsonl"
"""Answers that the grader was developed with."""

UNSEEN = Path(__file__).parent / "unseen.jsonl"
"""Answers that it was not: written and marked first, measured once it was done. Never develop with their texts."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a case; `tag` says what makes it worth testing."""

    scenario: str
    tag: str
    marked: Marked


@cache
def answers(file: Path = FILE) -> tuple[Answer, ...]:
    """All answers, in the order of the file."""
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return tuple(
        Answer(
            row["scenario"],
            row["tag"],
            Marked(row["text"], row["verdict"], row["expectations"], row["misconception"]),
        )
        for row in rows
    )


def marked(scenario: str, file: Path = FILE) -> list[Marked]:
    """The answers to one case."""
    return [answer.marked for answer in answers(file) if answer.scenario == scenario]


def case(name: str) -> Scenario:
    """A case of the shipped course."""
    return next(scenario for scenario in shipped().scenarios if scenario.id == name)
