"""`chat-tutor items` and `chat-tutor feedback`, on both engines, over a class in which one key is wrong."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.store import Store, open_store
from dialogs.learner import Feedback, Learner
from tests.population import START, attempts, challenge, fill
from tests.support.postgres import database
from tests.talk import shipped

CHOICES = [q for q in shipped().questions.values() if q.kind == "one"]
ASKED = CHOICES[:12]
MISKEYED, SOUND = ASKED[:2]
ANN = Learner("web", "secret tenant", "ann@example.org", name="Ann")


def run(url: str, *args: str) -> Result:
    """One command on this database, in a terminal of 80 columns."""
    return CliRunner().invoke(main, args, env={"DATABASE_URL": url, "COLUMNS": "80", "MIGRATE": "false"})


def document(url: str, *args: str) -> dict[str, Any]:
    """What `items --json` says, by question and revision."""
    done = run(url, "items", "--json", *args)
    assert done.exit_code == 0, done.output
    said: dict[str, Any] = json.loads(done.output)
    return {f"{one['item']}@{one['revision']}": one for one in said["items"]}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def answered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """120 learners answered ten of twelve questions each; the tables' URL. Nothing is written after that."""
    with ExitStack() as cleanup:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('items') / 'answered.db'}"
        else:
            url = cleanup.enter_context(database(request.getfixturevalue("postgres_server")))
        asyncio.run(answer(url))
        yield url


async def answer(url: str) -> None:
    """Keep what the class answered and told."""
    store = open_store(url)
    said = [
        challenge(MISKEYED, ANN, "key", "Option b is [bold]what[/] the text says", 1),
        replace(challenge(MISKEYED, ANN, "two", "", 2), key="another showing"),
        replace(challenge(SOUND, ANN, "unclear", "of old", 3), revision=SOUND.revision + 3),
        Feedback("note", "n1", "", 0, "idea", "A weekly summary", START),
        Feedback("answer", "cost:1", "cost", 0, "unhelpful", "", START),
    ]
    await store.run(lambda t: fill(t, attempts(ASKED, 120, 10, [MISKEYED.id], seed=3)))
    await store.run(lambda t: t.append(ANN, said))
    await store.close()


def test_a_wrong_key_is_found(answered: str) -> None:
    """A question with a wrong key has r below 0 and stands first, flagged; a sound one tells learners apart."""
    told = document(answered)
    wrong, sound = (told[f"{q.id}@{q.revision}"] for q in (MISKEYED, SOUND))
    assert wrong["discrimination"]["value"] < 0
    assert sound["sure_when_wrong"]["mean"] == 1, "who knows it has it right"
    assert wrong["sure_when_wrong"]["mean"] > 1.5, "who knows it is marked wrong"
    assert wrong["discrimination"]["band"] == "check the key"
    assert wrong["flags"][0]["flag"] == "check-key"
    assert sound["discrimination"]["value"] > 0.2
    lines = run(answered, "items").output.splitlines()
    (first,) = [n for n, line in enumerate(lines) if MISKEYED.id in line]
    assert "check the key" in lines[first + 1]
    assert not [n for n, line in enumerate(lines[:first]) if any(q.id in line for q in ASKED)]


def test_the_form_for_programs(answered: str) -> None:
    """Every revision has the same fields, a figure that is not told is null, and shares add up."""
    told = document(answered)
    fields = (
        "item revision current objective kind answers shown expected_difficulty difficulty discrimination parts hints"
        " sure_when_wrong challenges told flags urgency"
    ).split()
    assert all(list(one) == fields for one in told.values())
    assert len(told) == len(shipped().questions) + 1
    for one in told.values():
        assert one["shown"] == (one["answers"] >= 30)
        figures = [one[name] for name in ("difficulty", "discrimination", "hints")]
        assert all(figures) if one["shown"] else not any([*figures, one["parts"], one["flags"]])
    wrong = told[f"{MISKEYED.id}@{MISKEYED.revision}"]
    assert sum(part["count"] for part in wrong["parts"]) == wrong["answers"]
    assert wrong["difficulty"]["low"] < wrong["difficulty"]["value"] < wrong["difficulty"]["high"]
    assert wrong["challenges"] == {"count": 2, "reasons": {"key": 1, "two": 1}}
    assert [message["reason"] for message in wrong["told"]] == ["two", "key"]
    old = told[f"{SOUND.id}@{SOUND.revision + 3}"]
    assert (old["current"], old["answers"], old["challenges"]["count"]) == (False, 0, 1)


def test_one_question(answered: str) -> None:
    """One question shows its words, options with their share, its key, what to do, and challenges newest first."""
    told = run(answered, "items", MISKEYED.id).output
    flat = " ".join(told.split())
    for option in MISKEYED.options:
        assert option.text.split()[-1] in flat
    for words in (
        "key",
        "Check the key.",
        "Challenged twice",
        "Took a hint",
        "Sure when wrong",
        "the author's guess was",
    ):
        assert words in flat
    assert "Option b is [bold]what[/] the text says" in flat, "words are shown as they are"
    days = flat[flat.index("Challenged twice") :].partition("02 Nov 2026")[2]
    assert days.index("More than one option fits") < days.index("The marked answer is wrong: Option b")
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("command", [("items",), ("items", MISKEYED.id), ("items", "--json"), ("feedback",)])
def test_nobody_is_named(answered: str, command: tuple[str, ...]) -> None:
    """No command shows who answered or wrote, and the lists fit into 80 columns."""
    done = run(answered, *command)
    assert done.exit_code == 0, done.output
    assert not any(secret in done.output for secret in (ANN.user, ANN.tenant, ANN.name, "learner 7", "another showing"))
    if "--json" not in command:
        assert max(map(len, done.output.splitlines())) <= 80


async def test_under_thirty(store: Store, database_url: str) -> None:
    """With 29 answers nothing is told but their number."""
    await store.run(lambda t: fill(t, attempts(CHOICES[:5], 29, 5)))
    told = " ".join(run(database_url, "items").output.split())
    assert "0 with 30 first answers or more" in told
    assert f"{CHOICES[0].id} 29" in told
    assert "29 first answers so far" in run(database_url, "items", CHOICES[0].id).output
    assert "%" not in told


def test_an_objective(answered: str) -> None:
    """Asked for one objective, only its questions come; one that is not there is told with those that are."""
    told = document(answered, "--objective", SOUND.objective)
    assert {one["objective"] for one in told.values()} == {SOUND.objective}
    missing = run(answered, "items", "--objective", "cookery")
    assert missing.exit_code == 1
    assert SOUND.objective in missing.output


def test_an_unknown_question(answered: str) -> None:
    """A mistyped id is met with those that are like it."""
    missing = run(answered, "items", SOUND.id[:-1])
    assert missing.exit_code == 1
    assert SOUND.id in missing.output


def test_feedback_is_listed(answered: str) -> None:
    """Notes and challenges stand with their reason and words, and topics with how often an answer did not help."""
    told = " ".join(run(answered, "feedback").output.split())
    assert "I have an idea: A weekly summary" in told
    assert "What each costs" in told
    said = json.loads(run(answered, "feedback", "--json", "--limit", "2").output)
    assert len(said["messages"]) == 2
    assert said["answers"] == {"cost": {"unhelpful": 1}}


@pytest.mark.parametrize("command", ["items", "feedback"])
async def test_nothing_yet(store: Store, database_url: str, command: str) -> None:
    """Before anybody has answered, that is said in words."""
    done = run(database_url, command)
    assert done.exit_code == 0
    assert "0 with 30" in done.output or "None yet" in done.output


@pytest.mark.parametrize("command", ["items", "feedback"])
def test_no_database(command: str, tmp_path: Path) -> None:
    """Where there is no database, the command says what to do, without a traceback."""
    done = run(f"sqlite:///{tmp_path / 'none.db'}", command)
    assert done.exit_code == 1
    assert "start the tutor once" in done.output
