"""Shortcuts: a message explained to one person, and openly when they want that; a quiz from anywhere."""

import asyncio
import json
from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.channels.slack.api import Api
from bot.channels.slack.directs import Directs
from bot.channels.slack.workspaces import OneWorkspace
from tests.render.blocks import check, check_blocks
from tests.slack.tutor import Tutor
from tests.slack.workspace import ANN, BOT_TOKEN, DIRECT, TEAM, Call, Json, Workspace, control, controls, fault, shown

ABOUT = "1763888430.000100"


def reply_of(slack: Workspace, explained: Call) -> Json:
    """A click on the button that repeats an explanation openly."""
    click = slack.payload("click-reply")
    click["actions"][0] |= {"value": control(explained, "Reply in thread")["value"]}
    return click


async def test_a_message_is_explained(tutor: Tutor, slack: Workspace) -> None:
    """Privately, whoever wrote it and whether or not the tutor is in that channel; with a source for each topic."""
    call = await tutor.answer(slack.payload("shortcut-message"))
    assert (call.method, call.body["response_type"]) == ("respond", "ephemeral")
    check(call.body)
    told = shown(call)
    assert "Made-up answers" in told
    assert "RAG" in told
    assert "Fine-tuned model" in told
    assert told.count("Source:") == 3
    assert control(call, "Quiz me on this")
    assert control(call, "Reply in thread")["value"].startswith(f"{ABOUT} excerpt:show:")
    assert ANN not in json.dumps(call.blocks)


async def test_reply_in_thread(tutor: Tutor, slack: Workspace) -> None:
    """The same is put under the message, naming who wanted it; once, however often the button is pressed."""
    explained = await tutor.answer(slack.payload("shortcut-message"))
    click = reply_of(slack, explained)
    call = await tutor.answer(click)
    assert (call.method, call.body["response_type"]) == ("respond", "in_channel")
    assert (call.body["thread_ts"], call.body["replace_original"]) == (ABOUT, False)
    assert f"<@{ANN}>" in shown(call)
    explanation = [block for block in explained.blocks if block["type"] in {"section", "context", "header"}]
    assert call.blocks[: len(explanation)] == explanation
    assert "Reply in thread" not in shown(call)
    click["actions"][0]["action_ts"] = "1763888999.000001"
    assert await tutor.answers(click) == []


async def test_reply_in_thread_when_the_response_url_is_used_up(tutor: Tutor, slack: Workspace) -> None:
    """It is posted there as any other message."""
    click = reply_of(slack, await tutor.answer(slack.payload("shortcut-message")))
    slack.faults["respond"].append(fault("used_url", 404))
    _, call = await tutor.answers(click)
    assert (call.method, call.body["channel"], call.body["thread_ts"]) == (
        "chat.postMessage",
        click["channel"]["id"],
        ABOUT,
    )


async def test_nothing_of_the_section(tutor: Tutor, slack: Workspace) -> None:
    """It is said, what is near is offered, and there is nothing to put before others; in a thread it stays in it."""
    call = await tutor.answer(slack.payload("shortcut-message-outside"))
    assert "nothing of this section" in shown(call)
    assert len([element for element in controls(call) if element["value"].startswith("explain:topic:")]) == 3
    assert "Reply in thread" not in shown(call)
    assert call.body["thread_ts"] == slack.payload("shortcut-message-outside")["message"]["thread_ts"]


async def test_what_is_attached(tutor: Tutor, slack: Workspace) -> None:
    """A message of an app's, without words of its own, is read by what is attached, in a group as well."""
    call = await tutor.answer(slack.payload("shortcut-message-attached"))
    assert "Grounding" in shown(call)


@pytest.mark.parametrize("text", ["", "   ", ":tada:", "<@U061F7AUR>", "\u0000\u202e", "grounding " * 900, None])
async def test_any_message(text: str | None, tutor: Tutor, slack: Workspace) -> None:
    """Whatever stands there, something sensible is said within Slack's limits."""
    payload = slack.payload("shortcut-message")
    payload["message"]["text"] = text
    check((await tutor.answer(payload)).body)


async def test_what_others_wrote_is_not_kept(tutor: Tutor, slack: Workspace) -> None:
    """Nothing of the message is in the database once it is explained."""
    await tutor.answer(slack.payload("shortcut-message"))
    rows = await tutor.app.store.run(lambda t: t.execute("select address, reply from outgoing", ()))
    kept = json.dumps([list(row) for row in rows])
    _, conversation = await tutor.state(conversation=slack.payload("shortcut-message")["channel"]["id"])
    assert "stops every" not in kept + repr(conversation)


async def test_buttons_of_an_explanation(tutor: Tutor, slack: Workspace) -> None:
    """They go on privately, in place of nothing that was read."""
    explained = await tutor.answer(slack.payload("shortcut-message"))
    click = slack.payload("click-hidden")
    click["actions"][0] |= {"value": control(explained, "More on")["value"]}
    call = await tutor.answer(click)
    assert (call.method, call.body["response_type"]) == ("respond", "ephemeral")
    assert "Source:" in shown(call)


def check_pointing(view: dict[str, Any], **target: str) -> None:
    """A window that leads somewhere and asks for nothing."""
    check_blocks(view["blocks"], limit=100)
    assert View(**view).to_dict() == view
    (url,) = (element["url"] for block in view["blocks"] for element in block.get("elements", []))
    assert url.startswith("https://slack.com/app_redirect?team=")
    assert all(f"{name}={value}" in url for name, value in target.items())


async def test_quiz_me(tutor: Tutor, slack: Workspace) -> None:
    """A round begins in the direct message, whichever that is, and a window leads there."""
    asked, window = sorted(await _called(tutor, slack), key=lambda call: call.method)
    assert (asked.method, asked.body["channel"]) == ("chat.postMessage", DIRECT)
    assert "Question 1 of 3" in shown(asked)
    assert window.method == "views.open"
    assert window.body["trigger_id"] == slack.payload("shortcut-quiz")["trigger_id"]
    check_pointing(window.body["view"], channel=DIRECT, team=TEAM)
    learner, conversation = await tutor.state()
    assert learner.home is not None
    assert conversation.find("quiz") is not None


async def _called(tutor: Tutor, slack: Workspace) -> list[Call]:
    assert await tutor.post(slack.payload("shortcut-quiz")) == 200
    return [await slack.sent(), await slack.sent()]


async def test_quiz_me_twice(tutor: Tutor, slack: Workspace) -> None:
    """A delivery that comes again begins nothing anew."""
    await _called(tutor, slack)
    assert await tutor.post(slack.payload("shortcut-quiz")) == 200
    assert (await slack.sent()).method == "views.open"
    assert await tutor.settled() == []


async def test_quiz_me_where_no_direct_message_is_told(tutor: Tutor, slack: Workspace) -> None:
    """An app installed before it had the scope: the window says where to begin."""
    slack.faults["conversations.open"].append(fault("missing_scope"))
    assert await tutor.post(slack.payload("shortcut-quiz")) == 200
    window = await slack.sent()
    assert "quiz me" in shown(window)
    check_pointing(window.body["view"], app="A0KRD7HC3")
    assert await tutor.count("turn") == 0


async def test_quiz_me_while_slack_is_slow(slack: Workspace) -> None:
    """Nobody waits for longer than Slack waits for us."""
    slack.hold = asyncio.Event()
    api = Api(OneWorkspace(BOT_TOKEN), slack.api_url)
    assert await Directs(api, patience=0.01).of(TEAM, ANN) == ""
    slack.hold.set()
    assert await Directs(api).of(TEAM, ANN) == DIRECT
    await api.close()


@pytest.mark.parametrize("name", ["shortcut-quiz", "shortcut-message"])
async def test_a_shortcut_that_is_none_of_ours(name: str, tutor: Tutor, slack: Workspace) -> None:
    """It is accepted and forgotten."""
    assert await tutor.answers(slack.payload(name) | {"callback_id": "order_pizza"}) == []
    assert await tutor.count("turn") == 0


@pytest.mark.parametrize("value", ["", "x", "1.2", "1.2 nonsense", "../x excerpt:show:cost"])
async def test_a_forged_reply_button(value: str, tutor: Tutor, slack: Workspace) -> None:
    """It does nothing."""
    click = slack.payload("click-reply")
    click["actions"][0]["value"] = value
    assert await tutor.answers(click) == []


async def test_a_reply_button_of_a_topic_that_has_left(tutor: Tutor, slack: Workspace) -> None:
    """That is told to whoever pressed it alone."""
    click = slack.payload("click-reply")
    click["actions"][0]["value"] = f"{ABOUT} excerpt:show:no-such-topic"
    call = await tutor.answer(click)
    assert (call.method, call.body["response_type"]) == ("respond", "ephemeral")
    assert "The course has changed" in shown(call)
