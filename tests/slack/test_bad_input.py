"""What is not Slack's, not whole, or not known: each gets its status, and nothing is lost or leaked."""

import json
import logging
from collections.abc import Callable
from io import BytesIO

import pytest

from tests.slack.tutor import FORM, SECRET, Tutor, encoded, signed
from tests.slack.workspace import Json, Workspace

JSON = "application/json"


def _headers(body: bytes, at: float, case: str) -> dict[str, str]:
    """Headers with one thing wrong."""
    good = signed(body, at)
    signature = good["X-Slack-Signature"]
    changes = {
        "wrong": {"X-Slack-Signature": f"{signature[:-1]}{'0' if signature[-1] != '0' else '1'}"},
        "of another secret": signed(body, at, "0" * 32),
        "of another body": signed(body + b" ", at),
        "of another version": {"X-Slack-Signature": signature.replace("v0=", "v1=")},
        "not ASCII": {"X-Slack-Signature": "v0=\xe9\xe9"},
        "empty": {"X-Slack-Signature": ""},
        "old": signed(body, at - 301),
        "from the future": signed(body, at + 302),
        "no whole number": {"X-Slack-Request-Timestamp": f"{at:.3f}"},
        "no number": {"X-Slack-Request-Timestamp": "yesterday"},
        "a digit of another script": {"X-Slack-Request-Timestamp": "\u00b2\u00b9"},
        "without end": {"X-Slack-Request-Timestamp": "9" * 400},
        "negative": {"X-Slack-Request-Timestamp": "-1"},
    }
    return good | changes[case]


@pytest.mark.parametrize(
    "case",
    [
        "wrong",
        "of another secret",
        "of another body",
        "of another version",
        "not ASCII",
        "empty",
        "old",
        "from the future",
        "no whole number",
        "no number",
        "a digit of another script",
        "without end",
        "negative",
    ],
)
async def test_a_signature_that_is_not_good(case: str, tutor: Tutor, slack: Workspace) -> None:
    """401, and nothing is kept."""
    body, kind = encoded(slack.payload("message-direct"))
    headers = _headers(body, tutor.clock().timestamp(), case)
    assert await tutor.deliver(body, kind, **headers) == (401, b"")
    assert await tutor.count("turn") == 0


@pytest.mark.parametrize(
    ("body", "kind"), [(b"ssl_check=1&token=x", FORM), (b'{"type":"url_verification"}', JSON), (b"", JSON)]
)
async def test_no_signature(body: bytes, kind: str, tutor: Tutor) -> None:
    """401 to everything, to checks as well."""
    async with tutor.session.post(tutor.url, data=body, headers={"Content-Type": kind}) as response:
        assert response.status == 401


async def test_a_signature_is_good_for_five_minutes(tutor: Tutor, slack: Workspace) -> None:
    """A delivery that was on its way for long is still taken."""
    body, kind = encoded(slack.payload("message-direct"))
    status, _ = await tutor.deliver(body, kind, **signed(body, tutor.clock().timestamp() - 299))
    assert status == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", JSON),
        (b"{", JSON),
        (b"[]", JSON),
        (b'"text"', JSON),
        (b"null", JSON),
        (b"\xff\xfe{}", JSON),
        (b"[" * 100_000, JSON),
        (b"words", FORM),
        (b"payload={", FORM),
        (b"payload=[1]", FORM),
        (b"payload=%ff", FORM),
        (b"\xff=1", FORM),
    ],
)
async def test_a_body_that_cannot_be_read(body: bytes, kind: str, tutor: Tutor) -> None:
    """400, though it is signed."""
    status, _ = await tutor.deliver(body, kind)
    assert status == 400


def _without(name: str) -> Callable[[Json], Json]:
    return lambda payload: {key: value for key, value in payload.items() if key != name}


def _event(**changes: object) -> Callable[[Json], Json]:
    return lambda payload: payload | {"event": payload["event"] | changes}


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("message-direct", _without("team_id")),
        ("message-direct", _event(channel={"id": "D024BE91L"})),
        ("message-direct", _event(ts="yesterday")),
        ("message-direct", _event(text=["quiz"])),
        ("message-direct", _event(user="U1\x00")),
        ("mention", _event(channel="../C0G9QF9GZ")),
        ("mention", _event(subtype={})),
        ("opened-home", _event(user=None)),
        ("command-term", _without("trigger_id")),
        ("command-term", _without("response_url")),
        ("click-direct", _without("actions")),
        ("click-direct", lambda payload: payload | {"actions": []}),
        ("click-direct", lambda payload: payload | {"user": "U2147483697"}),
        ("click-direct", lambda payload: payload | {"state": {"values": [1]}}),
    ],
)
async def test_a_payload_as_slack_does_not_send_it(
    name: str, spoil: Callable[[Json], Json], tutor: Tutor, slack: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    """400; the log says where it is at fault and repeats nothing of what stands there."""
    with caplog.at_level(logging.INFO):
        assert await tutor.post(spoil(slack.payload(name))) == 400
    assert await tutor.count("turn") == 0
    told = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert "not as Slack sends it" in told
    assert "yesterday" not in told
    assert "quiz" not in told


@pytest.mark.parametrize(
    "body", [{"type": "event_callback"}, {"type": "event_callback", "event": []}, {"type": 7}, {}, {"a": 1}]
)
async def test_a_payload_of_no_known_kind(body: Json, tutor: Tutor) -> None:
    """200: there may be more kinds some day."""
    status, _ = await tutor.deliver(json.dumps(body).encode(), JSON)
    assert status == 200


async def test_an_oversized_body(tutor: Tutor) -> None:
    """413, before it is read to its end."""
    body = b"text=" + b"x" * 1_100_000
    headers = {"Content-Type": FORM, **signed(body, tutor.clock().timestamp())}
    async with tutor.session.post(tutor.url, data=BytesIO(body), headers=headers) as response:
        assert response.status == 413


async def test_a_form_that_slack_would_not_send(tutor: Tutor, slack: Workspace) -> None:
    """A button of no message, and one of a Home tab that names no direct message, do nothing."""
    orphan = slack.payload("click-direct")
    del orphan["container"]["message_ts"]
    stranger = slack.payload("click-home")
    stranger["view"]["private_metadata"] = "C0G9QF9GZ"
    assert await tutor.answers(orphan) == []
    assert await tutor.answers(stranger) == []


async def test_other_ways_to_ask(tutor: Tutor) -> None:
    """The address takes POST alone."""
    async with tutor.session.get(tutor.url) as response:
        assert response.status == 405


async def test_nothing_said_is_logged(tutor: Tutor, slack: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    """Neither words nor secrets reach the log, at any level."""
    with caplog.at_level(logging.DEBUG):
        for name in ("message-direct-entities", "command-payload", "click-direct", "opened-home"):
            await tutor.answers(slack.payload(name))
        body, kind = encoded(slack.payload("message-direct-entities"))
        await tutor.deliver(body, kind, X_Slack_Signature="v0=0")
    told = " ".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    for words in ("accuracy", "is a payload", "xoxb-", SECRET, "Question 1"):
        assert words not in told
