"""Settings: where they come from, and what is said when one cannot be used."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

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
        ({"HOST": "192.0.2.1"}, "WEB_USER_HEADER"),
    ],
)
def test_told_what_is_wrong(environ: dict[str, str], told: str) -> None:
    """A setting that cannot be used is named."""
    with pytest.raises(SettingsError, match=told):
        load_settings(environ, NO_DOTENV)


def test_no_secret_is_shown() -> None:
    """Secrets are in no error and in no representation."""
    settings = load_settings({"DATABASE_URL": "postgresql://u:hunter2@h/db"}, NO_DOTENV)
    assert "hunter2" not in repr(settings)
    with pytest.raises(SettingsError) as caught:
        load_settings({"DATABASE_URL": "postgresql://u:hunter2@h/db", "PORT": "x"}, NO_DOTENV)
    assert "hunter2" not in str(caught.value)


def test_readme_lists_every_setting() -> None:
    """The README's table names each setting and says what it means."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"| `{name.upper()}` |" in readme
        assert field.description is not None
        assert field.description in readme
