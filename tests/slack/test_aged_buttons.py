"""Clicks on messages of long ago, after a restart, on content that changed, and twice: in Slack itself."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import Sweeper
from tests.render.blocks import check
from tests.slack.test_modals import pressed
from tests.slack.tutor import Tutor, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import Call, Json, Workspace, control, controls, fault, shown

AGES: dict[str, Callable[[Call], str]] = {
    "answer": lambda asked: controls(asked)[0]["value"],
    "hint": lambda asked: control(asked, "Hint")["value"],
    "skip": lambda asked: control(asked, "Skip")["value"],
    "stop": lambda asked: control(asked, "Stop")["value"],
}


@pytest.fixture
async def asked(slack: Workspace, tmp_path: Path) -> AsyncIterator[tuple[Tutor, Json]]:
    """A question that was asked a month ago, by a process that is gone, and a tutor that is up now."""
    async with serving(slack, sqlite_url(tmp_path)) as before:
        message = await before.answer(slack.payload("click-direct"))
    async with serving(slack, sqlite_url(tmp_path)) as now:
        now.clock.at += timedelta(days=31)
        await Sweeper(now.app.store, now.app.delivery).purge()
        yield now, {name: of(message) for name, of in AGES.items()}


@pytest.mark.parametrize("error", ["", "edit_window_closed", "message_not_found"])
async def test_last_months_question(error: str, asked: tuple[Tutor, Json], slack: Workspace) -> None:
    """It is answered, once, in its message where Slack still lets us, and the question's words stay with the answer."""
    tutor, values = asked
    if error:
        slack.faults["chat.update"].append(fault(error))
    *_, told = await tutor.answers(pressed("click-direct", slack, values["answer"], 1))
    check(told.body)
    assert told.method == ("chat.postMessage" if error else "chat.update")
    assert any(verdict in shown(told) for verdict in ("Right.", "Not quite."))
    assert "your answer" in shown(told)
    again = await tutor.answer(pressed("click-direct", slack, values["answer"], 2))
    assert "answered that one already" in shown(again)
    assert await tutor.count("attempt") == 1


@pytest.mark.parametrize("name", ["hint", "skip", "stop"])
async def test_last_months_round(name: str, asked: tuple[Tutor, Json], slack: Workspace) -> None:
    """It goes on, or ends, as if no time had gone by; once it is over, that is said, with a way to begin."""
    tutor, values = asked
    check((await tutor.answers(pressed("click-direct", slack, values[name], 1)))[-1].body)
    await tutor.answers(pressed("click-direct", slack, values["stop"], 2))
    told = await tutor.answer(pressed("click-direct", slack, values["hint"], 3))
    assert "over" in shown(told)
    assert control(told, "Start a quiz")


async def test_content_that_changed(asked: tuple[Tutor, Json], slack: Workspace) -> None:
    """A question that was rewritten, or has left, is not counted; what is open now is shown."""
    tutor, values = asked
    question, revision, rest = values["answer"].split(".", 2)
    told = await tutor.answer(pressed("click-direct", slack, f"{question}.{int(revision) + 1}.{rest}", 1))
    assert "rewritten since" in shown(told)
    told = await tutor.answer(pressed("click-direct", slack, f"quiz:answer:gone.{revision}.{rest}", 2))
    assert "has left the course" in shown(told)
    assert await tutor.count("attempt") == 0


@pytest.mark.parametrize(
    "wire",
    [
        "explain:topic:no-such-topic:short",
        "lookup:term:no-such-term",
        "lookup:compare:no-such-table",
        "scenario:start:no-such-case",
        "explain:step:no-such-lesson:3",
        "quiz:objective:gone",
        "quiz:topic:gone",
        "feedback:helpful:gone:0123abcd",
        "feedback:challenge:gone.1.0.0123abcd",
        "daily:pause:soon",
        "excerpt:show:gone",
        "nobody:home",
    ],
)
async def test_buttons_of_what_is_gone(wire: str, tutor: Tutor, slack: Workspace) -> None:
    """Each says something sensible, in words, with nothing kept of it."""
    told = await tutor.answer(pressed("click-direct", slack, wire))
    check(told.body)
    assert len(shown(told)) > 20
    assert await tutor.count("feedback") == 0


async def test_the_home_tab_of_last_month(asked: tuple[Tutor, Json], slack: Workspace) -> None:
    """Its buttons work after a restart, and the tab is drawn anew."""
    tutor, _ = asked
    calls = await tutor.answers(slack.payload("click-home"))
    assert {call.method for call in calls} == {"chat.postMessage", "views.publish"}


async def test_a_menu_that_aged(tutor: Tutor, slack: Workspace) -> None:
    """An option of a menu is as good as a button, also one of another course."""
    click = slack.payload("click-menu")
    click["actions"][0]["selected_option"]["value"] = "explain:topic:no-such-topic:short"
    check((await tutor.answer(click)).body)
