"""What each platform shows while a model words an answer, and how the answer is marked there."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.app import build
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.manifest import PATH
from bot.channels.slack.status import WORDING
from bot.channels.teams.channel import TeamsChannel
from bot.llm.wordsmith import GENERATED
from bot.server import application
from tests.llm.endpoint import Endpoint, endpoint
from tests.llm.test_wording import FAITHFUL, QUESTION
from tests.slack import tutor as slack_tutor
from tests.slack.workspace import workspace
from tests.teams import tutor as teams_tutor
from tests.teams.platform import platform

WORDED = "Grounding hands a model chosen documents along with the question."


@pytest.fixture
async def model() -> AsyncIterator[Endpoint]:
    """A model that says something faithful."""
    async with endpoint() as started:
        started.answers.append(FAITHFUL)
        yield started


def using(model: Endpoint) -> dict[str, str]:
    """Settings that name it."""
    return {"llm_model": "m", "llm_base_url": model.url, "llm_api_key": "key"}


async def test_slack(model: Endpoint, tmp_path: Path) -> None:
    """A status stands under what was written, then comes the answer, which says that a model worded it."""
    async with workspace() as slack:
        settings = slack_tutor.settings_for(slack, slack_tutor.sqlite_url(tmp_path), **using(model))
        clock = slack_tutor.Clock()
        app = build(settings, clock)
        app.channels["slack"] = SlackChannel(settings, app.turns, app.store, clock, silence=0)
        async with TestServer(application(app)) as server, aiohttp.ClientSession() as session:
            tutor = slack_tutor.Tutor(slack, app, clock, str(server.make_url(PATH)), session)
            payload = slack.payload("message-direct")
            payload["event"]["text"] = QUESTION
            answer = await tutor.answer(payload)
        shown = str(answer.body["blocks"])
        assert WORDED in shown
        assert GENERATED.text in shown
        asides = [slack.asides.get_nowait() for _ in range(slack.asides.qsize())]
        *_, status = (call.body for call in asides if call.method == "assistant.threads.setStatus")
        assert status["channel_id"] == payload["event"]["channel"]
        assert status["thread_ts"] == payload["event"]["ts"]
        assert status["loading_messages"] == WORDING["loading_messages"]


async def test_teams(model: Endpoint, tmp_path: Path) -> None:
    """The bot is seen typing; the answer carries Teams' label for what AI wrote, and the next one does not."""
    async with platform() as teams:
        settings = teams_tutor.settings_for(teams, teams_tutor.sqlite_url(tmp_path), **using(model))
        clock, stopwatch, tokens = teams_tutor.Clock(), teams_tutor.Stopwatch(), teams_tutor.Tokens()
        app = build(settings, clock)
        app.channels["teams"] = TeamsChannel(settings, app.turns, tokens=tokens, clock=clock, monotonic=stopwatch)
        async with TestServer(application(app)) as server, aiohttp.ClientSession() as session:
            url = str(server.make_url("/api/messages"))
            tutor = teams_tutor.Tutor(teams, app, clock, stopwatch, tokens, url, session)
            typing, answer = await tutor.answers(teams.payload("message-personal") | {"text": QUESTION})
            other = await tutor.answer(teams.payload("message-personal") | {"id": "2", "text": "define RAG"})
    assert typing.body["type"] == "typing"
    assert WORDED in str(answer.body)
    assert answer.body["entities"][0]["additionalType"] == ["AIGeneratedContent"]
    assert "additionalType" not in other.body["entities"][0]
