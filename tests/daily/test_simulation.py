"""The scheduler's own proof, in small: it beats simpler ways on the same budget, and every run is the same."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from fsrs import Card, Scheduler, State

from bot.cli import main
from dialogs.review import recall, reviewed
from dialogs.simulation import CHOOSERS, Plan, Tally, simulate
from tests.talk import START, shipped

PLAN = Plan(days=90, count=5)
PEOPLE = range(12)


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    """A small population under each way of choosing."""
    return {name: simulate(shipped(), name, PEOPLE, PLAN) for name in CHOOSERS}


def test_the_budget_is_the_same(tallies: dict[str, Tally]) -> None:
    """Every way asks as many questions."""
    assert len({tally.asked for tally in tallies.values()}) == 1


def test_more_is_known_in_the_end(tallies: dict[str, Tally]) -> None:
    """Of the whole course more comes to mind after ninety days than by fixed intervals or by chance."""
    recall_of = {name: tally.recall for name, tally in tallies.items()}
    assert recall_of["this scheduler"] > 1.01 * recall_of["fixed intervals"]
    assert recall_of["this scheduler"] > 1.02 * recall_of["random"]


def test_reviews_are_neither_too_easy_nor_too_hard(tallies: dict[str, Tally]) -> None:
    """Between 70 and 85 of 100 reviews are right."""
    tally = tallies["this scheduler"]
    assert 0.70 <= tally.again_right / tally.again <= 0.85


def test_the_same_seed_gives_the_same(tallies: dict[str, Tally]) -> None:
    """A run can be repeated, in any grouping of its learners; another seed is another population."""
    halves = simulate(shipped(), "random", PEOPLE[:5], PLAN) + simulate(shipped(), "random", PEOPLE[5:], PLAN)
    whole = tallies["random"]
    assert (halves.asked, halves.again_right, halves.seen) == (whole.asked, whole.again_right, whole.seen)
    assert halves.recall == pytest.approx(whole.recall)
    assert simulate(shipped(), "random", PEOPLE, Plan(90, 5, seed=2)).recall != pytest.approx(whole.recall)


def test_the_command() -> None:
    """It prints a line for each way, or figures for a program."""
    arguments = ["simulate", "--learners", "4", "--days", "10", "--questions", "2"]
    told = CliRunner().invoke(main, arguments)
    assert told.exit_code == 0, told.output
    assert all(name in told.output for name in CHOOSERS)
    found = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).output)
    assert set(found["choosing"]) == set(CHOOSERS)
    assert found["choosing"]["random"]["asked"] == found["choosing"]["this scheduler"]["asked"]


@pytest.mark.parametrize("days", [0, 1, 2, 10, 300])
def test_the_forgetting_curve_is_that_of_the_library(days: int) -> None:
    """What we compute by hand is what FSRS says."""
    review = reviewed(None, 1, "a", right=True, hints=0, at=START)
    card = Card(0, State.Review, None, review.stability, review.difficulty, review.due, review.last)
    said = Scheduler().get_card_retrievability(card, review.last + timedelta(days=days))
    assert recall(review, days) == pytest.approx(said)
