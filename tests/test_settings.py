"""Settings: where they come from, and what is said when one cannot be used."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import MAKE_KEY, SettingsError, load_settings

OAUTH = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hunter2",
    "SLACK_TOKEN_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
}
NO_DOTENV = Path("does-not-exist.env")


def test_order(tmp_path: Path) -> None:
    """A secret file is before the environment, the environment before `.env`, `.env` before the default."""
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=1\nHOST=localhost\nLOG_LEVEL=DEBUG\n")
    secret = tmp_path / "port"
    secret.write_text("3\n")
    settings = load_settings({"PORT": "2", "PORT_FILE": str(secret), "HOST": "127.0.0.1", "EMPTY": ""}, dotenv)
    assert (settings.port, settings.host, settings.log_level, settings.web) == (3, "127.0.0.1", "DEBUG", True)


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"PORT": "many"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"PORT_FILE": "no-such-file"}, "PORT_FILE"),
        ({"PORT_FILE": sys.executable}, "no UTF-8 text"),
        ({"HOST": "192.0.2.1"}, "WEB_USER_HEADER"),
        ({"SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET and SLACK_TOKEN_KEY"),
        ({"SLACK_CLIENT_SECRET": "x", "SLACK_TOKEN_KEY": "x"}, "SLACK_CLIENT_ID"),
        ({"SLACK_REDIRECT_URL": "https://x/slack/oauth_redirect"}, "SLACK_CLIENT_ID"),
        ({**OAUTH, "SLACK_BOT_TOKEN": "xoxb-1"}, "unset one"),
        ({**OAUTH, "SLACK_TOKEN_KEY": "hunter2"}, "base64"),
        ({"SLACK_CONNECTIONS": "11"}, "SLACK_CONNECTIONS"),
    ],
)
def test_told_what_is_wrong(environ: dict[str, str], told: str) -> None:
    """A setting that cannot be used is named."""
    with pytest.raises(SettingsError, match=told) as caught:
        load_settings(environ, NO_DOTENV)
    assert "hunter2" not in str(caught.value)


def test_a_dotenv_that_is_no_text(tmp_path: Path) -> None:
    """It is named, like any other setting that cannot be used."""
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"PORT=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env is no UTF-8 text"):
        load_settings({}, dotenv)


def test_the_command_for_a_key_makes_one() -> None:
    """What is printed where a key is missing makes a key that is taken."""
    made = subprocess.run(["sh", "-c", MAKE_KEY], capture_output=True, text=True, check=True).stdout.strip()
    assert load_settings({**OAUTH, "SLACK_TOKEN_KEY": made}, NO_DOTENV).slack_client_id == "1.2"
    assert load_settings({**OAUTH, "SLACK_TOKEN_KEY": f"{made} {made}"}, NO_DOTENV).slack_client_id == "1.2"


def test_no_secret_is_shown() -> None:
    """Secrets are in no error and in no representation."""
    settings = load_settings({"DATABASE_URL": "postgresql://u:hunter2@h/db"}, NO_DOTENV)
    assert "hunter2" not in repr(settings)
    with pytest.raises(SettingsError) as caught:
        load_settings({"DATABASE_URL": "postgresql://u:hunter2@h/db", "PORT": "x"}, NO_DOTENV)
    assert "hunter2" not in str(caught.value)
