"""In Slack an answer grows while a model words it: checked sentences alone, and in the end one whole answer."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import App
from bot.channels import Channel
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.manifest import PATH
from bot.channels.slack.streams import REST
from bot.delivery import Delivery
from bot.delivery.pace import RATES
from bot.delivery.showing import EVERY
from bot.llm.client import OpenAIModel
from bot.llm.wordsmith import GENERATED, PATIENCE, Wordsmith
from bot.router import Router
from bot.server import application
from bot.store import open_store
from bot.turns import Turns
from content.loader import SHIPPED
from content.search import Index
from dialogs import all_dialogs
from dialogs.turn import Address
from tests.delivery.load import LEASE_OVER
from tests.delivery.load import tutor as process
from tests.delivery.people import Person, posting
from tests.llm.endpoint import End, Endpoint, Piece, endpoint
from tests.llm.test_wording import QUESTION
from tests.render.blocks import check_blocks
from tests.slack.tutor import Clock, Tutor, settings_for, sqlite_url
from tests.slack.workspace import ANN, CHANNEL, DIRECT, TEAM, Call, Json, Seen, Workspace, fault, shown, workspace
from tests.store.database import query
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


@pytest.fixture
def time() -> Time:
    """Time that goes by."""
    return Time()


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    """Slack, on loopback."""
    async with workspace() as here:
        yield here


@pytest.fixture
async def model() -> AsyncIterator[Endpoint]:
    """A model, on loopback."""
    async with endpoint() as started:
        yield started


@pytest.fixture
async def tutor(slack: Workspace, model: Endpoint, time: Time, tmp_path: Path) -> AsyncIterator[Tutor]:
    """A tutor with both."""
    async with serving(slack, model, sqlite_url(tmp_path), time) as here:
        yield here


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


async def test_an_answer_grows(tutor: Tutor, slack: Workspace, model: Endpoint, time: Time) -> None:
    """Sentence by sentence under the question; the end brings the blocks that a message posted whole has below."""
    second, last = asyncio.Event(), asyncio.Event()
    model.answers.append((ONE, "The", second, TWO.removeprefix("The"), "It", last, THREE.removeprefix("It")))
    assert await tutor.post(asked(slack)) == 200
    begun = await slack.sent()
    assert begun.method == "chat.startStream"
    assert begun.body == {
        "channel": DIRECT,
        "thread_ts": ASKED,
        "recipient_team_id": TEAM,
        "recipient_user_id": ANN,
        "markdown_text": SAID[0],
    }
    second.set()
    more = await slack.sent()
    assert (more.method, more.body["ts"]) == ("chat.appendStream", begun.ts)
    assert more.body["markdown_text"] == f" {SAID[1]}"
    last.set()
    (end,) = await tutor.settled()
    assert (end.method, end.body["ts"]) == ("chat.stopStream", begun.ts)
    assert slack.streamed[begun.ts] == Seen(" ".join(SAID), end.blocks, open=False)
    assert set(time.pauses) == {EVERY}
    posted = await whole(tutor, model, ONE, TWO, THREE)
    assert nameless(end.blocks) == nameless(posted.blocks[1:])
    assert GENERATED.text in shown(end)
    check_blocks(end.blocks)
    assert {block["type"] for block in end.blocks} >= {"context", "actions", "context_actions"}
    assert await tutor.later(hours=1) == []


async def test_what_is_said_at_once_is_added_at_once(
    tutor: Tutor, slack: Workspace, model: Endpoint, time: Time
) -> None:
    """While a second goes by, what comes in waits; the end brings it with everything else."""
    time.going.clear()
    rest = asyncio.Event()
    model.answers.append((ONE, "The", rest, TWO.removeprefix("The"), THREE))
    assert await tutor.post(asked(slack)) == 200
    begun = await slack.sent()
    rest.set()
    (end,) = await tutor.settled()
    assert (end.method, end.body["markdown_text"]) == ("chat.stopStream", f" {SAID[1]} {SAID[2]}")
    assert slack.streamed[begun.ts].said == " ".join(SAID)


async def test_in_a_channel(tutor: Tutor, slack: Workspace, model: Endpoint) -> None:
    """It grows in the thread; its buttons are marked as those of whoever asked, as ever."""
    go = asyncio.Event()
    model.answers.append((ONE, "The", go, TWO.removeprefix("The")))
    assert await tutor.post(asked(slack, "mention", "1763888420.000100")) == 200
    begun = await slack.sent()
    assert (begun.body["channel"], begun.body["thread_ts"]) == (CHANNEL, "1763888420.000100")
    go.set()
    (end,) = await tutor.settled()
    assert f"for:{ANN}" in str(end.blocks)


HOSTILE: dict[str, tuple[Piece, ...]] = {
    "swapped": (BAD,),
    "swapped, then good": (BAD, TWO),
    "negated": ("The model itself is trained or changed. [1] ",),
    "foreign figure": ("It can name 12 sources. [1] ",),
    "wrong citation": ("It can name its sources. [9] ",),
    "no citation": ("It can name its sources.",),
    "markup": ("It can name [its sources](https://example.com). [1]",),
    "everybody": ("<!channel> It can name its sources. [1]",),
    "too much": (TWO, THREE, TWO, THREE, TWO, THREE),
    "no end": ("alone " * 400,),
    "nothing after all": ("NONE",),
    "cut": (End.CUT,),
    "cut in a sentence": ("It can", End.CUT),
    "never at its end": (TWO, End.SILENT),
    "refused": (End.REFUSED,),
    "garbage": (End.GARBAGE,),
}


@pytest.mark.parametrize("then", HOSTILE.values(), ids=HOSTILE.keys())
async def test_what_fails_is_replaced_whole(
    then: tuple[Piece, ...], tutor: Tutor, slack: Workspace, model: Endpoint
) -> None:
    """Whatever comes after a good sentence, in the end the message says the course's own words, and nothing else."""
    go = asyncio.Event()
    model.answers.append((ONE, "The", go, " model itself is not trained or changed. [1] ", *then))
    assert await tutor.post(asked(slack)) == 200
    begun = await slack.sent()
    assert begun.body["markdown_text"] == SAID[0]
    go.set()
    *shown_before, replaced = await tutor.settled()
    assert methods(shown_before)[-1:] == ["stopStream"]
    assert set(methods(shown_before)[:-1]) <= {"appendStream"}
    for call in shown_before:
        assert re.fullmatch(rf"( ({'|'.join(map(re.escape, SAID))}))*", call.body.get("markdown_text", ""))
        assert call.blocks == []
    assert (replaced.method, replaced.body["ts"]) == ("chat.update", begun.ts)
    assert slack.streamed[begun.ts] == Seen("", replaced.blocks, open=False)
    assert SAID[0] not in shown(replaced)
    assert GENERATED.text not in shown(replaced)
    posted = await whole(tutor, model, BAD)
    assert nameless(replaced.blocks) == nameless(posted.blocks)
    assert replaced.body["text"] == posted.body["text"]
    assert COURSE in shown(replaced)


async def test_a_model_that_stops_talking(tutor: Tutor, slack: Workspace, model: Endpoint, time: Time) -> None:
    """When its time is over the course speaks, in the message that was begun."""
    model.answers.append((ONE, "The model", asyncio.Event()))
    assert await tutor.post(asked(slack)) == 200
    begun = await slack.sent()
    time.over()
    stopped, replaced = await tutor.settled()
    assert methods([stopped, replaced]) == ["stopStream", "update"]
    assert replaced.body["ts"] == begun.ts
    assert COURSE in shown(replaced)


@pytest.mark.parametrize("first", [(BAD, TWO), ("NONE",), (End.REFUSED,), (End.GARBAGE,), (End.CUT,)])
async def test_nothing_begins_before_a_sentence_is_checked(
    first: tuple[Piece, ...], tutor: Tutor, slack: Workspace, model: Endpoint
) -> None:
    """Where the first one fails, the course's own words are posted, as without a model."""
    model.answers.append(first)
    (posted,) = await tutor.answers(asked(slack))
    assert posted.method == "chat.postMessage"
    assert COURSE in shown(posted)


async def test_the_course_is_there_at_once(tutor: Tutor, slack: Workspace, model: Endpoint) -> None:
    """What no model words is never streamed; nor is what one person alone sees."""
    (posted,) = await tutor.answers(asked(slack) | {"event": asked(slack)["event"] | {"text": "define RAG"}})
    assert posted.method == "chat.postMessage"
    assert not model.requests
    model.answers.append(f"{ONE}{TWO}")
    answer = await tutor.answer(slack.payload("command-term") | {"text": QUESTION})
    assert SAID[0] in shown(answer)
    assert answer.method in {"response", "respond"}
    assert not model.requests[-1].get("stream")


async def test_what_is_shared_is_there_at_once(tutor: Tutor, slack: Workspace, model: Endpoint) -> None:
    """It goes by the response URL, which knows no streams."""
    click = slack.payload("click-share")
    click["actions"][0]["value"] = QUESTION
    model.answers.append(f"{ONE}{TWO}")
    answer = await tutor.answer(click)
    assert answer.method == "respond"
    assert SAID[0] in shown(answer)
    assert not model.requests[-1].get("stream")


# Where it cannot be done


@pytest.mark.parametrize(
    "error",
    ["missing_scope", "not_allowed_token_type", "channel_type_not_supported", "invalid_thread_ts", "unknown_method"],
)
async def test_no_streams_there(error: str, tutor: Tutor, slack: Workspace, model: Endpoint) -> None:
    """The answer is posted whole, and for an hour none is tried in that conversation; others are not concerned."""
    slack.faults["chat.startStream"].append(fault(error))
    model.answers.append(f"{ONE}{TWO}")
    refused, posted = await tutor.answers(asked(slack))
    assert methods([refused, posted]) == ["startStream", "postMessage"]
    assert "thread_ts" not in posted.body
    assert f"{SAID[0]} {SAID[1]}" in shown(posted)
    model.answers.append(f"{ONE}{TWO}")
    assert methods(await tutor.answers(asked(slack, ts="1763888400.000200"))) == ["postMessage"]
    model.answers.append(f"{ONE}{TWO}")
    assert "startStream" in methods(await tutor.answers(asked(slack, ts="1763888400.000300", channel="D0ELSEWHERE")))
    tutor.clock.at += REST
    model.answers.append(f"{ONE}{TWO}")
    assert "startStream" in methods(await tutor.answers(asked(slack, ts="1763888400.000400")))


async def test_no_streams_wanted(slack: Workspace, model: Endpoint, time: Time, tmp_path: Path) -> None:
    """Where an owner wants none, answers are posted whole, and the model is asked for whole ones."""
    async with serving(slack, model, sqlite_url(tmp_path), time, slack_streams=False) as tutor:
        model.answers.append(f"{ONE}{TWO}")
        assert methods(await tutor.answers(asked(slack))) == ["postMessage"]
    assert not model.requests[-1].get("stream")


async def test_too_many_streams(tutor: Tutor, slack: Workspace, model: Endpoint) -> None:
    """Slack says for how long a workspace has none; answers are posted meanwhile, and nothing else waits."""
    slack.faults["chat.startStream"].append(fault("ratelimited", 429, Retry_After="40"))
    model.answers.extend([f"{ONE}{TWO}"] * 3)
    assert methods(await tutor.answers(asked(slack))) == ["startStream", "postMessage"]
    elsewhere = asked(slack, ts="1763888400.000200", channel="D0ELSEWHERE")
    assert methods(await tutor.answers(elsewhere)) == ["postMessage"]
    assert await tutor.later(seconds=41) == []
    assert "startStream" in methods(await tutor.answers(asked(slack, ts="1763888400.000300")))


async def test_a_workspace_has_a_pace(tutor: Tutor, slack: Workspace, model: Endpoint) -> None:
    """More answers at once than Slack lets grow are posted whole."""
    rate = RATES["slack"].streams
    assert rate is not None
    for n in range(rate.at_once + 2):
        model.answers.append(f"{ONE}{TWO}")
        calls = await tutor.answers(asked(slack, user=f"U{n:09}", channel=f"D{n:09}"))
        assert methods(calls)[0] == ("startStream" if n < rate.at_once else "postMessage")
    tutor.clock.at += timedelta(seconds=1 / rate.a_second)
    model.answers.append(f"{ONE}{TWO}")
    assert methods(await tutor.answers(asked(slack, user="U1", channel="D1")))[0] == "startStream"


@pytest.mark.parametrize(
    "answer",
    [fault("message_not_in_streaming_state"), fault("stopped_by_user"), fault("internal_error", 500)],
    ids=["over", "stopped", "500"],
)
async def test_a_stream_that_takes_no_more(
    answer: web.Response, tutor: Tutor, slack: Workspace, model: Endpoint
) -> None:
    """Its message is changed into the whole answer, so that nothing is said twice and nothing is missing."""
    slack.faults["chat.appendStream"].append(answer)
    go, last = asyncio.Event(), asyncio.Event()
    model.answers.append((ONE, "The", go, TWO.removeprefix("The"), "It", last, THREE.removeprefix("It")))
    assert await tutor.post(asked(slack)) == 200
    begun = await slack.sent()
    go.set()
    assert (await slack.sent()).method == "chat.appendStream"
    last.set()
    calls = await tutor.settled()
    assert methods(calls) == ["stopStream", "update"]
    assert slack.streamed[begun.ts].said == ""
    assert " ".join(SAID) in shown(calls[-1])
    assert GENERATED.text in shown(calls[-1])


async def test_a_stream_that_is_added_to_too_often(tutor: Tutor, slack: Workspace, model: Endpoint) -> None:
    """It grows no further, and its end brings what is missing."""
    slack.faults["chat.appendStream"].append(fault("ratelimited", 429, Retry_After="1"))
    go, last = asyncio.Event(), asyncio.Event()
    model.answers.append((ONE, "The", go, TWO.removeprefix("The"), "It", last, THREE.removeprefix("It")))
    assert await tutor.post(asked(slack)) == 200
    begun = await slack.sent()
    go.set()
    await slack.sent()
    last.set()
    (end,) = await tutor.settled()
    assert end.method == "chat.stopStream"
    assert slack.streamed[begun.ts].said == " ".join(SAID)


async def test_an_end_that_is_refused(tutor: Tutor, slack: Workspace, model: Endpoint) -> None:
    """The stream is ended without anything, and its message changed into the whole answer."""
    slack.faults["chat.stopStream"].append(fault("invalid_blocks"))
    model.answers.append(f"{ONE}{TWO}")
    calls = await tutor.answers(asked(slack))
    assert methods(calls)[-3:] == ["stopStream", "stopStream", "update"]
    assert f"{SAID[0]} {SAID[1]}" in shown(calls[-1])


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [(fault("fatal_error", 500), 60), (fault("ratelimited", 429, Retry_After="40"), 41)],
    ids=["500", "429"],
)
async def test_an_end_that_has_to_wait(
    answer: web.Response, seconds: float, tutor: Tutor, slack: Workspace, model: Endpoint
) -> None:
    """It is tried again later, in the same message: the course's own words, as the model is asked once."""
    slack.faults["chat.stopStream"].append(answer)
    model.answers.append(f"{ONE}{TWO}")
    first = await tutor.answers(asked(slack))
    assert methods(first)[-1] == "stopStream"
    calls = await tutor.later(seconds=seconds)
    assert methods(calls) == ["stopStream", "update"]
    assert {call.body["ts"] for call in calls} == set(slack.streamed)
    assert COURSE in shown(calls[-1])
    assert len(model.requests) == 1
    assert await tutor.later(hours=1) == []


async def test_a_message_that_was_deleted(tutor: Tutor, slack: Workspace, model: Endpoint) -> None:
    """When what was begun is gone, the answer is a message of its own, in the same thread."""
    slack.faults["chat.stopStream"].extend([fault("message_not_found"), fault("message_not_found")])
    slack.faults["chat.update"].append(fault("message_not_found"))
    model.answers.append(f"{ONE}{TWO}")
    *_, posted = await tutor.answers(asked(slack, "message-direct-thread"))
    assert posted.method == "chat.postMessage"
    assert posted.body["thread_ts"] == "1763888400.000100"
    assert f"{SAID[0]} {SAID[1]}" in shown(posted)


@pytest.mark.parametrize("status", [400, 422, None], ids=["400", "422", "whole all the same"])
async def test_an_endpoint_that_does_not_stream(
    status: int | None, tutor: Tutor, slack: Workspace, model: Endpoint
) -> None:
    """Answers come whole, and it is not asked for a stream again."""
    model.streams, model.unwilling = False, status
    for n in range(2):
        model.answers.append(f"{ONE}{TWO}")
        (posted,) = await tutor.answers(asked(slack, ts=f"1763888400.00010{n}"))
        assert posted.method == "chat.postMessage"
        assert f"{SAID[0]} {SAID[1]}" in shown(posted)
    asked_again = [False] if status else []
    assert [bool(request.get("stream")) for request in model.requests] == [True, *asked_again, False]


# A process that dies


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
    calls = [slack.calls.get_nowait() for _ in range(slack.calls.qsize())]
    assert methods(calls) == ["stopStream", "update"]
    assert {call.body["ts"] for call in calls} == {begun.ts}
    assert slack.streamed[begun.ts] == Seen("", calls[-1].blocks, open=False)
    assert COURSE in shown(calls[-1])
    assert len(model.requests) == 1
