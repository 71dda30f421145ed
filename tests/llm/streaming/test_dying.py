"""An answer that grew when its process died is ended by another."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from dialogs.turn import Address
from tests.delivery.load import LEASE_OVER
from tests.delivery.load import tutor as process
from tests.delivery.people import Person, posting
from tests.llm.endpoint import Endpoint
from tests.llm.streaming.answering import (
    COURSE,
    ONE,
    asked,
    methods,
)
from tests.slack.tutor import sqlite_url
from tests.slack.workspace import ANN, DIRECT, TEAM, Seen, Workspace, shown
from tests.store.database import query


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of either engine."""
    given: str = sqlite_url(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return given


async def test_killed_while_it_grows(slack: Workspace, model: Endpoint, url: str) -> None:
    """After -9 another process ends the stream, and the answer stands whole in the message that was begun."""
    model.answers.append((ONE, "The model", asyncio.Event()))
    said = Person(Address("slack", TEAM, ANN, DIRECT), lambda _: asked(slack))
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(process(url, slack, "first", model_url=model.url))
        deliver = await stack.enter_async_context(posting(first.url))
        assert await deliver(said, 0)
        begun = await slack.sent()
        assert begun.method == "chat.startStream"
        async with asyncio.timeout(10):
            while not query(url, "select 1 from outgoing where sent_ref <> '' and state = 0"):
                await first.tell("forward 0")
        first.process.kill()
        await first.process.wait()
        second = await stack.enter_async_context(process(url, slack, "second", model_url=model.url))
        assert await second.tell("sweep") == "0"
        await second.tell(f"forward {LEASE_OVER}")
        assert await second.tell("sweep") == "1"
        assert await second.tell("sweep") == "0"
    told = [slack.calls.get_nowait() for _ in range(slack.calls.qsize())]
    calls = [call for call in told if call.method.startswith("chat.")]  # a state may be shown meanwhile
    assert methods(calls) == ["stopStream", "update"]
    assert {call.body["ts"] for call in calls} == {begun.ts}
    assert slack.streamed[begun.ts] == Seen("", calls[-1].blocks, open=False)
    assert COURSE in shown(calls[-1])
    assert len(model.requests) == 1
