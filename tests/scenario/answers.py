"""Answers to the cases as somebody marked them; written for these tests."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.model import Scenario
from dialogs.grading.evaluation import Marked
from tests.talk import shipped

FILE = Path(__file__).parent / "answers.jsonl"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a case; `tag` says what makes it worth testing."""

    scenario: str
    tag: str
    marked: Marked


@cache
def answers() -> tuple[Answer, ...]:
    """All answers, in the order of the file."""
    rows = map(json.loads, FILE.read_text("utf-8").splitlines())
    return tuple(
        Answer(
            row["scenario"],
            row["tag"],
            Marked(row["text"], row["verdict"], row["expectations"], row["misconception"]),
        )
        for row in rows
    )


def marked(scenario: str) -> list[Marked]:
    """The answers to one case."""
    return [answer.marked for answer in answers() if answer.scenario == scenario]


def case(name: str) -> Scenario:
    """A case of the shipped course."""
    return next(scenario for scenario in shipped().scenarios if scenario.id == name)
