"""`chat-tutor simulate`."""

import json
import os
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import click

from bot.cli.shared import course_in_use, summary
from content.loader import load
from content.model import Course
from dialogs.simulation import CHOOSERS, Plan, Tally
from dialogs.simulation import simulate as season

CHUNK = 25
"""Learners that a worker takes at a time."""


@click.command(epilog="Example: chat-tutor simulate --learners 200 --days 60")
@click.option("--learners", default=1000, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 1000))
@click.option("--questions", default=3, show_default=True, type=click.IntRange(1, 50), help="A day, for everybody.")
@click.option("--seed", default=1, show_default=True, help="The same number gives the same population.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for a program.")
def simulate(learners: int, days: int, questions: int, seed: int, as_json: bool) -> None:
    """Prove how the daily quiz chooses: a population learns the course by it, and by simpler ways, on one budget.

    Memory follows FSRS's forgetting curve with stabilities of each learner's and each question's own, which no way of
    choosing is told; a learner has time on 85 of 100 days.
    """
    course, folder = course_in_use()
    plan = Plan(days, questions, seed)
    chunks = [range(start, min(start + CHUNK, learners)) for start in range(0, learners, CHUNK)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        parts = {name: [pool.submit(_season, folder, name, chunk, plan) for chunk in chunks] for name in CHOOSERS}
        tallies = {name: sum((part.result() for part in found), Tally()) for name, found in parts.items()}
    figures = {name: _figures(tally, days, len(course.questions)) for name, tally in tallies.items()}
    if as_json:
        plan_told = {"learners": learners, "days": days, "questions_a_day": questions, "seed": seed}
        click.echo(json.dumps({**plan_told, "choosing": figures}, indent=2))
        return
    click.echo(f"{summary(course)}. {learners} learners, {days} days, {questions} questions a day.\n")
    header = ("", *(name.replace("_", " ") for name in next(iter(figures.values()))))
    rows = [header, *((name, *(f"{value:g}" for value in row.values())) for name, row in figures.items())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = (first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)))
        click.echo("  ".join(cells))


@cache
def _course(folder: Path) -> Course:
    return load(folder)


def _season(folder: Path, name: str, learners: range, plan: Plan) -> Tally:
    return season(_course(folder), name, learners, plan)


def _figures(tally: Tally, days: int, questions: int) -> dict[str, Any]:
    """For each learner, and as shares of 1."""
    return {
        "asked": round(tally.asked / tally.learners, 1),
        "reviews_a_day": round(tally.again / tally.learners / days, 2),
        "right_in_reviews": round(tally.again_right / max(1, tally.again), 3),
        "coverage": round(tally.seen / tally.learners / questions, 3),
        "recall_of_seen": round(tally.recall_seen / max(1, tally.seen), 3),
        "recall_of_course": round(tally.recall / tally.learners / questions, 3),
    }
