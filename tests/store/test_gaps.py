"""What the course could not answer: kept without who asked, counted, forgotten, and listed, on both engines."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from click.testing import CliRunner, Result

from bot.app import build
from bot.cli import main
from bot.settings import load_settings
from bot.store import Store
from bot.store.gaps import gaps
from bot.store.reading import read
from dialogs.gap import Gap
from dialogs.turn import Address, Message, Profile, Turn
from tests.delivery.fakes import Clock
from tests.store.database import query
from tests.store.samples import LEARNER

DAY = date(2100, 1, 1)
"""Never too long ago for `chat-tutor gaps`, and the same day from start to end of a test, whenever it runs."""

GAP = Gap("refuse", 0.12, ("cost", "privacy-security"), "", "how many GPUs do I need", DAY)
OTHER = replace(LEARNER, user="U2")
ELSEWHERE = replace(LEARNER, tenant="T2")


def asked(words: str, **changed: Any) -> Gap:
    """Another question."""
    return replace(GAP, words=words, **changed)


def run(url: str, *args: str, keep_gaps: bool = True) -> Result:
    """`chat-tutor gaps` on this database, in a terminal of 80 columns."""
    env = {"DATABASE_URL": url, "COLUMNS": "80", "MIGRATE": "false", "KEEP_GAPS": str(keep_gaps).lower()}
    return CliRunner().invoke(main, ["gaps", *args], env=env)


def document(url: str, *args: str) -> dict[str, Any]:
    """What `gaps --json` says."""
    done = run(url, "--json", *args)
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.output)
    return told


async def test_counted_without_who(store: Store, database_url: str) -> None:
    """The same words on one day are one row with a count, whoever asked; another day or workspace has its own."""
    for learner, gap in (
        (LEARNER, GAP),
        (OTHER, GAP),
        (ELSEWHERE, GAP),
        (LEARNER, replace(GAP, day=DAY - timedelta(days=1))),
    ):
        await store.run(lambda t, learner=learner, gap=gap: t.append(learner, [gap]))  # type: ignore[misc]
    found = read(database_url, lambda execute: gaps(execute, DAY - timedelta(days=9)))
    assert [(one.tenant, one.day, one.asked) for one in found] == [
        (LEARNER.tenant, DAY, 2),
        ("T2", DAY, 1),
        (LEARNER.tenant, DAY - timedelta(days=1), 1),
    ]
    assert (found[0].topics, found[0].zone, found[0].score) == (GAP.topics, GAP.zone, GAP.score)
    (only,) = read(database_url, lambda execute: gaps(execute, DAY, "T2"))
    assert only.tenant == "T2"


async def test_forgotten_after_thirty_days(store: Store) -> None:
    """The purge takes what is older than the day it is given, and nothing newer."""
    days = (0, 30, 31, 400)
    records = [replace(GAP, day=DAY - timedelta(days=n)) for n in days]
    await store.run(lambda t: t.append(LEARNER, records))
    assert await store.run(lambda t: t.purge_gaps(DAY - timedelta(days=30))) == 2
    assert await store.run(lambda t: t.count("gap")) == 2


async def test_listed_in_clusters(store: Store, database_url: str) -> None:
    """Similar questions stand together, the most asked first, apart by workspace, while the store is open."""
    records = [
        *([asked("how many GPUs do I need")] * 3),
        asked("which gpu do we need", zone="offer", topics=("cost",)),
        asked("do i need a GPU", day=DAY - timedelta(days=2)),
        asked("[name] [number]?"),
        asked("does it run on sharepoint", language="German"),
    ]
    await store.run(lambda t: t.append(LEARNER, records))
    await store.run(lambda t: t.append(ELSEWHERE, [asked("how many GPUs do I need")]))
    told = await asyncio.to_thread(document, database_url)
    ours, theirs = told["workspaces"]
    first = ours["clusters"][0]
    assert (first["asked"], first["example"], first["zone"]) == (5, "how many GPUs do I need", "refuse")
    assert first["zones"] == {"refuse": 4, "offer": 1}
    assert (first["topics"], first["newest"]) == (["cost", "privacy-security"], DAY.isoformat())
    assert len(first["questions"]) == 3
    assert [one["asked"] for one in ours["clusters"]] == [5, 1, 1]
    assert [one["asked"] for one in theirs["clusters"]] == [1]
    assert (told["schema"], told["kept"], told["whole"]) == (1, True, True)
    alone = await asyncio.to_thread(document, database_url, "--tenant", "T2", "--days", "1")
    assert [place["tenant"] for place in alone["workspaces"]] == ["T2"]
    shown = (await asyncio.to_thread(run, database_url)).output
    assert "how many GPUs do I need" in shown
    assert "refused, topics offered" in shown
    assert "[name] [number]?" in shown
    assert max(map(len, shown.splitlines())) <= 80


async def test_days(store: Store, database_url: str) -> None:
    """Only the latest days are told, today among them; the day may end while this runs."""
    began = datetime.now(UTC).date()
    records = [replace(GAP, day=began - timedelta(days=n)) for n in range(-1, 4)]
    await store.run(lambda t: t.append(LEARNER, records))
    for days in (1, 2, 3):
        (place,) = (await asyncio.to_thread(document, database_url, "--days", str(days)))["workspaces"]
        newer = (datetime.now(UTC).date() - began).days
        (told,) = [one["asked"] for one in place["clusters"]]
        assert days + 1 - newer <= told <= days + 1, "and the one of tomorrow"


async def test_off(store: Store, database_url: str) -> None:
    """Where the setting is off it is told how to turn it on; what is left from before is shown as such."""
    told = await asyncio.to_thread(run, database_url, keep_gaps=False)
    assert "KEEP_GAPS=true" in told.output
    assert "Nothing that the course could not answer" in (await asyncio.to_thread(run, database_url)).output
    await store.run(lambda t: t.append(LEARNER, [GAP]))
    left = (await asyncio.to_thread(run, database_url, keep_gaps=False)).output
    assert "from before" in left
    assert GAP.words in left


ANN = Address("slack", "T024BE7LD", "U2147483697", "D024BE91L", "1763888400.000110", reference={"name": "Ann"})
QUESTION = "Ann Example here (ann@example.org, +49 30 1234): how do I hedge currency risk at Acme?"


async def test_nothing_of_who_asked(database_url: str) -> None:
    """A refused question, from its turn to its row: of who asked, the workspace alone is there."""
    clock = Clock()
    app = build(load_settings({"DATABASE_URL": database_url, "KEEP_GAPS": "true"}), clock)
    turn = Turn("slack:T024BE7LD:D024BE91L:1763888400.000110", ANN, Message(QUESTION), clock(), "", Profile("Ann"))
    assert await app.turns.receive(turn)
    assert not await app.turns.receive(turn)
    rows = await asyncio.to_thread(query, database_url, "select * from gap")
    await app.close()
    ((channel, tenant, day, words, zone, _, _, language, count),) = rows
    assert (channel, tenant, zone, language, count) == ("slack", "T024BE7LD", "refuse", "", 1)
    assert date.fromisoformat(day) == clock().date()
    assert "hedge currency risk" in words
    told = json.dumps(rows)
    for known in (ANN.user, ANN.conversation, ANN.thread, "Ann", "Acme", "ann@", "1234", turn.id):
        assert known not in told


async def test_nothing_is_kept_by_default(database_url: str) -> None:
    """Without the setting the same question leaves no row."""
    clock = Clock()
    app = build(load_settings({"DATABASE_URL": database_url}), clock)
    await app.turns.receive(Turn("turn-1", ANN, Message(QUESTION), clock()))
    assert await app.store.run(lambda t: t.count("gap")) == 0
    await app.close()
