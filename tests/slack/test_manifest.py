"""The app manifest: valid, as agents have it now, and made of what the tutor does."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from bot.channels.slack.departure import EVENTS as LEFT
from bot.channels.slack.departure import OF_AN_ORGANISATION
from bot.channels.slack.manifest import EVENTS, NAME, SCOPES, as_yaml, manifest
from bot.channels.slack.prompts import PROMPTS
from bot.channels.slack.reading import EXPLAIN, LEGACY_EVENTS, QUIZ, Reader
from bot.cli import main
from dialogs.turn import Profile
from tests.slack.workspace import PAYLOADS, Json
from tests.talk import Talk, dialogs, shipped

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "schemas" / "slack-manifest.1.0.0.json"
DOMAIN = "tutor.example.com"


@pytest.fixture(scope="module", params=["", DOMAIN], ids=["Socket Mode", "HTTP"])
def described(request: pytest.FixtureRequest) -> Json:
    """The manifest of the shipped course, for each way to receive."""
    return manifest(shipped(), dialogs(), request.param)


def _urls(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (found for name, item in value.items() if name.endswith("url") for found in [item])
        yield from (found for item in value.values() for found in _urls(item))
    elif isinstance(value, list):
        yield from (found for item in value for found in _urls(item))


def test_valid(described: Json) -> None:
    """It keeps the lengths that Slack publishes, and its schema where that is at hand."""
    if SCHEMA.exists():
        jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(described)
    shown, features = described["display_information"], described["features"]
    assert len(shown["name"]) <= 35
    assert 0 < len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(features["bot_user"]["display_name"]) <= 80
    (command,) = features["slash_commands"]
    assert command["command"] == "/tutor"
    assert 0 < len(command["usage_hint"]) <= 1000
    assert "agent_view" in features
    assert "assistant_view" not in features
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert 0 < len(features["agent_view"]["suggested_prompts"]) <= 4


def test_shortcuts(described: Json) -> None:
    """Those that are read and no others, within Slack's lengths; each has a payload that is tried."""
    shortcuts = described["features"]["shortcuts"]
    assert {(s["type"], s["callback_id"]) for s in shortcuts} == {("message", EXPLAIN), ("global", QUIZ)}
    assert all(0 < len(s["name"]) <= 24 and 0 < len(s["description"]) <= 150 for s in shortcuts)
    recorded = [json.loads(path.read_text("utf-8")) for path in PAYLOADS.glob("shortcut-*.json")]
    assert {s["callback_id"] for s in shortcuts} <= {payload["callback_id"] for payload in recorded}
    assert "commands" in described["oauth_config"]["scopes"]["bot"]


def test_ways_to_receive(described: Json) -> None:
    """Either everything comes to one address, or nothing names any and Socket Mode is on."""
    urls = set(_urls(described))
    if described["settings"]["socket_mode_enabled"]:
        assert not urls
    else:
        assert urls == {f"https://{DOMAIN}/slack/events"}


def test_people_can_write_to_it(described: Json) -> None:
    """Without this the messages tab opens, and nobody can type in it."""
    assert described["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert described["settings"]["interactivity"]["is_enabled"] is True


def test_events_are_those_that_are_read(described: Json) -> None:
    """Each event that is read is subscribed to, with the scope that it takes, and no other.

    Those of assistants are read where they still come, and a new app has none of them.
    """
    read = set(Reader(lambda: datetime.now(UTC), lambda *_: Profile()).events)
    assert (set(EVENTS) | LEGACY_EVENTS, set(EVENTS) & LEGACY_EVENTS) == (read, set())
    subscribed = described["settings"]["event_subscriptions"]["bot_events"]
    assert set(subscribed) == {*(name for name, _ in EVENTS.values()), *LEFT}
    scopes = set(described["oauth_config"]["scopes"]["bot"])
    assert scopes == {*SCOPES, "im:history", "app_mentions:read"}
    assert not {scope for scope in scopes if scope.startswith(("channels:", "groups:", "mpim:"))}


def test_there_is_a_payload_for_each_event() -> None:
    """What is subscribed to is tried."""
    recorded = [json.loads(path.read_text("utf-8")) for path in PAYLOADS.glob("*.json")]
    wanted = {*EVENTS, *LEFT, *OF_AN_ORGANISATION}
    assert wanted <= {payload["event"]["type"] for payload in recorded if "event" in payload}


def test_commands_are_the_dialogs(described: Json) -> None:
    """The long description tells of every command."""
    told = described["display_information"]["long_description"]
    assert all(spec.usage in told for dialog in dialogs() for spec in dialog.commands)


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt["message"])
def test_prompts_lead_somewhere(prompt: dict[str, str]) -> None:
    """Each is a command that a dialog takes."""
    known = {spec.name for dialog in dialogs() for spec in dialog.commands}
    assert prompt["message"].split()[0] in known
    assert Talk().say(prompt["message"])


def test_no_other_platform(described: Json) -> None:
    """No other chat platform is named."""
    assert "teams" not in json.dumps(described).lower().replace("ms_teams", "")
    assert described["display_information"]["name"] == NAME


def test_the_file_is_the_one_that_is_made() -> None:
    """deploy/slack-manifest.yaml is what the command prints."""
    printed = CliRunner().invoke(main, ["manifest", "slack"])
    assert printed.exit_code == 0, printed.output
    assert (ROOT / "deploy" / "slack-manifest.yaml").read_text("utf-8") == printed.output
    assert yaml.safe_load(printed.output) == manifest(shipped(), dialogs())


def test_the_command_for_a_domain() -> None:
    """With a domain the manifest is for HTTP."""
    printed = CliRunner().invoke(main, ["manifest", "slack", "--domain", DOMAIN])
    assert printed.output == as_yaml(manifest(shipped(), dialogs(), DOMAIN))


def test_for_several_workspaces() -> None:
    """With OAuth it names where people are led back to, lets organisations install it, and has tokens renewed."""
    printed = CliRunner().invoke(main, ["manifest", "slack", "--oauth", "--domain", DOMAIN])
    described = yaml.safe_load(printed.output)
    if SCHEMA.exists():
        jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(described)
    assert described["oauth_config"]["redirect_urls"] == [f"https://{DOMAIN}/slack/oauth_redirect"]
    assert described["settings"]["org_deploy_enabled"] is True
    assert described["settings"]["token_rotation_enabled"] is True
    assert "team_access_revoked" in described["settings"]["event_subscriptions"]["bot_events"]
    one = manifest(shipped(), dialogs(), DOMAIN)
    assert "redirect_urls" not in one["oauth_config"]
    assert one["settings"]["org_deploy_enabled"] is one["settings"]["token_rotation_enabled"] is False
    assert one["oauth_config"]["scopes"] == described["oauth_config"]["scopes"]


def test_several_workspaces_need_an_address() -> None:
    """Without a domain nobody could be led back; the command says what to give."""
    printed = CliRunner().invoke(main, ["manifest", "slack", "--oauth"])
    assert printed.exit_code == 1
    assert "--domain" in printed.output


@pytest.mark.parametrize("domain", ["https://tutor.example.com", "tutor", "tutor.example.com/x", "a b.com"])
def test_a_domain_that_is_none(domain: str) -> None:
    """The command says what is meant."""
    printed = CliRunner().invoke(main, ["manifest", "slack", "--domain", domain])
    assert printed.exit_code == 1
    assert "without https://" in printed.output
