"""What authors read from the store, on both engines: the figures, and words without who wrote them."""

import asyncio
import random
import sqlite3
import statistics
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest

from bot.store import SchemaError, Store, StoreUnavailableError, Transaction
from bot.store.items import NEWEST, opinions, tallies, told
from bot.store.reading import read
from content.statistics import Tally
from dialogs.learner import Attempt, Feedback, Learner
from tests.store.database import query
from tests.store.samples import ATTEMPT, LEARNER, NOW

CHALLENGE = Feedback("challenge", "q.4.0.0123abcd", "q", 4, "two", "Zoë: “日本 🦜” '; -- %s ?", NOW)


def attempt(question: str, score: float, *, first: bool = True, revision: int = 1, hints: int = 0) -> Attempt:
    """An attempt at one showing of a question."""
    shown = f"{question}.{revision}.{int(not first)}"
    choice = "a" if score == 1 else "b"
    return Attempt(shown, question, revision, "compare", first, choice, score, hints, NOW)


async def keep(store: Store, answers: dict[str, list[Attempt]]) -> None:
    """Append attempts, by user."""

    def work(transaction: Transaction) -> None:
        for user, attempts in answers.items():
            transaction.append(Learner("web", "local", user), attempts)

    await store.run(work)


def counted(url: str) -> dict[tuple[str, int], Tally]:
    """What the database has counted, by question and revision."""
    return {(tally.question, tally.revision): tally for tally in read(url, tallies)}


async def test_by_hand(store: Store, database_url: str) -> None:
    """Three learners, two questions and a repeat: counts, choices, hints and rest scores by hand."""
    await keep(
        store,
        {
            "ann": [attempt("x", 1, hints=2), attempt("y", 0.5), attempt("z", 1), attempt("x", 0, first=False)],
            "bob": [attempt("x", 0), attempt("y", 1)],
            "cy": [attempt("x", 1, hints=1)],
        },
    )
    x = counted(database_url)["x", 1]
    assert (x.answers, x.right, x.hinted, x.hints) == (3, 2, 2, 3)
    assert x.choices == {"a": 2, "b": 1}
    # Ann's other scores are .5 and 1, Bob's is 1; Cy has none.
    assert (x.pairs.count, x.pairs.passed) == (2, 1)
    assert (x.pairs.rest, x.pairs.rest_squared, x.pairs.passed_rest) == pytest.approx((1.75, 1.5625, 0.75))
    y = counted(database_url)["y", 1]
    assert (y.answers, y.right) == (2, 1), "half right is not right"


async def test_how_sure_who_was_wrong(store: Store, database_url: str) -> None:
    """Of first answers that were wrong, in part too, those with a confidence are counted; right ones are not."""
    said = {"ann": (0, 3), "bob": (0.5, 1), "cy": (0, 0), "dee": (1, 3)}
    await keep(store, {user: [replace(attempt("x", score), confidence=n)] for user, (score, n) in said.items()})
    await keep(store, {"eve": [replace(attempt("x", 0, first=False), confidence=2)]})
    x = counted(database_url)["x", 1]
    assert (x.mistaken, x.mistaken_sure) == (2, 4)


async def test_like_a_plain_reference(store: Store, database_url: str) -> None:
    """Over a made-up class, every figure is that of a plain computation over the attempts one by one."""
    chance = random.Random(20)  # noqa: S311 - the same class each time
    answers: dict[str, list[Attempt]] = {}
    for n in range(60):
        ability = chance.random()
        asked = chance.sample([f"q{m}" for m in range(12)], chance.randrange(1, 12))
        answers[f"u{n}"] = [
            attempt(
                name,
                1.0 if chance.random() < ability else chance.choice([0.0, 0.25, 0.5]),
                revision=chance.choice([1, 2]),
                hints=chance.randrange(3),
                first=chance.random() < 0.9,
            )
            for name in asked
        ]
    await keep(store, answers)
    expected: dict[tuple[str, int], list[tuple[int, float | None]]] = defaultdict(list)
    for attempts in answers.values():
        firsts = [a for a in attempts if a.first]
        for one in firsts:
            others = [a.score for a in firsts if a is not one]
            rest = statistics.mean(others) if others else None
            expected[one.question, one.revision].append((int(one.score == 1), rest))
    found = counted(database_url)
    assert found.keys() == expected.keys()
    for item, scored in expected.items():
        compared = [(x, y) for x, y in scored if y is not None]
        tally = found[item]
        assert (tally.answers, tally.right) == (len(scored), sum(x for x, _ in scored))
        assert sum(tally.choices.values()) == tally.answers
        assert tally.pairs.count == len(compared)
        try:
            r = statistics.correlation(*zip(*compared, strict=True))
        except (statistics.StatisticsError, TypeError):
            assert tally.pairs.correlation is None
        else:
            assert tally.pairs.correlation == pytest.approx(r, abs=1e-9)


async def test_the_same_person_in_two_channels_is_two(store: Store, database_url: str) -> None:
    """Rest scores never mix learners of two channels or tenants who have the same name there."""
    for channel, tenant in (("web", "a"), ("web", "b"), ("slack", "a")):
        learner = Learner(channel, tenant, "ann")
        attempts = [attempt("x" if channel == "web" else "y", 1)]
        await store.run(partial(Transaction.append, learner=learner, records=attempts))
    assert {tally.pairs.count for tally in counted(database_url).values()} == {0}


async def test_feedback_is_kept_once_for_each_key(store: Store, database_url: str) -> None:
    """Told again of the same thing, the latest words stand; of another thing, by another learner, both do."""
    other = replace(LEARNER, user="somebody else")
    second = replace(CHALLENGE, reason="key", words="the key", at=NOW + timedelta(minutes=1))
    elsewhere = replace(CHALLENGE, key="q.4.1.0123abcd")
    for learner, record in ((LEARNER, CHALLENGE), (LEARNER, second), (LEARNER, elsewhere), (other, CHALLENGE)):
        await store.run(partial(Transaction.append, learner=learner, records=[record]))
    assert await store.run(lambda t: t.count("feedback")) == 3
    assert counted(database_url)["q", 4] == Tally("q", 4, reasons={"key": 1, "two": 2})
    newest = read(database_url, partial(told, kinds=("challenge",), subject="q"))
    assert [(one.reason, one.words) for one in newest] == [("key", "the key"), *[("two", CHALLENGE.words)] * 2]
    assert newest[0].at == second.at


async def test_nobody_can_tell_who_it_was(store: Store, database_url: str) -> None:
    """What authors read has no name, address or key of who told it; the store keeps that, to delete it by."""
    await store.run(lambda t: t.append(LEARNER, [CHALLENGE]))
    (one,) = read(database_url, partial(told, kinds=("challenge", "note", "answer")))
    shown = repr(one)
    assert not any(secret in shown for secret in (LEARNER.user, LEARNER.tenant, LEARNER.name, CHALLENGE.key))
    (kept,) = query(database_url, "select channel, tenant, user_id from feedback")
    assert kept == (LEARNER.channel, LEARNER.tenant, LEARNER.user)


async def test_the_newest_of_many(store: Store, database_url: str) -> None:
    """Of a subject that many wrote about, the newest are read, the newest first; another is not crowded out."""
    many = [replace(CHALLENGE, key=f"k{n}", words=str(n), at=NOW + timedelta(seconds=n)) for n in range(NEWEST + 20)]
    other = replace(CHALLENGE, key="k", subject="other", words="other", at=NOW - timedelta(days=1))
    await store.run(lambda t: t.append(LEARNER, [*many, other]))
    found = [one.words for one in read(database_url, partial(told, kinds=("challenge",)))]
    assert found == [*(str(n) for n in range(NEWEST + 19, 19, -1)), "other"]


async def test_opinions(store: Store, database_url: str) -> None:
    """Opinions on answers are counted by topic and reason; those without words are not messages."""
    opinion = Feedback("answer", "cost:0", "cost", 0, "helpful", "", NOW)
    worded = replace(opinion, key="cost:2", reason="length", words="too long")
    await store.run(lambda t: t.append(LEARNER, [opinion, replace(opinion, key="cost:1"), worded]))
    assert read(database_url, opinions) == {"cost": {"helpful": 2, "length": 1}}
    assert [one.words for one in read(database_url, partial(told, kinds=("answer",)))] == ["too long"]


async def test_reads_beside_a_writer(store: Store, database_url: str) -> None:
    """While authors read, learners are served: a turn is kept in the middle of a reading, which stays as it was."""
    await keep(store, {"ann": [attempt("x", 1)]})
    loop = asyncio.get_running_loop()

    def work(execute: object) -> tuple[int, int]:
        before = len(tallies(execute))  # type: ignore[arg-type]
        asyncio.run_coroutine_threadsafe(keep(store, {"bob": [attempt("y", 1)]}), loop).result(20)
        return before, len(tallies(execute))  # type: ignore[arg-type]

    assert await asyncio.to_thread(read, database_url, work) == (1, 1)
    assert len(counted(database_url)) == 2


async def test_reads_when_no_server_runs(store: Store, database_url: str) -> None:
    """After the server has stopped, everything can be read."""
    await keep(store, {"ann": [attempt("x", 1)]})
    await store.close()
    assert len(counted(database_url)) == 1


async def test_cannot_write(store: Store, database_url: str) -> None:
    """Reading cannot change anything, whatever it runs."""
    await store.run(lambda t: t.append(LEARNER, [ATTEMPT]))
    with pytest.raises(StoreUnavailableError, match=r"read-?only"):
        read(database_url, lambda execute: execute("delete from attempt where first = ? returning 1", (1,)))
    assert await store.run(lambda t: t.count("attempt")) == 1


def test_no_database_yet(tmp_path: Path) -> None:
    """A file that is not there is told with what to do, and not made."""
    with pytest.raises(StoreUnavailableError, match="start the tutor once"):
        read(f"sqlite:///{tmp_path / 'none.db'}", tallies)
    assert list(tmp_path.iterdir()) == []


def test_tables_of_an_older_version(tmp_path: Path) -> None:
    """Tables that lack something are left alone, and the message says what makes them."""
    path = tmp_path / "old.db"
    sqlite3.connect(path).close()
    with pytest.raises(SchemaError, match=r"lacks migrations.*only reads; `chat-tutor serve` makes"):
        read(f"sqlite:///{path}", tallies)


@pytest.mark.parametrize("url", ["mysql://x", "sqlite://", "nothing"])
def test_no_such_engine(url: str) -> None:
    """A URL that names no database says which ones do."""
    with pytest.raises(ValueError, match=r"use sqlite:///FILE or postgresql://"):
        read(url, tallies)


def test_postgres_that_is_away() -> None:
    """A server that cannot be reached is told without its URL, which may hold a password."""
    url = "postgresql://tutor:secret@127.0.0.1:1/tutor"
    with pytest.raises(StoreUnavailableError) as caught:
        read(url, tallies)
    assert "secret" not in str(caught.value)
    assert isinstance(caught.value.__cause__, psycopg.Error)
