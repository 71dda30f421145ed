"""The Home tab: what it shows, and that it shows what holds."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.render.blocks import check_blocks
from tests.slack.test_modals import pressed
from tests.slack.tutor import Tutor, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import ANN, BOB, DIRECT, Call, Json, Workspace, control, controls, fault, shown


@pytest.fixture
async def prompt(slack: Workspace, tmp_path: Path) -> AsyncIterator[Tutor]:
    """A tutor that draws the tab at once."""
    async with serving(slack, sqlite_url(tmp_path), rest=0) as tutor:
        yield tutor


def typed(slack: Workspace, text: str, n: int, **changes: str) -> Json:
    """A direct message."""
    message = slack.payload("message-direct")
    return message | {"event": message["event"] | {"text": text, "ts": f"1763889000.{n:06}"} | changes}


async def both(tutor: Tutor, slack: Workspace, payload: Json) -> tuple[Call, Call]:
    """What is told, and the tab that is drawn because of it, whichever is first."""
    assert await tutor.post(payload) == 200
    one, other = await slack.sent(), await slack.sent()
    return (other, one) if one.method == "views.publish" else (one, other)


async def test_for_somebody_new(tutor: Tutor, slack: Workspace) -> None:
    """Today's questions, what is set, and all that the course has, within the limits of a view."""
    home = await tutor.answer(slack.payload("opened-home"))
    check_blocks(home.blocks, limit=100)
    told = shown(home)
    assert "Nothing answered yet" in told
    for label in ("Start today's", "Daily settings", "Turn daily on", "Compare the models", "Case:", "Glossary"):
        assert control(home, label)
    (menu,) = (element for element in controls(home) if element["type"] == "static_select")
    assert len(menu["options"]) == len(tutor.app.course.topics)


async def test_todays_quiz_is_begun_in_it(tutor: Tutor, slack: Workspace) -> None:
    """The first question comes in the direct message, and the tab then says how far the set has come."""
    home = await tutor.answer(slack.payload("opened-home"))
    click = slack.payload("click-home")
    click["actions"][0] |= {"value": control(home, "Start today's questions")["value"]}
    asked, drawn = await both(tutor, slack, click)
    assert "question 1 of 3" in shown(asked)
    assert "0 of 3 answered" in shown(drawn)
    assert control(drawn, "Go on with today's questions")
    assert "question 1 of 3" not in shown(drawn)


async def test_after_each_answer(prompt: Tutor, slack: Workspace) -> None:
    """Each answer is seen in it: bars with words, the weakest topics with a way to practise them, the days in a row."""
    await prompt.answers(slack.payload("opened-home"))
    assert (await prompt.state())[0].sees_home
    asked, _ = await both(prompt, slack, typed(slack, "daily now", 1))
    for n in range(1, 4):
        answer = pressed("click-direct", slack, controls(asked)[0]["value"], n)
        answer["message"]["ts"] = answer["container"]["message_ts"] = "1763888400.000110"
        assert await prompt.post(answer) == 200
        calls = [await slack.sent() for _ in range(2 if n < 3 else 3)]
        drawn = next(call for call in calls if call.method == "views.publish")
        assert f"{n} of 3 answered" in shown(drawn) or f"done, {n} answered" in shown(drawn)
        if n < 3:
            asked, _ = await both(prompt, slack, typed(slack, "next", 10 + n))
    check_blocks(drawn.blocks, limit=100)
    told = shown(drawn)
    assert "Questions of the course seen: 3 of" in told
    assert "right answers: " in told
    assert "▰" in told
    assert "1, best 1" in told
    if "Your weakest topics" in told:
        assert control(drawn, "Practise:")["value"].startswith("quiz:topic:")
    assert control(drawn, "Practise")["value"] == "quiz:start"


async def test_after_a_setting(prompt: Tutor, slack: Workspace) -> None:
    """Wherever it was made."""
    await prompt.answers(slack.payload("opened-home"))
    _, drawn = await both(prompt, slack, typed(slack, "daily on 07:15 every day", 1))
    assert "07:15 (3 questions, every day" in shown(drawn)
    command = slack.payload("command-quiz") | {"text": "daily off"}
    _, drawn = await both(prompt, slack, command)
    assert "Daily quiz:* off" in shown(drawn)
    assert drawn.body["view"]["private_metadata"] == DIRECT


async def test_what_changes_nothing(prompt: Tutor, slack: Workspace) -> None:
    """A look-up draws nothing anew."""
    await prompt.answers(slack.payload("opened-home"))
    assert "Grounding" in shown(await prompt.answer(typed(slack, "define grounding", 1)))
    await prompt.app.channels["slack"].close()
    assert slack.calls.empty()


async def test_only_for_those_who_use_it(slack: Workspace, tmp_path: Path) -> None:
    """Whoever has never opened it gets none, however much they answer."""
    async with serving(slack, sqlite_url(tmp_path), rest=0) as tutor:
        await tutor.answers(slack.payload("opened-home"))
        bob = {"user": BOB, "channel": "D0BOB0001"}
        for n, text in enumerate(("quiz 2", "a", "daily on", "next")):
            assert await tutor.post(typed(slack, text, n, **bob)) == 200
    calls = [slack.calls.get_nowait() for _ in range(slack.calls.qsize())]
    assert {call.method for call in calls} == {"chat.postMessage"}


async def test_after_a_restart(slack: Workspace, tmp_path: Path) -> None:
    """Another process knows who uses it, and where their direct message is."""
    async with serving(slack, sqlite_url(tmp_path), rest=0) as tutor:
        await tutor.answers(slack.payload("opened-home"))
    async with serving(slack, sqlite_url(tmp_path), rest=0) as tutor:
        _, drawn = await both(tutor, slack, slack.payload("command-quiz") | {"text": "daily on 06:30"})
        assert (drawn.body["user_id"], drawn.body["view"]["private_metadata"]) == (ANN, DIRECT)
        assert "06:30" in shown(drawn)


async def test_a_burst_is_drawn_once(slack: Workspace, tmp_path: Path) -> None:
    """Many turns in a moment make one drawing, of how things are after the last; what waits is drawn at the end."""
    async with serving(slack, sqlite_url(tmp_path)) as tutor:
        await tutor.answers(slack.payload("opened-home"))
        for n in range(5):
            await tutor.answers(typed(slack, f"daily on 0{n + 3}:00", n))
    (drawn,) = [slack.calls.get_nowait() for _ in range(slack.calls.qsize())]
    assert drawn.method == "views.publish"
    assert "at 07:00" in shown(drawn)


async def test_nothing_stale_comes_last(prompt: Tutor, slack: Workspace) -> None:
    """While one drawing is on its way, something else is kept: it is drawn after, with that."""
    await prompt.answers(slack.payload("opened-home"))
    slack.hold = asyncio.Event()
    assert await prompt.post(typed(slack, "daily on 05:00", 1)) == 200
    calls = [await slack.sent(), await slack.sent()]
    assert {call.method for call in calls} == {"chat.postMessage", "views.publish"}
    other = slack.payload("command-quiz") | {"text": "daily on 06:00"}
    assert await prompt.post(other) == 200
    slack.hold.set()
    drawn = [call for call in [await slack.sent(), await slack.sent()] if call.method == "views.publish"]
    assert "at 06:00" in shown(drawn[-1])


async def test_nothing_stale_comes_last_from_another_process(slack: Workspace, postgres_url: str) -> None:
    """Whoever draws looks at the end whether another process kept something meanwhile, and draws that."""
    async with serving(slack, postgres_url, rest=0) as one, serving(slack, postgres_url) as other:
        await one.answers(slack.payload("opened-home"))
        slack.hold = asyncio.Event()
        assert await one.post(typed(slack, "daily on 05:00", 1)) == 200
        assert "views.publish" in {(await slack.sent()).method, (await slack.sent()).method}
        assert await other.post(typed(slack, "daily on 06:00", 2)) == 200
        slack.hold.set()
        calls = [await slack.sent(), await slack.sent()]
    (drawn,) = (call for call in calls if call.method == "views.publish")
    assert "at 06:00" in shown(drawn)


async def test_an_old_drawing_is_not_sent_again(tutor: Tutor, slack: Workspace) -> None:
    """Slack was busy when the tab was opened: what is drawn later is how things are then."""
    slack.faults["views.publish"].append(fault("ratelimited", 429, Retry_After="30"))
    await tutor.answers(slack.payload("opened-home"))
    await tutor.answers(typed(slack, "daily on 04:45", 1))
    told, drawn = sorted(await tutor.later(minutes=5), key=lambda call: call.method)
    assert "04:45" in shown(told)
    assert "at 04:45" in shown(drawn)


REFUSALS = (fault("ratelimited", 429, Retry_After="1"), fault("internal_error"), web.Response(status=503))


@pytest.mark.parametrize("answer", REFUSALS, ids=["429", "refused", "503"])
async def test_slack_does_not_draw_it(answer: web.Response, slack: Workspace, tmp_path: Path) -> None:
    """Nothing else is held up by that."""
    async with serving(slack, sqlite_url(tmp_path), rest=0) as tutor:
        await tutor.answers(slack.payload("opened-home"))
        slack.faults["views.publish"].append(answer)
        told, tried = await both(tutor, slack, typed(slack, "daily on 05:00", 1))
        assert (told.method, tried.method) == ("chat.postMessage", "views.publish")


@pytest.mark.parametrize("again", [False, True], ids=["the same process", "another process"])
async def test_who_has_all_forgotten(again: bool, slack: Workspace, tmp_path: Path) -> None:
    """The tab shows nothing of what was, whichever process it was drawn by."""
    async with serving(slack, sqlite_url(tmp_path)) as tutor:
        await tutor.answers(slack.payload("opened-home"))
        await tutor.answers(typed(slack, "daily on 05:00", 1))
        if not again:
            await forgotten(tutor, slack)
    if again:
        slack.calls.get_nowait()  # what the first process had still to draw
        async with serving(slack, sqlite_url(tmp_path)) as tutor:
            await forgotten(tutor, slack)


async def forgotten(tutor: Tutor, slack: Workspace) -> None:
    """Somebody has what is kept of them deleted, and sees a tab of somebody new."""
    asked = await tutor.answer(typed(slack, "forget me", 2))
    calls = await tutor.answers(pressed("click-direct", slack, control(asked, "Yes")["value"], 3))
    drawn, told = sorted(calls, key=lambda call: call.method != "views.publish")
    assert "at 05:00" not in shown(drawn)
    assert "Nothing answered yet" in shown(drawn)
    assert told.method in {"chat.update", "chat.postMessage"}
    assert not (await tutor.state())[0].sees_home
