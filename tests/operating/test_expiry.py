"""Secrets near their end are warned of: by the doctor, in the log, and as a metric, and no secret is shown."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build
from bot.expiry import NEAR, expiries, watch
from bot.server import application, exposition
from bot.settings import Settings, SettingsError, load_settings
from tests.delivery.fakes import Clock

ENDS = date(2027, 5, 31)
MIDNIGHT = datetime(2027, 5, 31, tzinfo=UTC)
SECRET = "s3cr3t"
SET = {"DATABASE_URL": "sqlite:///:memory:", "TEAMS_APP_ID": "x", "TEAMS_APP_PASSWORD": SECRET, "WEB": "true"}


def settings(**more: str) -> Settings:
    return load_settings(SET | more)


@pytest.mark.parametrize(
    ("left", "verdict", "told"),
    [
        (NEAR + timedelta(hours=1), "fine", "ends on 31 May 2027"),
        (NEAR, "warning", "in 30 days"),
        (timedelta(days=1, hours=3), "warning", "in 1 day"),
        (timedelta(hours=3), "warning", "in less than a day"),
        (timedelta(0), "fault", "ended on 31 May 2027"),
        (-timedelta(days=90), "fault", "ended on 31 May 2027"),
    ],
)
def test_the_day_nears(left: timedelta, verdict: str, told: str) -> None:
    """Well before it nothing is to be done; then there is, with where; from that day on it is a fault."""
    (expiry,) = expiries(settings(TEAMS_SECRET_EXPIRES="2027-05-31"))
    finding = expiry.finding(MIDNIGHT - left)
    assert (finding.check, finding.verdict) == ("TEAMS_APP_PASSWORD", verdict)
    assert finding.told.endswith(told)
    assert ("Manage Password" in finding.remedy) == (verdict != "fine")


def test_a_day_that_nobody_told() -> None:
    """It is no fault; how to be warned is said. A secret that is not set is not spoken of."""
    (finding,) = (expiry.finding(MIDNIGHT) for expiry in expiries(settings()))
    assert finding.verdict == "fine"
    assert "TEAMS_SECRET_EXPIRES" in finding.told
    assert expiries(load_settings({"WEB": "true"})) == ()


def test_the_models_key() -> None:
    """The key to a language model may end as well."""
    found = expiries(settings(LLM_MODEL="m", LLM_API_KEY="k", LLM_KEY_EXPIRES="2027-05-31"))
    assert [expiry.secret for expiry in found if expiry.at == MIDNIGHT] == ["LLM_API_KEY"]


def test_what_is_no_day() -> None:
    """A date in another form is refused at the start, with its name."""
    with pytest.raises(SettingsError, match="TEAMS_SECRET_EXPIRES"):
        settings(TEAMS_SECRET_EXPIRES="31.5.2027")


@pytest.mark.parametrize(("days", "level"), [(40, None), (20, "WARNING"), (-1, "ERROR")])
async def test_the_log_of_a_server(days: int, level: str | None, caplog: pytest.LogCaptureFixture) -> None:
    """A server says it when it starts, with what to do, and never the secret."""
    clock = Clock()
    clock.now = MIDNIGHT - timedelta(days=days)
    app = build(settings(TEAMS_SECRET_EXPIRES="2027-05-31"), clock)
    async with TestClient(TestServer(application(app))) as client:
        assert (await client.get("/healthz")).status == 200
    said = [record for record in caplog.records if record.name == "bot.expiry"]
    assert [record.levelname for record in said] == ([level] if level else [])
    assert all("Manage Password" in record.getMessage() for record in said)
    assert SECRET not in caplog.text


async def test_it_is_said_every_day(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reads the log of today only sees it too."""
    clock = Clock()
    clock.now = MIDNIGHT - timedelta(days=2)
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)
        clock.forward(seconds)
        if len(waits) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await watch(expiries(settings(TEAMS_SECRET_EXPIRES="2027-05-31")), clock, pause)
    assert waits == [timedelta(days=1).total_seconds()] * 3
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING", "ERROR"]


async def test_the_metric() -> None:
    """Seconds until its end, by the name of the setting; less than none once it has ended."""
    clock = Clock()
    app = build(settings(TEAMS_SECRET_EXPIRES="2027-05-31", METRICS_PORT="0"), clock)
    async with TestClient(TestServer(exposition(app))) as client:
        for left in (3600, -60):
            clock.now = MIDNIGHT - timedelta(seconds=left)
            text = await (await client.get("/metrics")).text()
            (line,) = (line for line in text.splitlines() if line.startswith("chat_tutor_secret_expires_seconds{"))
            assert line == f'chat_tutor_secret_expires_seconds{{secret="TEAMS_APP_PASSWORD"}} {float(left)}'
            assert SECRET not in text
    await app.close()
