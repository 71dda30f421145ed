"""A question for everybody where an organisation installed the app, and where another one shares the channel."""

from typing import Any

import pytest

from tests.slack.oauth.conftest import install
from tests.slack.oauth.grid import ORGANISATION, OTHER, Grid, event, grant, of
from tests.slack.polls import THREAD, Clicks, clock
from tests.slack.tutor import Tutor
from tests.slack.workspace import ANN, BOB, CHANNEL, TEAM, Call, Json, shown


def said(grid: Grid, text: str, team: str = TEAM, **changes: Any) -> Json:
    """Somebody mentions the tutor, which their organisation installed."""
    payload = of(grid.payload("mention"), team, ORGANISATION, org_wide=True)
    payload["event"] = payload["event"] | {"text": f"<@U0LAN0Z89> {text}", "ts": THREAD} | changes
    return payload


def pressed(click: Clicks, label: str, user: str, team: str, of_: Call | None = None) -> Json:
    """Somebody of this workspace presses a button; of an app of an organisation Slack does not name the team."""
    payload = click(label, user, of_)
    payload["user"] = payload["user"] | {"team_id": team}
    return payload | {"team": None, "enterprise": {"id": ORGANISATION, "name": "Grid"}, "is_enterprise_install": True}


@pytest.fixture
async def organised(tutor: Tutor, grid: Grid) -> Tutor:
    """A tutor that an organisation has installed."""
    await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    return tutor


async def test_in_a_channel_of_several_workspaces(organised: Tutor, grid: Grid) -> None:
    """Two of one workspace and one of another answer the same question; each is told, all count, each may ask why."""
    tutor = organised
    (posted,) = await tutor.answers(said(grid, "quiz everyone"))
    assert (posted.method, posted.body["channel"]) == ("chat.postMessage", CHANNEL)
    assert "thread_ts" not in posted.body
    click = Clicks(grid, posted)
    people = ((ANN, TEAM), (BOB, TEAM), ("U0STRANGER", OTHER))
    for user, team in people:
        told = await tutor.answer(pressed(click, "A", user, team))
        assert (told.method, told.body["response_type"]) == ("respond", "ephemeral")
        assert "Your answer is *A*" in shown(told)
    again = await tutor.answer(pressed(click, "A", "U0STRANGER", OTHER))
    assert "your answer already" in shown(again)
    (counted,) = await clock(tutor, seconds=5)
    assert "3 have answered" in shown(counted)
    closed, why = await clock(tutor, minutes=11)
    assert ": 3 of 3" in shown(closed)
    assert why.token == posted.token
    for user, team in people:
        mine = await tutor.answer(pressed(click, "Explain my answer", user, team, closed))
        assert "Your answer was *A*" in shown(mine)
    assert (await tutor.count("vote"), await tutor.count("attempt")) == (0, 3)


async def test_in_a_group_direct_message(organised: Tutor, grid: Grid) -> None:
    """Several people and the tutor: it works as in a channel, and stands where all of them see it."""
    group = "G0GROUPDM1"
    (posted,) = await organised.answers(said(grid, "quiz everyone", channel=group, channel_type="mpim"))
    assert posted.body["channel"] == group
    assert "thread_ts" not in posted.body
    click = Clicks(grid, posted)
    payload = pressed(click, "B", BOB, TEAM)
    payload["channel"], payload["container"]["channel_id"] = {"id": group, "name": "mpdm-ann--bob-1"}, group
    told = await organised.answer(payload)
    assert "Your answer is *B*" in shown(told)
    calls = await organised.answers(said(grid, "quiz everyone stop", channel=group, ts="1763888499.000100"))
    assert [call.method for call in calls] == ["chat.update", "chat.postMessage"]


async def test_a_workspace_that_leaves_while_it_is_open(
    organised: Tutor, grid: Grid, caplog: pytest.LogCaptureFixture
) -> None:
    """With the organisation the question and the daily quizzes go; the clock has nothing to do, and nothing to say."""
    tutor = organised
    (posted,) = await tutor.answers(said(grid, "quiz everyone"))
    await tutor.answers(pressed(Clicks(grid, posted), "A", BOB, TEAM))
    direct = of(grid.payload("message-direct"), TEAM, ORGANISATION, org_wide=True)
    direct["event"] = direct["event"] | {"text": "daily on 09:30"}
    await tutor.answers(direct)
    grid.revoke("xoxb-1")
    gone = event("app_uninstalled", team=ORGANISATION, enterprise_id=ORGANISATION, is_enterprise_install=True)
    assert await tutor.post(gone) == 200
    caplog.clear()
    assert await clock(tutor, hours=30) == []
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []
    for table in ("poll", "vote", "board", "lookup", "learner", "outgoing"):
        assert await tutor.count(table) == 0, table


async def test_a_token_that_ended_in_silence(organised: Tutor, grid: Grid, caplog: pytest.LogCaptureFixture) -> None:
    """Where nobody told that the workspace left, the question is closed once, and each post is given up with a line."""
    tutor = organised
    (posted,) = await tutor.answers(said(grid, "quiz everyone"))
    await tutor.answers(pressed(Clicks(grid, posted), "A", BOB, TEAM))
    grid.revoke("xoxb-1", "account_inactive")
    caplog.clear()
    await clock(tutor, minutes=11)
    for _ in range(5):
        await clock(tutor, minutes=5)
    loud = [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
    assert 0 < len(loud) <= 4
    assert not [record for record in loud if record.exc_info]
    assert await tutor.count("vote") == 0
