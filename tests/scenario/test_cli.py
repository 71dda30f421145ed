"""The commands `grade` and `evaluate --scenario`, as authors call them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.scenario.answers import UNSEEN


def run(*args: str, stdin: str | bytes = "") -> Result:
    """One command to its end; whatever goes wrong is said, never thrown."""
    done = CliRunner().invoke(main, args, input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def graded(*rows: Any) -> list[dict[str, Any]]:
    """What comes back for these rows."""
    done = run("grade", "law-firm", "--jsonl", stdin="\n".join(json.dumps(row) for row in rows))
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_lines_are_graded_in_order() -> None:
    """Each line in gives one line out, with the marks and under its own id."""
    rows = graded(
        {"id": "r1", "text": "FT for the jargon, RAG for the citations"}, {"id": 2, "text": "tune it to cite"}
    )
    assert rows[0] == {
        "id": "r1",
        "verdict": "both",
        "expectations": {"terminology": True, "citing": True},
        "misconceptions": [],
        "unsure": False,
    }
    assert rows[1]["id"] == 2
    assert rows[1]["misconceptions"] == ["tuning-adds-documents"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"{broken", "not JSON"),
        (b"[1, 2]", "not an object"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"id": "x"}', "`text` is missing"),
        (b'{"id": "x", "text": 7}', "`text` is missing"),
        (b'{"text": "both"}', "`id` is missing"),
        (b'{"id": ["x"], "text": "both"}', "`id` is missing"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_line_that_cannot_be_read(line: bytes, fault: str) -> None:
    """It is said with its number, has a row of its own, and the lines after it are graded; the exit code tells."""
    done = run("grade", "law-firm", "--jsonl", stdin=b"\n" + line + b'\n{"id": "next", "text": "both"}\n')
    failed, good = map(json.loads, done.stdout.splitlines())
    assert failed["error"].startswith("line 2: ")
    assert fault in failed["error"]
    assert failed["error"] in done.stderr
    assert good["verdict"] == "both"
    assert done.exit_code == 1


def test_words_are_graded_with_reasons() -> None:
    """An answer in words comes back readable: what it gave to what, in its own words, and what is wrong."""
    done = run("grade", "law-firm", "RAG", "for the lingo")
    assert "Verdict: grounding (this case asks for both)" in done.stdout
    assert "terminology: not met" in done.stdout
    assert "gives grounding to “lingo”" in done.stdout
    assert "Misconception grounding-changes-behaviour:" in done.stdout
    assert "Full marks: no" in done.stdout


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("grade", "bakery", "both"), "This course has"),
        (("grade", "law-firm"), "Give the answer in words, or --jsonl"),
        (("grade", "law-firm", "both", "--jsonl"), "not both"),
        (("evaluate", "--scenario", "bakery", str(UNSEEN)), "This course has"),
        (("evaluate", "--scenario", "law-firm", "no-such-file"), "does not exist"),
    ],
)
def test_misuse_is_explained(args: tuple[str, ...], told: str) -> None:
    """A command that cannot be carried out says what to do."""
    done = run(*args)
    assert done.exit_code == 2
    assert told in done.stderr


def test_evaluation_in_words(tmp_path: Path) -> None:
    """Every figure has its count and its interval; both ways of writing marks are read, other cases left out."""
    own = {"text": "FT for the jargon, RAG to cite", "verdict": "both", "misconception": False}
    rows: list[dict[str, Any]] = [
        {**own, "expectations": {"terminology": True, "citing": True}},
        {
            "text": "tune it so it can cite",
            "verdict": "both",
            "covers_terminology_needs_finetuning": False,
            "covers_citing_needs_grounding": False,
            "has_misconception": True,
        },
        {**own, "scenario": "vets", "expectations": {}},
    ]
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    done = run("evaluate", "--scenario", "law-firm", str(file), "--misses")
    assert done.exit_code == 0
    assert "The law firm: 2 answers" in done.stdout
    assert "verdict             0.500 (1 of 2; 0.09 to 0.91)" in done.stdout
    assert "full marks missed   0.000 (0 of 1;" in done.stdout
    assert "wrongly full marks  0.000 (0 of 1;" in done.stdout
    assert "weighted kappa" in done.stdout
    assert "tune it so it can cite" in done.stdout
    assert "FT for the jargon" not in done.stdout


def test_faults_in_marked_answers(tmp_path: Path) -> None:
    """Lines that cannot be used are named with what they lack; a file without any that can ends the command."""
    file = tmp_path / "answers.jsonl"
    good = {"text": "both", "verdict": "both", "expectations": {"terminology": False, "citing": False}}
    rows = [{**good, "misconception": False}, good, {**good, "verdict": "maybe"}]
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    done = run("evaluate", "--scenario", "law-firm", str(file))
    assert "line 2: the mark for misconception is missing" in done.stderr
    assert "line 3: `verdict` must be one of" in done.stderr
    assert done.exit_code == 1
    file.write_text("{}", "utf-8")
    assert "holds no answer to law-firm" in run("evaluate", "--scenario", "law-firm", str(file)).stderr
