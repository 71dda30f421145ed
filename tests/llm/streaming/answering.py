"""A tutor in Slack with a model that words its answers, a time that the test tells, and what it is asked."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from bot.app import App
from bot.channels import Channel
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.manifest import PATH
from bot.delivery import Delivery
from bot.llm.client import OpenAIModel
from bot.llm.wordsmith import PATIENCE, Wordsmith
from bot.router import Router
from bot.server import application
from bot.store import open_store
from bot.turns import Turns
from content.loader import SHIPPED
from content.search import Index
from dialogs import all_dialogs
from tests.llm.endpoint import Endpoint, Piece
from tests.llm.test_wording import QUESTION
from tests.slack.tutor import Clock, Tutor, settings_for
from tests.slack.workspace import Call, Json, Workspace, fault
from tests.talk import shipped

SAID = (
    "Grounding hands a model chosen documents along with the question.",
    "The model itself is not trained or changed.",
    "It can name its sources.",
)
ONE, TWO, THREE = (f"{sentence} [1] " for sentence in SAID)
BAD = "Grounding trains the model on them. [1] "
COURSE = shipped().topics["grounding-definition"].short
ASKED = "1763888400.000100"


class Time:
    """What makes a model's time end and a pause go by: the test. `pauses` is how long those were that are over."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.going = asyncio.Event()
        self.going.set()
        self._limit: asyncio.Timeout | None = None

    def limit(self, seconds: float) -> asyncio.Timeout:
        """A time that ends when it is told to."""
        assert seconds == PATIENCE
        self._limit = asyncio.timeout(None)
        return self._limit

    def over(self) -> None:
        """The model's time is over."""
        assert self._limit is not None
        self._limit.reschedule(asyncio.get_running_loop().time())

    async def pause(self, seconds: float) -> None:
        """Goes by unless time stands still."""
        await self.going.wait()
        self.pauses.append(seconds)


@cache
def router() -> Router:
    """A router over dialogs whose answers may be worded."""
    return Router(all_dialogs(shipped(), Index(shipped(), SHIPPED), worded=True))


@asynccontextmanager
async def serving(slack: Workspace, model: Endpoint, url: str, time: Time, **changes: Any) -> AsyncIterator[Tutor]:
    """A tutor that is up, with this model and this time."""
    settings = settings_for(slack, url, llm_model="m", llm_base_url=model.url, llm_api_key="key", **changes)
    clock, store = Clock(), open_store(url)
    channels: dict[str, Channel] = {}
    wording = Wordsmith(OpenAIModel(settings), store, shipped(), clock, settings, time.limit)
    delivery = Delivery(store, channels, clock, time.pause, wording)
    app = App(settings, shipped(), store, delivery, Turns(router(), store, delivery), channels)
    app.channels["slack"] = SlackChannel(settings, app.turns, store, clock, silence=3600)
    async with TestServer(application(app)) as server, aiohttp.ClientSession() as session:
        yield Tutor(slack, app, clock, str(server.make_url(PATH)), session)


def asked(slack: Workspace, name: str = "message-direct", ts: str = ASKED, **changes: str) -> Json:
    """The question, as Slack tells of it."""
    payload = slack.payload(name)
    payload["event"] |= {"text": QUESTION, "ts": ts, **changes}
    return payload


def methods(calls: Sequence[Call]) -> list[str]:
    """Which methods were called, without their family."""
    return [call.method.removeprefix("chat.") for call in calls]


async def whole(tutor: Tutor, model: Endpoint, *pieces: Piece) -> Call:
    """The message that a question gets where nothing can grow."""
    tutor.slack.faults["chat.startStream"].append(fault("channel_type_not_supported"))
    model.answers.append(pieces)
    *_, call = await tutor.answers(asked(tutor.slack, channel="D0ELSEWHERE", ts="1763888300.000001"))
    assert call.method == "chat.postMessage"
    return call


def nameless(blocks: list[Json]) -> list[Json]:
    """Blocks without what tells one turn's thumbs from another's."""
    found: list[Json] = json.loads(re.sub(r":[0-9a-f]{8}\b", "", json.dumps(blocks)))
    return found
