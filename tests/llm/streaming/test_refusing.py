"""Where an answer cannot grow, or no further, it still comes whole."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.channels.slack.streams import REST
from bot.delivery.pace import RATES
from bot.llm.wordsmith import GENERATED
from tests.llm.endpoint import Endpoint
from tests.llm.streaming.answering import (
    COURSE,
    ONE,
    SAID,
    THREE,
    TWO,
    Time,
    asked,
    methods,
    serving,
)
from tests.slack.tutor import Tutor, sqlite_url
from tests.slack.workspace import Workspace, fault, shown


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
