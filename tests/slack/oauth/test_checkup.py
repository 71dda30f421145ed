"""What the doctor finds of an app that workspaces install."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.channels.slack.checkup import checkup
from bot.channels.slack.manifest import scopes
from bot.checkup import Finding
from bot.store import open_store
from bot.store.installations import Installation, Installations
from tests.slack.oauth.grid import OAUTH, OTHER, OTHER_KEY, Grid, grant
from tests.slack.oauth.test_rotation import told_of
from tests.slack.tutor import START, settings_for
from tests.slack.workspace import TEAM, fault

SECRET = "8f742231b10e8888abcd999999985a56"


def good(scope: str = ",".join(scopes())) -> web.Response:
    """Slack's word for a token that is taken."""
    return web.json_response({"ok": True}, headers={"X-OAuth-Scopes": scope})


async def looked(grid: Grid, url: str, *installed: Installation, **changes: Any) -> dict[str, Finding]:
    """The findings, by what was looked at."""
    store = open_store(url)
    for each in installed:
        await store.run(lambda t, one=each: Installations(t).save(one))  # type: ignore[misc]
    await store.close()
    here = settings_for(grid, url, **OAUTH | {"slack_signing_secret": SECRET} | changes)
    return {finding.check: finding async for finding in checkup(here, START)}


async def test_all_is_well(grid: Grid, database_url: str) -> None:
    """Credentials, redirect and each installation, with the state of its token."""
    rotating = told_of(grid.handed_out(grant(rotating=True)), START + timedelta(hours=9))
    lasting = replace(told_of(grid.handed_out(grant(rotating=True)), START), team=OTHER, expires=None)
    quiet = replace(rotating, team="T0QUIET01", expires=START - timedelta(days=1))
    grid.faults["auth.test"].extend([good(), good()])
    url = "https://tutor.example.com/slack/oauth_redirect"
    found = await looked(grid, database_url, rotating, lasting, quiet, slack_redirect_url=url)
    faults = [one for one in found.values() if one.verdict != "fine" and not one.check.startswith("clock")]
    assert faults == []
    assert "3, 0 of them of a whole organisation; 2 with token rotation" in found["Slack installations"].told
    assert "good for 9 h" in found[f"Slack in Acme ({TEAM})"].told
    assert "does not end" in found[f"Slack in Acme ({OTHER})"].told
    assert "renewed before" in found["Slack in Acme (T0QUIET01)"].told
    assert grid.refreshing == {"xoxe-1", "xoxe-2"}


@pytest.mark.parametrize(
    ("given", "check", "told"),
    [
        ({"slack_client_id": "A0KRD7HC3"}, "Slack client", "not the App ID"),
        ({"slack_client_secret": "x"}, "Slack client", "Client Secret"),
        ({"slack_client_secret": "f" * 32}, "Slack client", "same app"),
        ({"slack_redirect_url": "http://tutor.example.com/slack/oauth_redirect"}, "Slack redirect URL", "https"),
        ({"slack_redirect_url": "https://tutor.example.com/slack/events"}, "Slack redirect URL", "oauth_redirect"),
    ],
)
async def test_wrong_settings(given: Any, check: str, told: str, grid: Grid, database_url: str) -> None:
    """What cannot work is named, with where to find the right one."""
    finding = (await looked(grid, database_url, **given))[check]
    assert finding.verdict == "fault"
    assert told in finding.remedy


async def test_installations_that_do_not_work(grid: Grid, database_url: str) -> None:
    """A token that is refused, or lacks a scope, or was sealed with another key: each says what to do."""
    one = replace(told_of(grid.handed_out(grant(rotating=True)), START), expires=None, installed_at=START)
    two = replace(one, team=OTHER, installed_at=START - timedelta(days=1))
    grid.faults["auth.test"].extend([fault("account_inactive"), good("chat:write")])
    found = await looked(grid, database_url, one, two)
    refused, lacking = found[f"Slack in Acme ({TEAM})"], found[f"Slack in Acme ({OTHER})"]
    assert (refused.verdict, lacking.verdict) == ("fault", "fault")
    assert "account_inactive" in refused.told
    assert "im:history" in lacking.told
    assert "/slack/install" in refused.remedy
    sealed = (await looked(grid, database_url, slack_token_key=OTHER_KEY))[f"Slack in Acme ({TEAM})"]
    assert sealed.verdict == "fault"
    assert "Put that key behind" in sealed.remedy


async def test_a_database_that_is_not_there(grid: Grid) -> None:
    """It is said, and nothing is made by looking."""
    here = settings_for(grid, "sqlite:////proc/none/t.db", **OAUTH | {"slack_signing_secret": SECRET})
    found = {finding.check: finding async for finding in checkup(here, START)}
    assert found["Slack installations"].verdict == "warning"
