"""The log of a server: JSON lines with the turn's id, pleasant in a terminal, and never what a learner wrote."""

import asyncio
import json
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot import logs
from bot.delivery import Delivery
from bot.router import Router
from bot.store import Store, open_store
from bot.turns import Turns
from dialogs.dialog import Outcome
from dialogs.learner import Conversation, Learner
from dialogs.turn import Message, Turn
from tests.bench.server import ADDRESS, ROOT, TUTOR, Page, client
from tests.delivery.fakes import ANN, Clock, EchoDialog, RecordingChannel, message

MARKER = "xylophone"


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class ClumsyDialog(EchoDialog):
    """Fails with the learner's words in its exception, and with another one behind it."""

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        try:
            assert isinstance(turn.event, Message)
            raise KeyError(turn.event.text)
        except KeyError as error:
            raise ValueError(f"cannot read {turn.event}") from error


@pytest.fixture
def restored() -> Iterator[None]:
    """Logging as it was, afterwards."""
    loggers = [logging.getLogger(name) for name in ("", *logs.OURS)]
    before = [(logger, logger.level, logger.handlers[:]) for logger in loggers]
    yield
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


async def clumsy(stream: StringIO) -> None:
    """Two turns at once, at DEBUG, with a dialog that fails."""
    logs.configure("DEBUG", stream)
    store: Store = open_store("sqlite:///:memory:")
    channel = RecordingChannel()
    delivery = Delivery(store, {channel.name: channel}, Clock())
    turns = Turns(Router([ClumsyDialog()]), store, delivery)
    bob = replace(ANN, user="bob", conversation="bob")
    await asyncio.gather(turns.receive(message("one", MARKER)), turns.receive(message("two", MARKER, bob)))
    await turns.receive(message("one", MARKER))
    await delivery.drain()
    await store.close()


def lines(text: str) -> list[dict[str, Any]]:
    """Every line as JSON."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.usefixtures("restored")
async def test_json_lines() -> None:
    """Each line is an object with time, level, logger, what happened and the turn it is of."""
    stream = StringIO()
    await clumsy(stream)
    told = lines(stream.getvalue())
    failed = [line for line in told if line["event"].endswith("failed")]
    assert sorted(line["turn"] for line in failed) == ["one", "two"]
    for line in failed:
        assert line["event"] == f"turn {line['turn']} failed"
        assert (line["level"], line["logger"]) == ("error", "bot.turns")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", line["timestamp"])
    (again,) = (line for line in told if "received before" in line["event"])
    assert (again["turn"], again["level"]) == ("one", "info")


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("stream", [StringIO(), Terminal()], ids=["json", "terminal"])
async def test_an_exception_has_its_places_and_not_its_words(stream: StringIO) -> None:
    """Both exceptions are named, with the lines that raised them, and nothing of what the learner wrote."""
    await clumsy(stream)
    told = stream.getvalue()
    assert MARKER not in told
    for part in ("KeyError", "which led to:", "ValueError", "in handle"):
        assert part in told


@pytest.mark.usefixtures("restored")
async def test_pleasant_in_a_terminal() -> None:
    """A person reads lines with colours, not JSON."""
    stream = Terminal()
    await clumsy(stream)
    first = stream.getvalue().splitlines()[0]
    assert "\x1b[" in first
    assert not first.startswith("{")


@pytest.mark.usefixtures("restored")
def test_other_libraries_do_not_tell_what_they_send() -> None:
    """At DEBUG a platform's SDK is heard from WARNING on, as it logs the bodies of its requests."""
    stream = StringIO()
    logs.configure("DEBUG", stream)
    for name in ("slack_sdk.web.async_client", "openai._base_client", "aiohttp.access"):
        logging.getLogger(name).info(MARKER)
        logging.getLogger(name).warning("worth hearing")
    logging.getLogger("bot.anything").debug("heard")
    assert [line["event"] for line in lines(stream.getvalue())] == ["worth hearing"] * 3 + ["heard"]


@pytest.mark.usefixtures("restored")
def test_what_is_no_exception() -> None:
    """`exc_info` outside an exception adds nothing, and an exception without a place is named."""
    stream = StringIO()
    logs.configure("INFO", stream)
    logging.getLogger("bot.x").error("alone", exc_info=True)
    logging.getLogger("bot.x").error("named", exc_info=OSError(MARKER))
    alone, named = lines(stream.getvalue())
    assert "exception" not in alone
    assert named["exception"] == "builtins.OSError"


async def test_a_conversation_with_a_server_leaves_no_word(tmp_path: Path) -> None:
    """A server at DEBUG talks, takes feedback and shows what it keeps; its log is JSON, without a word of it."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PORT": "0",
        "METRICS_PORT": "0",
        "LOG_LEVEL": "DEBUG",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'store.db'}",
    }
    with (tmp_path / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *TUTOR, cwd=tmp_path, env=environment, stdout=asyncio.subprocess.PIPE, stderr=log
        )
    assert process.stdout
    try:
        while not (found := ADDRESS.search(await process.stdout.readline())):
            assert process.returncode is None
        async with client() as session:
            page = await Page.opened(session, found[0].decode())
            for said in ("what is a {}?", "feedback the {} is broken", "define {}", "/{}", "my data", "{} " * 900):
                await page.ask(said.replace("{}", MARKER))
            await page.close()
    finally:
        process.terminate()
        await process.wait()
    written = (tmp_path / "log").read_text("utf-8")
    assert MARKER not in written
    told = lines(written)
    assert any("metrics at" in line["event"] for line in told)
    assert sum(" answered by " in line["event"] and line["turn"] != "" for line in told) >= 6
