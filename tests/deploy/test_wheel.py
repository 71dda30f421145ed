"""Installed from its wheel into an environment of its own, the tutor runs from anywhere, with all that it needs."""

import json
import os
import re
import signal
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.wheel import build, environment


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs of the new environment are."""
    return environment(tmp_path_factory.mktemp("environment"), build(tmp_path_factory.mktemp("wheel")))


def run(programs: Path, *arguments: str, cwd: Path) -> str:
    """What a command of the new environment says; it must end well, and complain of nothing."""
    done = subprocess.run(
        [programs / arguments[0], *arguments[1:]],
        cwd=cwd,
        env=clean(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def clean(**more: str) -> dict[str, str]:
    """An environment that says nothing of this checkout."""
    return {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200", **more}


def test_what_is_run_is_the_wheels(programs: Path, tmp_path: Path) -> None:
    """The packages come out of the new environment, and none of what only development needs is there."""
    told = "import bot, content, dialogs, json; print(json.dumps([m.__file__ for m in (bot, content, dialogs)]))"
    for path in json.loads(run(programs, "python", "-c", told, cwd=tmp_path)):
        assert Path(path).is_relative_to(programs.parent)
    for absent in ("pytest", "openai", "playwright"):
        finding = f"import importlib.util as u; print(u.find_spec({absent!r}))"
        assert run(programs, "python", "-c", finding, cwd=tmp_path) == "None\n"


def test_it_answers(programs: Path, tmp_path: Path) -> None:
    """It has its course and what was learned of it: a question is answered with its source."""
    assert "Source:" in run(
        programs, "chat-tutor", "ask", "does grounding stop a model making things up?", cwd=tmp_path
    )
    packages = next(programs.parent.glob("[Ll]ib*/**/site-packages"))
    assert (packages / "content" / "course" / "model.bin").is_file()
    assert list(tmp_path.iterdir()) == []


def test_its_course_passes_the_rules(programs: Path, tmp_path: Path) -> None:
    """The installed course is linted like the one in the checkout."""
    assert json.loads(run(programs, "chat-tutor", "lint", "--json", cwd=tmp_path))["findings"] == []


def test_it_makes_its_tables(programs: Path, tmp_path: Path) -> None:
    """The migrations are with it, and the doctor finds nothing at fault with the database that they made."""
    assert "up to date" in run(programs, "chat-tutor", "migrate", cwd=tmp_path)
    assert (tmp_path / "chat-tutor.db").is_file()
    assert "its tables up to date" in run(programs, "chat-tutor", "doctor", cwd=tmp_path)


def test_it_serves(programs: Path, tmp_path: Path) -> None:
    """It is alive and ready, has its page, and ends when it is told to."""
    with subprocess.Popen(
        [programs / "chat-tutor", "serve"], cwd=tmp_path, env=clean(PORT="0"), stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            while not (found := re.search(r"http://[\d.]+:\d+", server.stdout.readline())):
                assert server.poll() is None
            for path, part in (("/healthz", '"ok"'), ("/readyz", '"ok"'), ("/", "<html")):
                with urlopen(found[0] + path, timeout=10) as answer:  # noqa: S310 - loopback
                    assert part in answer.read().decode()
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
