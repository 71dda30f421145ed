"""`chat-tutor deliver`: who would get what, and a pass for those who run it by the clock of their own."""

import asyncio
from datetime import date, time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.cli.deliver import PAGE
from bot.delivery import Timetable
from bot.store import Schedule, State, open_store
from dialogs.learner import Daily, Learner
from dialogs.turn import Address
from tests.slack.tutor import SECRET
from tests.slack.workspace import BOT_TOKEN, TEAM, fault, workspace
from tests.store.database import query
from tests.talk import shipped

MONDAY = date(2026, 11, 23)


def somebody(user: str, at: time, zone: str = "UTC", count: int = 3, offered_on: date = MONDAY) -> Learner:
    """Somebody with a daily quiz in the web chat."""
    daily = Daily(at, weekdays_only=True, count=count)
    home = Address("web", "local", user, user)
    return Learner("web", "local", user, zone=zone, home=home, daily=daily, offered_on=offered_on)


def kept(folder: Path, *people: Learner) -> str:
    """The URL of a database with these learners."""
    found = f"sqlite:///{folder / 'tutor.db'}"

    async def save() -> None:
        store = open_store(found)
        await store.run(lambda t: Schedule(t).save_learners([(who, Timetable().due(who)) for who in people]))
        await store.close()

    asyncio.run(save())
    return found


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with three learners of Tuesday morning."""
    bob = somebody("bob", time(8, 30), "Europe/Berlin", count=2)
    return kept(tmp_path, somebody("ann", time(9)), bob, somebody("cem", time(15)))


def run(url: str, *arguments: str, **given: str) -> Result:
    """One run of the command."""
    return CliRunner().invoke(main, ["deliver", *arguments], env={"DATABASE_URL": url, "WEB": "true", **given})


def test_a_dry_run_lists_ids(url: str) -> None:
    """Each learner who would get one, with day, hour and questions by their ids; nothing is kept."""
    told = run(url, "--dry-run", "--at", "2026-11-24T09:30")
    assert told.exit_code == 0, told.output
    bob, ann, total = told.output.splitlines()
    assert bob.startswith("web:local:bob  2026-11-24  10:30 Europe/Berlin (late)  ")
    assert ann.startswith("web:local:ann  2026-11-24  09:30 UTC  ")
    assert set(ann.split("  ")[-1].split()) <= set(shipped().questions)
    assert len(bob.split("  ")[-1].split()) == 2
    assert total == "At 2026-11-24 09:30 UTC: 2 would get one."
    assert query(url, "select count(*) from turn") == [(0,)]


def test_who_is_passed_over_is_counted(url: str) -> None:
    """At the weekend nobody gets one who wants it on weekdays."""
    told = run(url, "--dry-run", "--at", "2026-11-28T12:00+00:00")
    assert told.output == "At 2026-11-28 12:00 UTC: 3 passed over.\n"


def test_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    """A database that is not there is told, and is not made by looking."""
    told = run(f"sqlite:///{tmp_path / 'none' / 'tutor.db'}", "--dry-run")
    assert told.exit_code == 1
    assert "There is no database file" in told.output
    assert list(tmp_path.iterdir()) == []


def test_many_are_listed_page_by_page(tmp_path: Path) -> None:
    """Everybody once, however many there are and though many have the same hour."""
    url = kept(tmp_path, *(somebody(f"u{n:04}", time(9)) for n in range(PAGE + 1)))
    told = run(url, "--dry-run", "--at", "2026-11-24T12:00")
    assert len(set(told.output.splitlines())) == PAGE + 2
    assert told.output.endswith(f"{PAGE + 1} would get one.\n")


def test_a_pass_takes_up_who_is_due(tmp_path: Path) -> None:
    """Everybody who is due by now is taken up, and a second pass finds nobody."""
    url = kept(tmp_path, *(somebody(name, time(9), offered_on=date(2020, 1, 1)) for name in ("ann", "bob", "cem")))
    first = run(url)
    assert first.exit_code == 0, first.output
    assert first.output.startswith("3 were due.")
    assert run(url).output.startswith("0 were due.")


async def test_a_platform_that_asks_to_wait_is_waited_for(tmp_path: Path) -> None:
    """What is put off on the way goes out before the command ends, once, and it says so."""
    there, wish = Address("slack", TEAM, "U1", "D1"), Daily(time(0), weekdays_only=False, quiet=None)
    ann = Learner("slack", TEAM, "U1", home=there, daily=wish, offered_on=MONDAY)
    url = await asyncio.to_thread(kept, tmp_path, ann)
    async with workspace() as slack:
        slack.faults["chat.postMessage"].append(fault("ratelimited", 429, Retry_After="1"))
        given = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.api_url}
        told = await asyncio.to_thread(run, url, **given)
        assert slack.calls.qsize() == 2
    assert told.exit_code == 0, told.output
    assert told.output == "1 were due. 1 again, 1 sent.\n"
    assert query(url, "select state from outgoing") == [(State.SENT,)]


def test_a_learner_that_cannot_be_read_is_no_fault_of_the_database(url: str) -> None:
    """What another version kept is told as that, with what to do, and without what it holds."""
    query(url, "update learner set data = '{\"daily\": \"torn\"}' where user_id = 'bob'")
    told = run(url, "--dry-run", "--at", "2026-11-24T09:30")
    assert told.exit_code == 1
    assert "kept by another version of this program" in told.output
    assert "Run this command with the version that runs the tutor" in told.output
    assert "torn" not in told.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("--dry-run", "--at", "noon"), "put it like"), (("--at", "2026-11-24T09:30"), "--at goes with --dry-run")],
)
def test_what_cannot_be(url: str, arguments: tuple[str, ...], told: str) -> None:
    """A time that cannot be read, or where none belongs, is told."""
    found = run(url, *arguments)
    assert found.exit_code == 2
    assert told in found.output
