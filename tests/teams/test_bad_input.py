"""What does not come from Teams for this bot is refused, and what cannot be read is told apart from it."""

import json
import logging
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import jwt
import pytest

from bot.store import StoreUnavailableError
from tests.support.intakes import Failing
from tests.teams.platform import APP_ID, ISSUER, Platform, jwk, private_key
from tests.teams.tutor import Tutor, sqlite_url
from tests.teams.tutor import tutor as serving

BadToken = Callable[[Platform], str]


def _tampered(platform: Platform) -> str:
    head, claims, signature = platform.token().split(".")
    return f"{head}.{claims[:-4]}AAAA.{signature}"


def _with_public_key_as_secret(platform: Platform) -> str:
    """Signed, as if with a shared secret, with what everybody can read."""
    claims = {"iss": ISSUER, "aud": APP_ID, "serviceurl": platform.service_url, "exp": int(time.time()) + 60}
    return jwt.encode(claims, jwk("first")["n"], "HS256", headers={"kid": "first"})


BAD: dict[str, BadToken] = {
    "none": lambda _: "",
    "another scheme": lambda p: f"Basic {p.token()}",
    "scheme alone": lambda _: "Bearer ",
    "garbage": lambda _: "Bearer not.a.token",
    "garbage in base64": lambda _: "Bearer bm90.YQ.dG9rZW4",
    "not even text": lambda _: "Bearer \xff\xfe",
    "endless": lambda p: f"Bearer {p.token()}{'x' * 4000}",
    "expired": lambda p: f"Bearer {p.token(exp=int(time.time()) - 3600)}",
    "without exp": lambda p: f"Bearer {p.token(exp=None)}",
    "not yet": lambda p: f"Bearer {p.token(nbf=int(time.time()) + 3600)}",
    "wrong audience": lambda p: f"Bearer {p.token(aud='another-app')}",
    "without audience": lambda p: f"Bearer {p.token(aud=None)}",
    "wrong issuer": lambda p: f"Bearer {p.token(iss='https://sts.windows.net/x/')}",
    "without issuer": lambda p: f"Bearer {p.token(iss=None)}",
    "wrong service URL": lambda p: f"Bearer {p.token(serviceurl='https://smba.trafficmanager.net/emea/')}",
    "without service URL": lambda p: f"Bearer {p.token(serviceurl=None)}",
    "alg none": lambda p: f"Bearer {p.token(algorithm='none')}",
    "another algorithm": lambda p: f"Bearer {p.token(algorithm='RS512')}",
    "public key as secret": lambda p: f"Bearer {_with_public_key_as_secret(p)}",
    "unknown kid": lambda p: f"Bearer {p.token('never-listed')}",
    "tampered": lambda p: f"Bearer {_tampered(p)}",
}


@pytest.mark.parametrize("name", BAD)
async def test_bad_token(name: str, tutor: Tutor, platform: Platform, caplog: pytest.LogCaptureFixture) -> None:
    """Each is refused with a bare 401: no turn, nothing sent, no token in the log."""
    caplog.set_level(logging.DEBUG)
    token = BAD[name](platform)
    assert await tutor.post(platform.payload("message-personal"), token) == (401, b"")
    assert await tutor.count("turn") == 0
    assert await tutor.settled() == []
    assert not token[12:] or token[12:] not in caplog.text


async def test_key_of_another_channel(tutor: Tutor, platform: Platform) -> None:
    """A key that is not endorsed for Teams cannot speak for it."""
    platform.keys = [jwk("first", endorsements=("webchat",))]
    assert await tutor.post(platform.payload("message-personal")) == (401, b"")
    assert await tutor.post(platform.payload("message-personal", channelId="webchat")) == (401, b"")


async def test_other_tenant(tutor: Tutor, platform: Platform) -> None:
    """A single-tenant bot serves its own tenant alone."""
    activity = platform.payload("message-personal", channelData={})
    activity["conversation"]["tenantId"] = "another"
    assert await tutor.post(activity) == (401, b"")
    del activity["conversation"]["tenantId"]
    assert await tutor.post(activity) == (401, b"")


async def test_multi_tenant(platform: Platform, tmp_path: Path) -> None:
    """A multi-tenant bot serves each tenant, and keeps their learners apart."""
    async with serving(platform, sqlite_url(tmp_path), teams_tenant_id="") as tutor:
        for tenant in ("one", "another"):
            activity = platform.payload("message-personal", channelData={"tenant": {"id": tenant}})
            activity["conversation"]["tenantId"] = tenant
            assert await tutor.answer(activity)
        assert await tutor.count("learner") == 2


async def test_stranger_with_a_good_token(platform: Platform, tmp_path: Path) -> None:
    """Even where a token names it, a service URL that is not on the list never gets the bot's own token."""
    async with serving(platform, sqlite_url(tmp_path), teams_service_urls="https://*.example.com") as tutor:
        assert await tutor.post(platform.payload("message-personal")) == (401, b"")
        assert await tutor.settled() == []


async def test_rotated_key(tutor: Tutor, platform: Platform) -> None:
    """A new key is fetched when a token first names it; then tokens of the old one are refused."""
    old, new = f"Bearer {platform.token()}", f"Bearer {platform.token('second')}"
    assert (await tutor.post(platform.payload("message-personal"), old))[0] == 200
    platform.keys = [jwk("second")]
    tutor.stopwatch.at += 31
    assert (await tutor.post(platform.payload("message-personal", id="2"), new))[0] == 200
    assert (await tutor.post(platform.payload("message-personal", id="3"), old))[0] == 401


async def test_one_token_for_many(tutor: Tutor, platform: Platform) -> None:
    """A token is good for more than one activity; clocks may differ by minutes."""
    token = f"Bearer {platform.token(exp=int(time.time()) - 200)}"
    for number in range(2):
        assert (await tutor.post(platform.payload("message-personal", id=str(number)), token))[0] == 200
    assert platform.fetched == 1


async def test_many_unknown_keys(tutor: Tutor, platform: Platform) -> None:
    """Tokens that name unknown keys do not make the tutor ask for the keys each time."""
    for name in ("first", "never", "nowhere", "not-once"):
        await tutor.post(platform.payload("message-personal"), f"Bearer {platform.token(name)}")
    assert platform.fetched == 1


async def test_keys_are_away(tutor: Tutor, platform: Platform) -> None:
    """What cannot be checked is not acknowledged, so that it comes again; nor is it let in."""
    platform.keys_away = True
    assert await tutor.post(platform.payload("message-personal")) == (503, b"")
    platform.keys_away = False
    tutor.stopwatch.at += 31
    assert await tutor.answer(platform.payload("message-personal"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"type": "message"}',
        b'{"type": 7, "conversation": {"id": "a"}}',
        b'{"type": "message", "conversation": {"id": {"deep": 1}}}',
        b"[" * 100_000,
        b'{"value":' * 5000,
    ],
)
async def test_malformed(body: bytes, tutor: Tutor) -> None:
    """What is no activity is told so; nothing is kept."""
    assert await tutor.post(body) == (400, b"")
    assert await tutor.count("turn") == 0


async def test_malformed_from_a_stranger(tutor: Tutor) -> None:
    """Who has no token learns nothing of how a body should look."""
    assert await tutor.post(b"{", "") == (401, b"")


async def test_oversized(tutor: Tutor, platform: Platform) -> None:
    """More than any activity has is not read to the end."""
    body = BytesIO(json.dumps(platform.payload("message-personal", text="x" * 2_000_000)).encode())
    headers = {"Authorization": f"Bearer {platform.token()}"}
    async with tutor.session.post(tutor.url, data=body, headers=headers) as response:
        assert response.status == 413
    assert await tutor.count("turn") == 0


async def test_nobody(tutor: Tutor, platform: Platform) -> None:
    """An activity of nobody, or of the bot itself, is no turn."""
    bot = platform.payload("message-personal")["recipient"]
    nobody: dict[str, str] = {}
    for sender in (nobody, bot):
        assert await tutor.answers(platform.payload("message-personal", **{"from": sender})) == []
    assert await tutor.count("turn") == 0


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "text",
        {},
        {"action": "quiz:start"},
        {"action": {"type": "Action.Execute"}},
        {"action": {"data": {"action": ["quiz", "start"]}}},
        {"action": {"data": {"action": "x" * 200}}},
        {"action": {"data": {"form": ""}}},
    ],
)
async def test_malformed_click(value: Any, tutor: Tutor, platform: Platform) -> None:
    """A click without one of the tutor's actions is answered in words."""
    answer = await tutor.click(platform.payload("click-execute", value=value))
    assert answer["type"] == "application/vnd.microsoft.error"
    assert await tutor.settled() == []


async def test_store_is_away(platform: Platform, tmp_path: Path) -> None:
    """What was not kept is not acknowledged: neither a message nor a click."""
    async with serving(platform, sqlite_url(tmp_path), lambda _: Failing(StoreUnavailableError())) as tutor:
        for name in ("message-personal", "click-execute"):
            assert await tutor.post(platform.payload(name)) == (503, b"")


async def test_other_methods(tutor: Tutor) -> None:
    """The endpoint is posted to."""
    async with tutor.session.get(tutor.url) as response:
        assert response.status == 405


def test_keys_are_what_they_seem() -> None:
    """The tests' tokens are signed with keys of the size that Teams uses."""
    assert private_key("first").key_size == 2048
