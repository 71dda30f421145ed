"""Each workspace is written to with its own token, which is looked up seldom and never confused."""

import asyncio
import logging
from datetime import timedelta

import pytest
from aiohttp import web

from bot.channels import GoneError, RetryLaterError
from bot.store import Outgoing
from bot.store.installations import Installations
from dialogs.reply import say
from dialogs.turn import Address
from tests.slack.oauth.conftest import install
from tests.slack.oauth.grid import KEY, OAUTH, ORGANISATION, OTHER, OTHER_KEY, THIRD, Grid, event, grant, of
from tests.slack.tutor import Tutor
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import ANN, BOT, DIRECT, TEAM, shown
from tests.store.database import query


async def test_two_workspaces(tutor: Tutor, grid: Grid) -> None:
    """The same person's id and conversation in two workspaces are two learners, each answered with its token."""
    await install(tutor, grid)
    await install(tutor, grid, grant(OTHER))
    for team, token in ((TEAM, "Bearer xoxb-1"), (OTHER, "Bearer xoxb-2")):
        for name in ("message-direct", "mention"):
            assert (await tutor.answer(of(grid.payload(name), team))).token == token
        calls = await tutor.answers(grid.payload("click-home") | {"team": {"id": team}})
        assert {call.token for call in calls} == {token}
        assert "etrieval" in shown(await tutor.answer(of(grid.payload("command-term"), team)))
        asides = [await grid.aside() for _ in range(grid.asides.qsize())]
        assert {call.token for call in asides} == {token}
        learner = await tutor.app.store.run(lambda t, team=team: t.learner(Address("slack", team, ANN, DIRECT)))  # type: ignore[misc]
        assert learner.version > 0


async def test_nobody_is_asked_who_we_are(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """However many events come, Slack is never asked for an authorisation, and the database once."""
    await install(tutor, grid)
    await tutor.answers(grid.payload("message-direct"))
    query(database_url, "delete from installation")
    for n in range(5):
        told = grid.payload("mention")
        told["event"] = told["event"] | {"ts": f"1763888400.{n:06}"}
        assert (await tutor.answer(told)).token == "Bearer xoxb-1"
    methods = {grid.asides.get_nowait().method for _ in range(grid.asides.qsize())}
    assert "auth.test" not in methods


async def test_what_is_known_is_looked_up_anew(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """After half a minute what another process has done counts here too."""
    await install(tutor, grid)
    await tutor.answers(grid.payload("message-direct"))
    query(database_url, "delete from installation")
    tutor.clock.at += timedelta(seconds=31)
    assert await tutor.answers(grid.payload("mention")) == []
    assert await tutor.count("turn") == 1


async def test_a_revoked_token_is_dropped(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """Another process has a newer one: the reply goes out with it, once, and nobody waits."""
    await install(tutor, grid)
    await tutor.answers(grid.payload("message-direct"))
    async with serving(grid, database_url, **OAUTH) as second:
        await install(second, grid)
    grid.revoke("xoxb-1")
    call = await tutor.answer(grid.payload("message-direct-thread"))
    assert call.token == "Bearer xoxb-2"


async def test_a_token_that_is_revoked_for_good(tutor: Tutor, grid: Grid) -> None:
    """It can't be delivered, now or later."""
    await install(tutor, grid)
    grid.revoke("xoxb-1")
    reply = Outgoing("turn", 0, Address("slack", TEAM, ANN, DIRECT), say("hello"), 1, tutor.clock())
    with pytest.raises(GoneError, match="token_revoked"):
        await tutor.app.channels["slack"].send(reply)


async def test_a_workspace_that_has_not_installed(tutor: Tutor, grid: Grid, caplog: pytest.LogCaptureFixture) -> None:
    """What comes from there is acknowledged and not taken; a command says why; nothing can be sent there."""
    caplog.set_level(logging.WARNING)
    assert await tutor.answers(grid.payload("message-direct")) == []
    assert "has not installed the app" in caplog.text
    answer = await tutor.answer(grid.payload("command-term"))
    assert "not set up in this workspace" in answer.body["text"]
    assert answer.body["response_type"] == "ephemeral"
    assert await tutor.count("turn") == await tutor.count("learner") == 0
    reply = Outgoing("turn", 0, Address("slack", OTHER, ANN, DIRECT), say("hello"), 1, tutor.clock())
    with pytest.raises(GoneError, match="not installed"):
        await tutor.app.channels["slack"].send(reply)


async def test_an_organisation_serves_its_workspaces(tutor: Tutor, grid: Grid) -> None:
    """One token for all of them; learners are kept by workspace, and written to first though nothing came lately."""
    await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    for team in (TEAM, OTHER):
        call = await tutor.answer(of(grid.payload("message-direct"), team, ORGANISATION, org_wide=True))
        assert call.token == "Bearer xoxb-1"
    learner, _ = await tutor.state()
    assert learner.tenant == TEAM
    tutor.clock.at += timedelta(days=3)
    reply = Outgoing("daily", 0, Address("slack", OTHER, ANN, DIRECT), say("hello"), 1, tutor.clock())
    await tutor.app.channels["slack"].send(reply)
    assert (await grid.sent()).token == "Bearer xoxb-1"
    assert await tutor.answers(of(grid.payload("mention"), THIRD, "E0ANOTHER")) == []


async def test_the_controls_of_an_organisation(tutor: Tutor, grid: Grid) -> None:
    """A click in a workspace of it comes without a team; whose it is, the user tells."""
    await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    calls = await tutor.answers(grid.payload("click-home-organisation"))
    assert {call.token for call in calls} == {"Bearer xoxb-1"}
    assert "etrieval" in shown(await tutor.answer(grid.payload("command-organisation")))
    assert (await tutor.answer(grid.payload("message-direct-organisation"))).token == "Bearer xoxb-1"
    assert (await tutor.state())[0].tenant == TEAM


async def test_its_own_or_its_organisations(tutor: Tutor, grid: Grid) -> None:
    """Where a workspace has both, the newer one counts."""
    await install(tutor, grid)
    tutor.clock.at += timedelta(minutes=1)
    await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    call = await tutor.answer(of(grid.payload("message-direct"), TEAM, ORGANISATION))
    assert call.token == "Bearer xoxb-1"
    await tutor.app.store.run(lambda t: Installations(t).belongs("slack", TEAM, ORGANISATION, tutor.clock()))
    tutor.clock.at += timedelta(minutes=1)
    call = await tutor.answer(of(grid.payload("message-direct-thread"), TEAM, ORGANISATION, org_wide=True))
    assert call.token == "Bearer xoxb-2"


async def test_somebody_of_another_organisation(tutor: Tutor, grid: Grid) -> None:
    """In a shared channel they are a learner of the workspace that lent them the tutor, and answered with its token."""
    await install(tutor, grid)
    call = await tutor.answer(grid.payload("mention-shared"))
    assert call.token == "Bearer xoxb-1"
    assert (await tutor.app.store.run(lambda t: t.execute("select id from turn", ())))[0][0].startswith(
        f"slack:{TEAM}:"
    )


async def test_told_to_wait(tutor: Tutor, grid: Grid) -> None:
    """A workspace that asks to wait is waited for; another one is answered meanwhile."""
    await install(tutor, grid)
    await install(tutor, grid, grant(OTHER))
    busy = web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"})
    grid.faults["chat.postMessage"].append(busy)
    assert len(await tutor.answers(grid.payload("message-direct"))) == 1
    assert (await tutor.answer(of(grid.payload("message-direct"), OTHER))).token == "Bearer xoxb-2"
    assert await tutor.later(seconds=20) == []
    (late,) = await tutor.later(seconds=15)
    assert late.token == "Bearer xoxb-1"


async def test_keys_are_changed(grid: Grid, database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """With the old key behind the new one everything is read.

    Without it the owner is told what to do, once and without a traceback, and what is to be said waits for the key.
    """
    async with serving(grid, database_url, **OAUTH) as first:
        await install(first, grid)
    async with serving(grid, database_url, **OAUTH | {"slack_token_key": f"{OTHER_KEY} {KEY}"}) as second:
        assert (await second.answer(grid.payload("message-direct"))).token == "Bearer xoxb-1"
    async with serving(grid, database_url, **OAUTH | {"slack_token_key": OTHER_KEY}) as third:
        caplog.clear()
        assert await third.answers(grid.payload("mention")) == []
        assert await third.answers(grid.payload("click-direct")) == []
        assert await third.later(minutes=2) == []
        assert await third.count("installation") == 1
    assert [record.levelname for record in caplog.records if "Put that key behind the new one" in record.message] == [
        "ERROR"
    ]
    assert not [record for record in caplog.records if record.exc_info]
    async with serving(grid, database_url, **OAUTH) as fourth:
        fourth.clock.at += timedelta(minutes=4)
        await fourth.app.delivery.sweep()  # or the sweeper of this process does
        async with asyncio.timeout(10):
            assert {(await grid.calls.get()).token for _ in range(2)} == {"Bearer xoxb-1"}


async def test_each_workspace_with_a_lost_key_is_told_of(
    grid: Grid, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Of each the owner hears at once, whatever was told of others, and again only when ten minutes are over."""
    async with serving(grid, database_url, **OAUTH) as first:
        await install(first, grid)
        await install(first, grid, grant(OTHER))

    def told() -> list[str]:
        lines = [record.getMessage() for record in caplog.records if "nothing can be sent to" in record.getMessage()]
        caplog.clear()
        return [line.partition(": ")[2].partition(":")[0].rpartition(" ")[2] for line in lines]

    async with serving(grid, database_url, **OAUTH | {"slack_token_key": OTHER_KEY}) as second:
        caplog.clear()
        for wanted in ([TEAM, OTHER], [], [TEAM, OTHER]):
            for team in (TEAM, OTHER):
                reply = Outgoing("turn", 0, Address("slack", team, ANN, DIRECT), say("hello"), 1, second.clock())
                with pytest.raises(RetryLaterError):
                    await second.app.channels["slack"].send(reply)
            assert told() == wanted
            second.clock.at += timedelta(minutes=6)


async def test_a_departure_that_cannot_be_looked_at(
    grid: Grid, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the token is sealed with another key nobody can say whether it works: Slack is to tell again."""
    async with serving(grid, database_url, **OAUTH) as first:
        await install(first, grid)
    async with serving(grid, database_url, **OAUTH | {"slack_token_key": OTHER_KEY}) as second:
        caplog.clear()
        assert await second.post(event("tokens_revoked", tokens={"oauth": [], "bot": [BOT]})) == 503
        assert await second.count("installation") == 1
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_hundred_at_once(tutor: Tutor, grid: Grid) -> None:
    """Two workspaces that write at once are each answered with their own token."""
    await install(tutor, grid)
    await install(tutor, grid, grant(OTHER))
    payloads = []
    for n in range(50):
        for team in (TEAM, OTHER):
            told = of(grid.payload("message-direct"), team)
            told["event"] = told["event"] | {
                "ts": f"1763888400.{n:06}",
                "user": f"U{n:05}",
                "channel": f"D{team}{n:03}",
            }
            payloads.append(told | {"event_id": f"Ev{team}{n}"})
    assert await asyncio.gather(*map(tutor.post, payloads)) == [200] * 100
    calls = await tutor.settled()
    assert len(calls) == 100
    assert all(call.token == ("Bearer xoxb-1" if TEAM in call.body["channel"] else "Bearer xoxb-2") for call in calls)
    assert all("etrieval" in shown(call) for call in calls)
