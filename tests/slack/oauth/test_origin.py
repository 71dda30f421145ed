"""Through which workspace a payload came, in every form in which Slack says so."""

from typing import Any

import pytest

from bot.channels.slack.departure import Departure, departure
from bot.channels.slack.origin import Origin
from tests.slack.oauth.grid import ORGANISATION, OTHER
from tests.slack.workspace import TEAM, Json, Workspace

HOME = Origin(TEAM)


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("message-direct", HOME),
        ("mention-shared", HOME),
        ("command-term", HOME),
        ("click-direct", HOME),
        ("message-direct-organisation", Origin(TEAM, ORGANISATION, org_wide=True)),
        ("click-home-organisation", Origin(TEAM, ORGANISATION, org_wide=True)),
        ("command-organisation", Origin(TEAM, ORGANISATION, org_wide=True)),
        ("left-uninstalled", HOME),
        ("left-organisation", Origin("", ORGANISATION, org_wide=True)),
        ("url-verification", None),
    ],
)
def test_recorded(name: str, origin: Origin | None) -> None:
    """Each recording is placed; once placed, it says the same."""
    payload = Workspace().payload(name)
    assert Origin.read(payload) == origin
    if origin is not None:
        placed = Origin.read(origin.placed(payload))
        assert placed is not None
        assert placed.tenant == origin.tenant


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"team_id": 5, "team": [], "user": "U1", "authorizations": {}},
        {"team_id": "../T1", "authorizations": [None]},
        {"authorizations": [{"team_id": {}, "is_enterprise_install": []}], "enterprise": "E1"},
    ],
)
def test_nonsense(payload: Json) -> None:
    """What no workspace is named in, however odd, is of none."""
    assert Origin.read(payload) is None


def test_where_a_view_was_opened() -> None:
    """A form that was opened in another workspace's channel is of the one that has the app."""
    told: dict[str, Any] = {"team": {"id": OTHER}, "view": {"app_installed_team_id": TEAM, "team_id": OTHER}}
    assert Origin.read(told) == HOME
    assert HOME.placed(told)["team"] == {"id": TEAM}


@pytest.mark.parametrize(
    ("name", "certain", "teams"),
    [
        ("left-uninstalled", True, ()),
        ("left-revoked", False, ()),
        ("left-organisation", True, ()),
        ("left-one-of-organisation", True, (TEAM,)),
        ("left-revoked-person", None, ()),
        ("message-direct", None, ()),
    ],
)
def test_departures(name: str, certain: bool | None, teams: tuple[str, ...]) -> None:
    """Those that end an installation are told from all else."""
    payload = Workspace().payload(name)
    origin = Origin.read(payload)
    assert origin is not None
    left = departure(payload, origin)
    if certain is None:
        assert left is None
    else:
        assert isinstance(left, Departure)
        assert (left.origin, left.certain, left.teams) == (origin, certain, teams)
        assert left.at.timestamp() == payload["event_time"]
