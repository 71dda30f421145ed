"""In Slack an answer grows while a model words it: checked sentences alone, and in the end one whole answer."""

import asyncio
import re

import pytest

from bot.delivery.showing import EVERY
from bot.llm.wordsmith import GENERATED
from tests.llm.endpoint import End, Endpoint, Piece
from tests.llm.streaming.answering import (
    ASKED,
    BAD,
    COURSE,
    ONE,
    SAID,
    THREE,
    TWO,
    Time,
    asked,
    methods,
    nameless,
    whole,
)
from tests.llm.test_wording import QUESTION
from tests.render.blocks import check_blocks
from tests.slack.tutor import Tutor
from tests.slack.workspace import ANN, CHANNEL, DIRECT, TEAM, Seen, Workspace, shown


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
