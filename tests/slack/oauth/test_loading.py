"""What one workspace needs is all that one workspace loads."""

import json
import subprocess
import sys

from tests.slack.oauth.grid import CLIENT_ID, CLIENT_SECRET, KEY

LOADED = """
import json, sys
from bot.app import add_channels, build
from bot.settings import load_settings
app = build(load_settings())
add_channels(app)
print(json.dumps([name for name in ("slack_bolt", "cryptography", "bot.channels.slack.oauth") if name in sys.modules]))
"""


def loaded(**environ: str) -> list[str]:
    """Which of the heavy modules a tutor with these settings loads over HTTP."""
    given = {"DATABASE_URL": "sqlite:///:memory:", "SLACK_SIGNING_SECRET": "x", **environ}
    done = subprocess.run([sys.executable, "-c", LOADED], env=given, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_one_workspace() -> None:
    """By token it loads neither Bolt nor a cipher; with OAuth both."""
    assert loaded(SLACK_BOT_TOKEN="xoxb-x") == []
    oauth = {"SLACK_CLIENT_ID": CLIENT_ID, "SLACK_CLIENT_SECRET": CLIENT_SECRET, "SLACK_TOKEN_KEY": KEY}
    assert loaded(**oauth) == ["slack_bolt", "cryptography", "bot.channels.slack.oauth"]
