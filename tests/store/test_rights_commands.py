"""`chat-tutor export --learner` and `chat-tutor forget`, on both engines."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.store import open_store
from bot.store.rights import OF_A_TENANT, PERSONAL
from bot.store.tokens import WORKSPACE
from tests.store.database import query
from tests.store.test_rights import keep

ANN, SLASHED = "slack/T1 🦜/ann", "slack/T2/29:a/b="


@pytest.fixture
def url(database_url: str) -> str:
    """A database with learners of two tenants."""

    async def fill() -> None:
        store = open_store(database_url)
        for user, tenant in (("ann", "T1 🦜"), ("bob", "T1 🦜"), ("29:a/b=", "T2")):
            await store.run(lambda t, user=user, tenant=tenant: keep(t, user, tenant))  # type: ignore[misc]
        await store.close()

    asyncio.run(fill())
    return database_url


def run(url: str, *args: str, said: str = "") -> Result:
    return CliRunner().invoke(main, args, input=said, env={"DATABASE_URL": url, "COLUMNS": "80"})


def users(url: str) -> set[str]:
    found = {row[0] for table in PERSONAL for row in query(url, f"select user_id from {table}")}  # noqa: S608
    return found - {WORKSPACE}


def test_a_learner_as_a_file(url: str, tmp_path: Path) -> None:
    """The file holds all of one learner and nothing of another, is told by size, and is its owner's alone by then."""
    file = tmp_path / "ann.json"
    file.touch(mode=0o644)
    done = run(url, "export", "--learner", ANN, str(file))
    assert done.exit_code == 0, done.output
    written = json.loads(file.read_text("utf-8"))
    assert f"Wrote {sum(map(len, written['kept'].values()))} rows" in done.output
    assert {row["user_id"] for rows in written["kept"].values() for row in rows} == {"ann"}
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(run(url, "export", "--learner", ANN).stdout) == written


def test_a_row_that_is_damaged(url: str) -> None:
    """It is given to them as it is kept, with all the rest."""
    query(url, "update learner set data = '{half' where user_id = 'ann'")
    done = run(url, "export", "--learner", ANN)
    assert done.exit_code == 0, done.output
    assert [row["data"] for row in json.loads(done.stdout)["kept"]["learner"]] == ["{half"]


@pytest.mark.parametrize("command", [("export", "--learner"), ("forget", "--learner"), ("forget", "--tenant")])
def test_whom_it_cannot_be(url: str, command: tuple[str, ...]) -> None:
    """A name of another form is refused with the right form; nothing is deleted."""
    done = run(url, *command, "ann")
    assert done.exit_code == 2
    assert "CHANNEL/TENANT" in done.output
    assert len(users(url)) == 3


def test_nobody(url: str) -> None:
    """Of somebody unknown nothing is written, nothing deleted, and that is said."""
    assert "Nothing is kept of slack/T1/zoe" in run(url, "export", "--learner", "slack/T1/zoe").output
    assert "Nothing is kept of slack/T1/zoe" in run(url, "forget", "--learner", "slack/T1/zoe").output
    assert run(url, "forget").exit_code == 2
    assert run(url, "forget", "--learner", ANN, "--tenant", "slack/T2").exit_code == 2
    assert len(users(url)) == 3


def test_a_tenant_with_what_is_nobodys(url: str) -> None:
    """What a workspace left that is of nobody goes with it; its installation stays, unless that is asked for."""
    for table, values in (
        ("gap", "'slack', 'T2', '2026-11-23', 'w', 'outside', 0, '', 'en', 1"),
        ("pause", "'slack', 'T2', 1"),
        ("organisation", "'slack', 'T2', 'E1', 1"),
        ("installation", "'slack', 'E1', 'T2', 'A1', 'U1', 'Two', '', 'sealed', '', null, 0, 1, 1"),
        ("installation", "'slack', 'E1', '', 'A1', 'U1', 'One', '', 'sealed', '', null, 0, 1, 1"),
    ):
        query(url, f"insert into {table} values ({values})")  # noqa: S608
    done = run(url, "forget", "--tenant", "slack/T2", "--yes")
    assert "1 question that the course could not answer" in done.output
    assert "still installed there" in done.output
    for table in OF_A_TENANT:
        assert query(url, f"select 1 from {table} where tenant = 'T2'") == [], table  # noqa: S608
    assert query(url, "select count(*) from installation") == [(2,)]
    again = run(url, "forget", "--tenant", "slack/T2", "--installation", "--yes")
    assert "1 installation." in again.output
    assert query(url, "select workspace from installation") == [("One",)]
    assert "Nothing is kept of slack/T2" in run(url, "forget", "--tenant", "slack/T2", "--yes").output
    assert run(url, "forget", "--learner", ANN, "--installation").exit_code == 2


@pytest.mark.parametrize("said", ["n\n", "\n", ""])
def test_asked_first(url: str, said: str) -> None:
    """Without a yes nothing is deleted; what there is was told before."""
    done = run(url, "forget", "--learner", ANN, said=said)
    assert "1 answer, 2 messages to the author" in done.output
    assert "ann" in users(url)


@pytest.mark.parametrize(
    ("args", "said", "left"),
    [
        (("--learner", ANN), "y\n", {"bob", "29:a/b="}),
        (("--learner", SLASHED, "--yes"), "", {"ann", "bob"}),
        (("--tenant", "slack/T1 🦜", "--yes"), "", {"29:a/b="}),
    ],
)
def test_forgotten(url: str, args: tuple[str, ...], said: str, left: set[str]) -> None:
    """Who was named is gone from every table, the others are not, and how much went is told."""
    done = run(url, "forget", *args, said=said)
    assert done.exit_code == 0, done.output
    assert "Deleted of" in done.output
    assert users(url) == left
