"""The doctor finds what is wrong with a set-up, and says what to do about it."""

import asyncio
import json
import ssl
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.channels.teams import checkup as teams
from bot.store import open_store
from tests.deploy.outside import NOW, Outside, Tokens, both, settings, told
from tests.operating.test_tracing import python
from tests.store.wire import Wire
from tests.test_cli import run


async def test_all_is_well(outside: Outside) -> None:
    """Nothing is found where nothing is wrong, and everything was looked at."""
    findings = await both(settings(outside))
    assert list(told(findings)) == []
    assert len(findings) == 8


@pytest.mark.parametrize(
    ("given", "fault", "remedy"),
    [
        ({"slack_bot_token": "xoxp-1"}, "begins with xoxb-", "SLACK_BOT_TOKEN"),
        ({"slack_signing_secret": "abc"}, "32 hexadecimal", "not the Client Secret"),
        ({"slack_app_token": "xoxb-2"}, "xapp-", "SLACK_APP_TOKEN"),
        ({"slack_api_url": "http://127.0.0.1:9/api/"}, "cannot be reached", "firewall"),
        ({"teams_app_id": "tutor"}, "no id of the form", "TEAMS_APP_ID"),
        ({"teams_tenant_id": "acme.com"}, "no id of the form", "TEAMS_TENANT_ID"),
        ({"teams_openid_url": "http://127.0.0.1:9/"}, "cannot be read", "every message is refused"),
    ],
)
async def test_wrong_settings(outside: Outside, given: dict[str, str], fault: str, remedy: str) -> None:
    """A setting that cannot work is named, with where to find the right one."""
    (found,) = told(await both(settings(outside, **given)))
    assert fault in found
    assert remedy in found


async def test_a_managed_identity(outside: Outside) -> None:
    """It needs no password."""
    here = settings(outside, teams_managed_identity="true", teams_app_password="")
    assert list(told(await both(here))) == []


async def test_a_machine_without_the_identity(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for as the tutor asks; where there is none, the remedy speaks of identities and not of secrets."""
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")
    here = settings(outside, teams_managed_identity="true", teams_app_password="")
    (found,) = told([finding async for finding in teams.checkup(here, NOW)])
    assert "Teams token is not given" in found
    assert "Assign the bot's managed identity to this machine" in found
    assert "secret" not in found


async def test_an_identity_of_any_organisation(outside: Outside) -> None:
    """Without its tenant a managed identity would let everybody in."""
    (found,) = told(await both(settings(outside, teams_managed_identity="true", teams_tenant_id="")))
    assert "TEAMS_TENANT_ID" in found


async def test_a_refused_token(outside: Outside) -> None:
    """Slack's word is passed on."""
    outside.say("/api/auth.test", {"ok": False, "error": "invalid_auth"})
    (found,) = told(await both(settings(outside)))
    assert "invalid_auth" in found
    assert "Bot User OAuth Token" in found


async def test_missing_scopes(outside: Outside) -> None:
    """Those that lack are named; the app is to be installed again."""
    outside.say("/api/auth.test", {"ok": True, "team": "Acme"}, scopes="commands,chat:write")
    (found,) = told(await both(settings(outside)))
    assert "im:history" in found
    assert "Reinstall" in found


async def test_socket_mode_is_off(outside: Outside) -> None:
    """A token that may open no connection."""
    outside.say("/api/apps.connections.open", {"ok": False, "error": "not_allowed_token_type"})
    (found,) = told(await both(settings(outside)))
    assert "connections:write" in found


async def test_a_secret_that_ended(outside: Outside) -> None:
    """The login server's word is passed on, and no secret with it."""
    (found,) = told(await both(settings(outside), Tokens("invalid_client")))
    assert "invalid_client" in found
    assert "client secret" in found


async def test_a_clock_that_is_wrong(outside: Outside) -> None:
    """Minutes of difference are found beside both platforms' clocks."""
    early = NOW - timedelta(minutes=7)
    outside.say("/api/auth.test", {"ok": True, "team": "Acme"}, at=early)
    outside.say("/openid", {"jwks_uri": f"{outside.url}keys"}, at=early)
    found = list(told(await both(settings(outside))))
    assert len(found) == 2
    assert all("420 s ahead" in one and "NTP" in one for one in found)


@pytest.mark.parametrize(
    ("environ", "fault", "remedy"),
    [
        ({"PORT": "x"}, "PORT", "chat-tutor settings"),
        ({"CONTENT": "."}, "course", "chat-tutor lint"),
        ({"DATABASE_URL": "mysql://x"}, "mysql", "Correct DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////proc/none/t.db"}, "cannot be made", "Make its folder"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:9/x"}, "PostgreSQL says", "Is it running?"),
    ],
)
def test_broken_set_ups(environ: dict[str, str], fault: str, remedy: str, tmp_path: Path) -> None:
    """The command exits with 1 and says what to do; as JSON it says the same."""
    done = run("doctor", cwd=tmp_path, **environ)
    assert done.returncode == 1
    assert fault in done.stdout
    assert remedy in done.stdout
    assert "Traceback" not in done.stderr
    findings = json.loads(run("doctor", "--json", cwd=tmp_path, **environ).stdout)
    assert findings["faults"] == 1


def test_a_database_that_lacks_migrations(postgres_url: str, tmp_path: Path) -> None:
    """With MIGRATE=false it is a fault that says which command to run; else the next start mends it."""
    done = run("doctor", cwd=tmp_path, DATABASE_URL=postgres_url, MIGRATE="false")
    assert "chat-tutor migrate" in done.stdout
    assert run("doctor", cwd=tmp_path, DATABASE_URL=postgres_url).returncode == 0


async def test_a_database_that_dies_while_it_is_looked_at(postgres_url: str, tmp_path: Path) -> None:
    """It is a fault with a remedy like any other, and what comes after it is looked at all the same."""
    await asyncio.to_thread(lambda: asyncio.run(open_store(postgres_url).close()))
    async with Wire(postgres_url) as wire:
        wire.cut_at = b"select 1"
        done = await asyncio.to_thread(run, "doctor", cwd=tmp_path, DATABASE_URL=wire.url)
    assert done.returncode == 1
    assert "PostgreSQL says" in done.stdout
    assert "Is it running?" in done.stdout
    assert "Web chat" in done.stdout
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stdout


async def test_the_address_where_the_app_is_installed(outside: Outside, tmp_path: Path) -> None:
    """Where any workspace may install it, people have to reach the page."""
    environ = {
        "SLACK_API_URL": f"{outside.url}api/",
        "SLACK_CLIENT_ID": "24.1729",
        "SLACK_CLIENT_SECRET": "0123456789abcdef0123456789abcdef",
        "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd999999985a56",
        "SLACK_TOKEN_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    }
    look = partial(run, "doctor", "--url", outside.url, cwd=tmp_path, **environ)
    for status, code in ((404, 1), (200, 0)):
        outside.say("/api/oauth.v2.access", {"ok": False, "error": "invalid_code"}, at=datetime.now(UTC))
        outside.say("/healthz", {})
        outside.say("/slack/events", {}, status=401)
        outside.say("/slack/install", {}, status=status)
        done = await asyncio.to_thread(look)
        assert "id and secret are taken" in done.stdout
        assert f"/slack/install: answers {status}" in done.stdout
        assert done.returncode == code, done.stdout


def test_nothing_is_changed(tmp_path: Path) -> None:
    """A database file that is not there is not made by looking."""
    done = run("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert list(tmp_path.iterdir()) == []


def certificate(folder: Path, days: int) -> ssl.SSLContext:
    """A server of 127.0.0.1 whose certificate ends in so many days; `folder/ca.pem` is to be trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tutor")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "ca.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "server.pem").write_bytes(plain + made.public_bytes(Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem")
    return context


@pytest.mark.parametrize(
    ("days", "mark", "told"), [(60, "fine", "ends on"), (5, "look", "whoever renews it"), (-2, "fault", "certificate")]
)
async def test_the_certificate_of_the_public_address(days: int, mark: str, told: str, tmp_path: Path) -> None:
    """One that ends soon is warned of, and one that has ended is a fault like an address that is not reached."""

    async def alive(_: web.Request) -> web.Response:
        return web.Response()

    application = web.Application()
    application.router.add_get("/healthz", alive)
    server = TestServer(application, scheme="https")
    await server.start_server(ssl=certificate(tmp_path, days))
    look = partial(run, "doctor", "--url", str(server.make_url("")), SSL_CERT_FILE=str(tmp_path / "ca.pem"))
    done = await asyncio.to_thread(look, cwd=tmp_path)
    await server.close()
    (line,) = (line for line in done.stdout.splitlines() if "certificate of" in line or "not reached" in line)
    assert mark in line
    assert told in done.stdout
    assert done.returncode == (days < 0)


def test_a_secret_that_ends(tmp_path: Path) -> None:
    """One that has ended is a fault with what to do; the secret itself is not shown."""
    secret = {"LLM_MODEL": "m", "LLM_API_KEY": "s3cr3t"}
    done = run("doctor", cwd=tmp_path, LLM_KEY_EXPIRES="2020-01-01", **secret)
    assert done.returncode == 1
    assert "LLM_API_KEY: ended on 01 January 2020" in done.stdout
    assert "Make another key" in done.stdout
    assert "s3cr3t" not in done.stdout
    assert run("doctor", cwd=tmp_path, **secret).returncode == 0


async def test_the_public_address(outside: Outside, tmp_path: Path) -> None:
    """A proxy that does not pass a path on is found."""
    look = partial(run, "doctor", "--url", outside.url, cwd=tmp_path)
    outside.say("/healthz", {}, status=502)
    done = await asyncio.to_thread(look)
    assert "answers 502" in done.stdout
    assert "proxy" in done.stdout
    assert done.returncode == 1
    outside.say("/healthz", {})
    done = await asyncio.to_thread(look)
    assert "answers 200" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("setting", "module", "extra"), [("TRACING", "opentelemetry", "otel"), ("LLM_MODEL", "openai", "llm")]
)
def test_an_extra_that_is_not_installed(setting: str, module: str, extra: str, tmp_path: Path) -> None:
    """What is turned on and not installed would end the start, so it is a fault, with what to install."""
    told = {}
    for missing in ("", f"sys.modules[{module!r}] = None; "):
        code = f"import sys; {missing}from bot.cli import main; main(['doctor', '--json'])"
        said = python(code, DATABASE_URL=f"sqlite:///{tmp_path / 't.db'}", **{setting: "true"})
        found = [f for f in json.loads(said)["findings"] if setting in f["told"] or "what it needs" in f["told"]]
        told[bool(missing)] = [(f["verdict"], f["remedy"]) for f in found]
    assert told[False] == [("fine", "")]
    assert told[True] == [("fault", f"Run: pip install 'chat-tutor[{extra}]'")]
