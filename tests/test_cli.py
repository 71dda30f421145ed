"""The command line, run as its users run it."""

import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import COMMANDS, main
from content.lint import catalogue
from content.loader import SHIPPED

CHAT_TUTOR = [sys.executable, "-c", "from bot.cli import main; main()"]
ROOT = Path(__file__).parent.parent


def run(*args: str, stdin: str = "", cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """One command to its end, away from the source folder."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environ}
    return subprocess.run(
        [*CHAT_TUTOR, *args],
        input=stdin,
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    """Each command explains itself, with an example."""
    done = CliRunner().invoke(main, [command, "--help"])
    assert done.exit_code == 0
    assert "Example:" in done.stdout


def test_the_readme_names_every_command() -> None:
    """Somebody who reads what there is finds each command."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert not [name for name in COMMANDS if f"`chat-tutor {name}" not in readme and f"`… {name}`" not in readme]


def test_settings_are_shown_as_they_are_set(tmp_path: Path) -> None:
    """What looks like markup of the terminal is shown as it stands, and a secret is not shown."""
    told = run("settings", cwd=tmp_path, WEB_HOST="[/dim]host", LLM_MODEL="m", LLM_API_KEY="hidden").stdout
    assert "[/dim]host" in told
    assert "hidden" not in told


def test_ask(tmp_path: Path) -> None:
    """A question is answered with its source, and nothing is written."""
    done = run("ask", "what is grounding?", cwd=tmp_path)
    assert "documents" in done.stdout
    assert "Source:" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_chat(tmp_path: Path) -> None:
    """Lines from a pipe are a conversation, kept in the database."""
    done = run("chat", stdin="RAG\nbye\n", cwd=tmp_path, DATABASE_URL="sqlite:///t.db")
    assert "retrieval-augmented generation" in done.stdout.lower()
    assert done.returncode == 0
    assert (tmp_path / "t.db").exists()


def test_chat_forgets_too(tmp_path: Path) -> None:
    """What a server keeps no longer than days is not kept any longer where there is no server."""
    run("chat", stdin="RAG\nbye\n", cwd=tmp_path, DATABASE_URL="sqlite:///t.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "t.db", isolation_level=None)) as database:
        assert database.execute("update turn set at = 0 returning id").fetchall()
        assert run("chat", stdin="bye\n", cwd=tmp_path, DATABASE_URL="sqlite:///t.db").returncode == 0
        assert database.execute("select id from turn where at = 0").fetchall() == []


def test_lint(tmp_path: Path) -> None:
    """The shipped course has nothing against it; a folder without a course has, with what to do."""
    clean = run("lint", cwd=tmp_path)
    assert (clean.returncode, clean.stdout.count("\n")) == (0, 1)
    assert "No errors, no warnings" in clean.stdout
    done = run("lint", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 1
    assert "course.yaml:1: error [unusable] this file is missing; create it" in done.stdout


def test_lint_a_course_with_a_warning(tmp_path: Path) -> None:
    """A warning is told and fails nothing, but with --strict; --json says the same to programs."""
    course = shutil.copytree(SHIPPED, tmp_path / "course")
    path = course / "course.yaml"
    path.write_text(
        path.read_text("utf-8").replace("stale_after_days: 365", "stale_after_days: 365\nwaive: {trivia: x}")
    )
    told = run("lint", "course", cwd=tmp_path)
    assert told.returncode == 0
    assert "course.yaml:6: warning [waiver-unused] ai-for-business-leaders: " in told.stdout
    strict = run("lint", "course", "--strict", "--json", cwd=tmp_path)
    assert strict.returncode == 1
    report = json.loads(strict.stdout)
    assert (report["errors"], report["warnings"]) == (0, 1)
    (found,) = report["findings"]
    assert (found["rule"], found["file"], found["line"]) == ("waiver-unused", "course.yaml", 6)


def test_lint_lists_its_rules(tmp_path: Path) -> None:
    """Authors can read every rule, with how to mend."""
    listed = run("lint", "--rules", cwd=tmp_path).stdout
    assert all(f"  {rule.id} ({rule.severity})\n" in listed for rule in catalogue())
    assert listed.count("Mend: ") == len(catalogue())
    told = json.loads(run("lint", "--rules", "--json", cwd=tmp_path).stdout)
    assert [rule["id"] for rule in told] == [rule.id for rule in catalogue()]


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"PORT": "x"}, "PORT"),
        ({"DATABASE_URL": "mysql://x"}, "use sqlite:///FILE or postgresql://"),
        ({"DATABASE_URL": "sqlite:////proc/nowhere/t.db"}, "cannot be used"),
        ({"CONTENT": "."}, "course.yaml:1: this file is missing"),
    ],
)
def test_start_that_cannot_be(environ: dict[str, str], told: str, tmp_path: Path) -> None:
    """A start that cannot be ends with what to do, and without a traceback."""
    done = run("serve", cwd=tmp_path, **environ)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_and_stop(tmp_path: Path) -> None:
    """The server says what is on, answers, and ends cleanly; a second one on its port is told so."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": "0", "DATABASE_URL": "sqlite:///t.db"}
    with (
        subprocess.Popen(
            [*CHAT_TUTOR, "serve"],
            cwd=tmp_path,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as server,
        contextlib.ExitStack() as cleanup,
    ):
        cleanup.callback(server.kill)
        assert server.stdout is not None
        lines: list[str] = []
        while not lines or "Ctrl-C" not in lines[-1]:
            lines.append(server.stdout.readline())
            assert lines[-1], server.stderr and server.stderr.read()
        told = "".join(lines)
        assert "SLACK_BOT_TOKEN" in told
        assert re.search(r"Course .*: \d+ questions, \d+ terms, \d+ topics, \d+ scenarios?", told)
        assert "t.db" in told
        match = re.search(r"http://127\.0\.0\.1:(\d+)", told)
        assert match is not None
        alive = HTTPConnection("127.0.0.1", int(match[1]), timeout=10)
        alive.request("GET", "/healthz")
        assert alive.getresponse().status == 200
        alive.close()
        taken = run("serve", cwd=tmp_path, PORT=match[1], DATABASE_URL="sqlite:///t2.db")
        assert taken.returncode == 1
        assert "Set PORT" in taken.stderr
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert "Stopped" in server.stdout.read()
