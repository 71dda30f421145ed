"""A workspace that takes the tutor out is deleted, whatever the order in which Slack tells of it, and no other is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.slack.leaving import AGAIN
from bot.delivery import Delivery, Sweeper
from bot.store import open_store
from bot.store.rights import OF_A_TENANT, PERSONAL
from dialogs.turn import Address, Message, Turn
from tests.slack.oauth.conftest import install
from tests.slack.oauth.grid import OAUTH, ORGANISATION, OTHER, SECONDS, THIRD, Grid, event, grant, of
from tests.slack.tutor import Tutor
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import BOT, TEAM, fault
from tests.store.database import query
from tests.store.test_rights import schema
from tests.support.intakes import Away

BOT_REVOKED: dict[str, Any] = {"tokens": {"oauth": [], "bot": [BOT]}}


def kept(url: str, tenant: str) -> Iterator[str]:
    """The tables in which something of this workspace stands, of all that there are but that of who left."""
    for table, columns in schema(url).items():
        named = [column for column in ("tenant", "team") if column in columns]
        for column in named if table != "departure" else ():
            if query(url, f"select 1 from {table} where {column} = '{tenant}'"):  # noqa: S608
                yield table


async def used(tutor: Tutor, grid: Grid, team: str = TEAM, enterprise: str | None = None) -> None:
    """Something of everything, in this workspace."""
    for name in ("message-direct", "mention"):
        payload = of(grid.payload(name), team, enterprise, org_wide=enterprise is not None)
        assert await tutor.answers(payload)
    await tutor.app.store.run(
        lambda t: (
            [
                t.execute(f"insert into {table} values ({values})", ())  # noqa: S608
                for table, values in (
                    ("gap", f"'slack', '{team}', '2026-11-23', 'w', 'outside', 0, '', 'en', 1"),
                    ("pause", f"'slack', '{team}', {(SECONDS - 60) * 1000}"),  # over, and not purged yet
                    ("visit", f"'slack', '{team}', 'U1', '2026-11-23'"),
                    ("lookup", f"'slack', '{team}', 'rag', 1"),
                    ("vote", f"'slack', '{team}', 'U1', 'p-{team}', 'q', 1, 'a', {SECONDS * 1000}"),
                    ("board", f"'slack', '{team}', 'U1', 'C1', {SECONDS * 1000}"),
                    ("poll", f"'p-{team}', 'slack', '{team}', 'C1', 1, 1, 'q', 0, null, '{{}}'"),
                )
            ]
            and None
        )
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [("app_uninstalled", {}), ("tokens_revoked", BOT_REVOKED)],
    ids=["uninstalled", "revoked"],
)
async def test_everything_goes(kind: str, told: Any, tutor: Tutor, grid: Grid, database_url: str) -> None:
    """No table has anything of it any more, another workspace is as it was, and nothing can be sent there."""
    await install(tutor, grid)
    await install(tutor, grid, grant(OTHER))
    await used(tutor, grid)
    await used(tutor, grid, OTHER)
    before = list(kept(database_url, OTHER))
    known = {"learner", "outgoing", "installation", "gap", "pause", "visit", "vote", "board", "lookup", "poll"}
    assert known <= set(kept(database_url, TEAM))
    grid.revoke("xoxb-1")
    assert await tutor.post(event(kind, **told)) == 200
    assert list(kept(database_url, TEAM)) == []
    assert list(kept(database_url, OTHER)) == before
    assert await tutor.answers(grid.payload("mention") | {"event_id": "EvLATE"}) == []
    assert list(kept(database_url, TEAM)) == []


async def test_told_twice_in_any_order(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """Slack tells both, and each again; it does no harm."""
    await install(tutor, grid)
    await used(tutor, grid)
    grid.revoke("xoxb-1")
    for kind, told in (("tokens_revoked", BOT_REVOKED), ("app_uninstalled", {}), ("tokens_revoked", BOT_REVOKED)):
        assert await tutor.post(event(kind, **told)) == 200
        assert list(kept(database_url, TEAM)) == []


async def late(tutor: Tutor, team: str = TEAM) -> None:
    """Something from there, taken by a process that did not know yet that it left."""
    turn = Turn(f"late {team}", Address("slack", team, "U1", "D1"), Message("RAG"), tutor.clock())
    await tutor.app.turns.receive(turn)
    await tutor.settled()


async def swept(tutor: Tutor, url: str, after: timedelta) -> None:
    """What a process does that was started later, on the same database."""
    store = open_store(url)
    await Sweeper(store, Delivery(store, {}, lambda: tutor.clock() + after)).forget_who_left()
    await store.close()


async def test_what_was_taken_in_the_same_moment(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """A minute later that is gone as well, though the process that was told has ended, and nothing of another."""
    await install(tutor, grid)
    await install(tutor, grid, grant(OTHER))
    await used(tutor, grid)
    await used(tutor, grid, OTHER)
    before = list(kept(database_url, OTHER))
    grid.revoke("xoxb-1")
    assert await tutor.post(event("app_uninstalled")) == 200
    await late(tutor)
    await swept(tutor, database_url, AGAIN - timedelta(seconds=1))
    assert "learner" in set(kept(database_url, TEAM))
    await swept(tutor, database_url, AGAIN)
    assert list(kept(database_url, TEAM)) == []
    assert list(kept(database_url, OTHER)) == before
    assert await tutor.count("departure") == 0


async def test_of_an_organisation_too(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """All workspaces that had the tutor of it are looked at again."""
    await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    await used(tutor, grid, TEAM, ORGANISATION)
    await used(tutor, grid, OTHER, ORGANISATION)
    gone = event("app_uninstalled", team=ORGANISATION, enterprise_id=ORGANISATION, is_enterprise_install=True)
    assert await tutor.post(gone) == 200
    await late(tutor)
    await late(tutor, OTHER)
    await swept(tutor, database_url, AGAIN)
    assert list(kept(database_url, TEAM)) == list(kept(database_url, OTHER)) == []


async def test_back_within_the_minute(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """A workspace that has installed the app again by then keeps what it learnt since."""
    await install(tutor, grid)
    grid.revoke("xoxb-1")
    assert await tutor.post(event("app_uninstalled")) == 200
    tutor.clock.at += timedelta(seconds=30)
    await install(tutor, grid)
    await used(tutor, grid)
    before = list(kept(database_url, TEAM))
    await swept(tutor, database_url, AGAIN)
    assert list(kept(database_url, TEAM)) == before


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_told_late(kind: str, tutor: Tutor, grid: Grid, database_url: str) -> None:
    """What is told of an earlier installation leaves the new one alone, with all that was kept since."""
    await install(tutor, grid)
    grid.revoke("xoxb-1")
    tutor.clock.at += timedelta(minutes=5)
    await install(tutor, grid)
    await used(tutor, grid)
    before = list(kept(database_url, TEAM))
    told = BOT_REVOKED if kind == "tokens_revoked" else {}
    assert await tutor.post(event(kind, after=200, **told)) == 200
    assert list(kept(database_url, TEAM)) == before


async def test_the_token_of_a_person(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """When somebody takes back what they allowed the app for themselves, the workspace still has it."""
    await install(tutor, grid)
    await used(tutor, grid)
    before = list(kept(database_url, TEAM))
    assert await tutor.post(event("tokens_revoked", tokens={"oauth": ["U0ADMIN01"]})) == 200
    assert await tutor.post(event("tokens_revoked", tokens={"oauth": ["U0ADMIN01"], "bot": None})) == 200
    assert list(kept(database_url, TEAM)) == before


async def test_a_token_that_is_not_ours_any_more(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """Where the token that is in use still works, some other one was revoked, and nothing is deleted."""
    await install(tutor, grid)
    await used(tutor, grid)
    before = list(kept(database_url, TEAM))
    assert await tutor.post(event("tokens_revoked", **BOT_REVOKED)) == 200
    assert list(kept(database_url, TEAM)) == before


async def test_slack_is_not_reached(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """Where nobody can say whether the token works, Slack is to tell again; nothing is deleted on a guess."""
    await install(tutor, grid)
    await used(tutor, grid)
    before = list(kept(database_url, TEAM))
    grid.faults["auth.test"].append(fault("internal_error", 500))
    assert await tutor.post(event("tokens_revoked", **BOT_REVOKED)) == 500
    assert list(kept(database_url, TEAM)) == before


async def test_an_organisation_leaves(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """Every workspace that had the tutor of it goes; one that has it by itself stays."""
    await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    await install(tutor, grid, grant(THIRD, enterprise=ORGANISATION))
    await used(tutor, grid, TEAM, ORGANISATION)
    await used(tutor, grid, OTHER, ORGANISATION)
    await used(tutor, grid, THIRD, ORGANISATION)
    gone = event("app_uninstalled", team=ORGANISATION, enterprise_id=ORGANISATION, is_enterprise_install=True)
    assert await tutor.post(gone) == 200
    assert list(kept(database_url, TEAM)) == list(kept(database_url, OTHER)) == []
    assert {"learner", "installation"} <= set(kept(database_url, THIRD))
    calls = await tutor.answers(grid.payload("click-home") | {"team": {"id": THIRD}})
    assert {call.token for call in calls} == {"Bearer xoxb-2"}


async def test_an_organisation_that_is_back(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """What is told of it late deletes nothing."""
    tutor.clock.at += timedelta(minutes=5)
    await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    await used(tutor, grid, TEAM, ORGANISATION)
    before = list(kept(database_url, TEAM))
    gone = event("app_uninstalled", team=ORGANISATION, enterprise_id=ORGANISATION, is_enterprise_install=True)
    assert await tutor.post(gone) == 200
    assert list(kept(database_url, TEAM)) == before


async def test_one_workspace_of_an_organisation(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """An administrator takes it out of one: that one goes; told late, after it is back, nothing does."""
    await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    await used(tutor, grid, TEAM, ORGANISATION)
    await used(tutor, grid, OTHER, ORGANISATION)
    gone = event("team_access_revoked", ORGANISATION, enterprise_id=ORGANISATION, team_ids=[TEAM])
    assert await tutor.post(gone) == 200
    assert list(kept(database_url, TEAM)) == []
    assert {"learner", "organisation"} <= set(kept(database_url, OTHER))
    tutor.clock.at += timedelta(minutes=1)
    assert await tutor.answers(of(grid.payload("click-home"), TEAM) | _clicked(TEAM))
    back = list(kept(database_url, TEAM))
    assert await tutor.post(gone) == 200
    assert list(kept(database_url, TEAM)) == back != []


def _clicked(team: str) -> dict[str, Any]:
    return {"team": {"id": team}, "enterprise": {"id": ORGANISATION}, "is_enterprise_install": True}


async def test_its_organisation_still_has_it(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """A workspace whose own installation ends, as its organisation has one by now, keeps what it learnt."""
    await install(tutor, grid, grant(enterprise=ORGANISATION))
    await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    await used(tutor, grid, TEAM, ORGANISATION)
    assert await tutor.post(event("app_uninstalled", enterprise_id=ORGANISATION)) == 200
    assert "learner" in set(kept(database_url, TEAM))
    assert await tutor.count("installation") == 1


async def test_the_database_is_away(grid: Grid, database_url: str) -> None:
    """Slack is told to tell again, and then it is done."""
    async with serving(grid, database_url, lambda intake: Away(intake, 0), **OAUTH) as tutor:
        await tutor.app.store.close()
        assert await tutor.post(event("app_uninstalled")) == 503


async def test_one_workspace_by_token(grid: Grid, database_url: str) -> None:
    """Without OAuth it is the same, once Slack says that the token is of no use; before that nothing goes."""
    grid.tokens.add("xoxb-mine")
    async with serving(grid, database_url, slack_bot_token="xoxb-mine") as tutor:
        await used(tutor, grid)
        for kind, told in (("app_uninstalled", {}), ("tokens_revoked", BOT_REVOKED)):
            assert await tutor.post(event(kind, **told)) == 200
        assert "learner" in set(kept(database_url, TEAM))
        grid.revoke("xoxb-mine", "account_inactive")
        assert await tutor.post(event("app_uninstalled")) == 200
        assert list(kept(database_url, TEAM)) == []


@pytest.mark.parametrize("spoilt", [{"event_time": "yesterday"}, {"event_time": -1}, {"event_time": 10**12}])
async def test_not_as_slack_tells_it(spoilt: dict[str, Any], tutor: Tutor, grid: Grid) -> None:
    """400, and nothing is deleted."""
    await install(tutor, grid)
    assert await tutor.post(event("app_uninstalled") | spoilt) == 400
    assert await tutor.count("installation") == 1


async def test_every_table_of_a_workspace_is_known(database_url: str, tutor: Tutor) -> None:
    """A table that has a tenant in it either has people in it, or is listed as the workspace's own."""
    found = {table for table, columns in schema(database_url).items() if "tenant" in columns}
    assert found == PERSONAL.keys() | set(OF_A_TENANT) | {"departure"}
