"""The authors' commands, where something is not as it should be: said with what to do, and nothing is spoilt."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from content import load
from content.scaffold import new_course

ROOT = Path(__file__).parent.parent
QUESTION = "::Which one::Which? {=this one ~that one}\n"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that was just started."""
    root = tmp_path_factory.mktemp("cli") / "my-course"
    new_course(root, "My course", date(2026, 1, 5))
    return root


@pytest.fixture
def course(started: Path, tmp_path: Path) -> Path:
    """A course of the test's own."""
    return Path(shutil.copytree(started, tmp_path / "my-course"))


def run(*args: str | Path) -> Result:
    """One command, in this process."""
    return CliRunner().invoke(main, [str(arg) for arg in args], env={"COLUMNS": "100"})


@pytest.mark.parametrize("command", [("new", "section"), ("new", "course")])
def test_help_of_parts(command: tuple[str, str]) -> None:
    """Each part of a command explains itself, with an example."""
    assert "Example:" in run(*command, "--help").output


def test_import_writes_a_new_file(course: Path, tmp_path: Path) -> None:
    """Imported questions are a file of their own; a second import of that name takes another name."""
    file = tmp_path / "From Moodle.gift"
    file.write_text(QUESTION, encoding="utf-8")
    done = run("import", file, "--into", "first-section", "--course", course)
    assert "Wrote 1 question to" in done.output
    assert "- which-one: still to write: objective, topics, level, difficulty, hints, sources, why, id" in done.output
    written = course / "sections" / "first-section" / "questions" / "from-moodle.yaml"
    text = written.read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../../../.schemas/questions.json\n# Imported from From Moodle"
    )
    assert "which-one" in load(course).questions
    file.write_text(QUESTION.replace("Which one", "Another"), encoding="utf-8")
    run("import", file, "--into", "first-section", "--course", course)
    assert written.read_text(encoding="utf-8") == text
    assert "another" in load(course).questions


def test_import_on_trial(course: Path, tmp_path: Path) -> None:
    """With --dry-run all is said and nothing is written."""
    file = tmp_path / "x.gift"
    file.write_text(QUESTION, encoding="utf-8")
    before = sorted(course.rglob("*"))
    assert (
        "Would write 1 question to"
        in run("import", file, "--into", "first-section", "--course", course, "--dry-run").output
    )
    assert sorted(course.rglob("*")) == before


def test_import_of_nothing(course: Path, tmp_path: Path) -> None:
    """A file of which nothing can be taken in ends with 1, and each fault has its line."""
    file = tmp_path / "x.gift"
    file.write_text("essay {}\n\nword {=a}\n", encoding="utf-8")
    done = run("import", file, "--into", "first-section", "--course", course)
    assert done.exit_code == 1
    assert "Not taken in (2 to mend):" in done.stderr
    assert "x.gift:1: an essay" in done.stderr
    assert "x.gift:3: a word" in done.stderr


def test_import_takes_what_is_good(course: Path, tmp_path: Path) -> None:
    """Good questions are taken in beside bad ones."""
    file = tmp_path / "x.gift"
    file.write_text(f"essay {{}}\n\n{QUESTION}", encoding="utf-8")
    done = run("import", file, "--into", "first-section", "--course", course)
    assert done.exit_code == 0
    assert "Wrote 1 question" in done.output
    assert "x.gift:1: an essay" in done.stderr


UNKNOWN = {
    "a section": (
        ("import", "{file}", "--into", "frst-section", "--course", "{course}"),
        "did you mean first-section?",
    ),
    "a section to export": (
        ("export", "x.csv", "--section", "zzz", "--course", "{course}"),
        "there is first-section",
    ),
    "an ending": (("export", "questions.txt", "--course", "{course}"), "--format gift|csv|apkg"),
    "an ending to import": (
        ("import", "{file}x", "--into", "first-section", "--course", "{course}"),
        "--format gift|csv",
    ),
    "an item": (("preview", "first-section-on", "--course", "{course}"), "did you mean first-section-one"),
    "a kind of item": (("preview", "topic:first-section-one", "--course", "{course}"), "there is no topic"),
    "a place to write": (
        ("preview", "first-section-one", "--html", "{course}/no/x.html", "--course", "{course}"),
        "cannot be",
    ),
    "a name that is taken": (("new", "section", "First section", "--course", "{course}"), "is there already"),
    "a folder that is taken": (("new", "course", "{course}"), "is there already"),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_cannot_be_done(what: str, course: Path, tmp_path: Path) -> None:
    """What is unknown or taken is said with what to do, and no traceback."""
    args, told = UNKNOWN[what]
    (tmp_path / "x.gift").write_text(QUESTION, encoding="utf-8")
    (tmp_path / "x.giftx").write_text(QUESTION, encoding="utf-8")
    done = run(*(arg.format(file=tmp_path / "x.gift", course=course) for arg in args))
    assert done.exit_code in {1, 2}
    assert told in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_schema_check(course: Path) -> None:
    """`schema --check` names what is out of date and how to renew it, and changes nothing."""
    glossary = course / "glossary.yaml"
    glossary.write_text("[]\n", encoding="utf-8")
    done = run("schema", course, "--check")
    assert done.exit_code == 1
    assert done.stdout == "glossary.yaml\n"
    assert f"1 file out of date. To renew: chat-tutor schema {course}" in done.stderr
    assert glossary.read_text(encoding="utf-8") == "[]\n"
    assert "1 file written" in run("schema", course).output


def test_export_names_all_on_demand(tmp_path: Path) -> None:
    """An export names a few of the questions that lose something, and with --details all of them."""
    short = run("export", tmp_path / "x.gift").output
    assert "and " in short
    long = run("export", tmp_path / "x.gift", "--details").output
    assert all(name in long for name in load().questions)


def test_without_genanki(tmp_path: Path) -> None:
    """Where what writes Anki packages is not installed, the export says how to get it, and writes nothing."""
    code = "import sys; sys.modules['genanki'] = None; from bot.cli import main; main()"
    command = [sys.executable, "-c", code, "export", str(tmp_path / "x.apkg")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "run: pip install genanki" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("channel", ["slack", "teams", "web", "terminal"])
def test_preview_in_one_channel(course: Path, channel: str) -> None:
    """With --channel only that channel's view is printed."""
    shown = run("preview", "first-section-one", "--channel", channel, "--course", course).output
    titles = {"slack": "Slack ·", "teams": "Teams ·", "web": "Web chat ·", "terminal": "Terminal ·"}
    assert [name for name, title in titles.items() if title in shown] == [channel]
    assert "Compare the draft with" in shown
