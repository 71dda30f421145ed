"""A question for everybody in Slack, of many at once and several processes."""

import asyncio
from pathlib import Path

from tests.slack.polls import CY, asked, clock, keeper, mention
from tests.slack.tutor import Tutor, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import (
    ANN,
    BOB,
    Workspace,
    shown,
)


async def test_two_ask_at_once(slack: Workspace, postgres_url: str) -> None:
    """In two processes at the same moment: one question is posted, and the other one who asked gets a copy."""
    async with serving(slack, postgres_url) as one, serving(slack, postgres_url) as other:
        asks = [mention(slack, "quiz everyone", n, user) for n, user in enumerate((ANN, BOB), 1)]
        assert set(await asyncio.gather(one.post(asks[0]), other.post(asks[1]))) == {200}
        calls = [*await one.settled(), *await other.settled()]
        assert sorted(call.method for call in calls) == ["chat.postEphemeral", "chat.postMessage"]
        assert await one.count("poll") == 1


async def test_a_crowd_clicks_at_once(tutor: Tutor, slack: Workspace) -> None:
    """A hundred at the same moment: each is told their own answer, and the post is brought up to date once."""
    click = await asked(tutor, slack)
    clicks = [click("ABC"[n % 3], f"U{n:09}") for n in range(100)]
    for n, payload in enumerate(clicks):
        payload["actions"][0]["action_ts"] = f"1763889600.{n:06}"
    assert set(await asyncio.gather(*map(tutor.post, clicks))) == {200}
    told = await tutor.settled()
    assert len(told) == 100
    assert {call.method for call in told} == {"respond"}
    (counted,) = await clock(tutor, seconds=5)
    assert "100 have answered" in shown(counted)
    closed, _ = await clock(tutor, minutes=11)
    assert ": 34 of 100" in shown(closed)
    assert await tutor.count("attempt") == 100


async def test_a_restart_in_between(slack: Workspace, tmp_path: Path) -> None:
    """What was asked and answered before is there after it."""
    async with serving(slack, sqlite_url(tmp_path)) as before:
        click = await asked(before, slack)
        for user in (ANN, BOB, CY):
            await before.answers(click("A", user))
    async with serving(slack, sqlite_url(tmp_path)) as after:
        assert "your answer already" in shown(await after.answer(click("A", CY)))
        closed, _ = await clock(after, minutes=11)
        assert closed.body["ts"] == click.posted.ts
        assert "3 of 3" in shown(closed)


async def test_two_processes_close_at_once(slack: Workspace, postgres_url: str) -> None:
    """Both look in the same moment, and somebody presses the button: it is closed once, each answer counts once."""
    async with serving(slack, postgres_url) as one, serving(slack, postgres_url) as other:
        click = await asked(one, slack)
        clicks = [click("A", f"U{n:09}") for n in range(12)]
        assert set(await asyncio.gather(*(to.post(c) for c, to in zip(clicks, (one, other) * 6, strict=True)))) == {200}
        await one.settled()
        await other.settled()
        press = click("Close now")
        for tutor in (one, other):
            tutor.clock.at = tutor.clock.at.replace(hour=10)
        keepers = [keeper(one), keeper(other)]
        await asyncio.gather(*(k.step() for k in keepers), one.post(press), *(k.step() for k in keepers))
        while sum(await asyncio.gather(*(k.step() for k in keepers))):
            pass
        calls = [*await one.settled(), *await other.settled()]
        assert [call.method for call in calls if call.method.startswith("chat.")] in (
            ["chat.update", "chat.postMessage"],
            ["chat.postMessage", "chat.update"],
        )
        assert (await one.count("vote"), await one.count("attempt")) == (0, 12)
