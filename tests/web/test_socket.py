"""The web chat's socket and headers, against callers that are not our page."""

from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, WSMsgType, WSServerHandshakeError

from bot.channels.web import COOKIE, LARGEST_FRAME
from tests.web.line import Line, again, dialled, new_id
from tests.web.serving import Tutor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_turn(line: Line) -> None:
    """A turn is confirmed, and its reply names it."""
    asked = new_id()
    (reply,) = await line.take({"type": "say", "id": asked, "text": "define RAG"})
    assert reply["turn"] == asked
    assert "retrieval" in reply["html"].lower()
    assert reply["update"] == ""


async def test_first_visit(line: Line) -> None:
    """Opening the page greets a new learner once, with something to press."""
    (hello,) = await line.take({"type": "open", "zone": "Europe/Paris"})
    assert "data-action=" in hello["html"]
    assert await line.take({"type": "open", "zone": "Europe/Paris"}, replies=0) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '"say"',
        '{"type": "say"}',
        '{"type": "shout", "id": "12345678", "text": "hi"}',
        '{"type": "say", "id": "12345678", "text": "hi", "admin": true}',
        '{"type": "say", "id": "12345678", "text": 7}',
        '{"type": "say", "id": "12345678", "text": "\\ud800"}',
        '{"type": "say", "id": "short", "text": "hi"}',
        '{"type": "say", "id": "12345678#0:x", "text": "hi"}',
        '{"type": "submit", "id": "12345678", "form": "quiz:answer", "values": [1]}',
        '{"type": "open", "id": "12345678", "zone": "' + "x" * 65 + '"}',
        "[" * 100_000,
    ],
)
async def test_unreadable(line: Line, text: str) -> None:
    """What is no frame of ours is refused in words, not to be tried again; the connection goes on."""
    error = await line.refused(text)
    assert error["retry"] is False
    assert "Reload" in error["text"]
    assert (await line.say("help"))["html"]


async def test_refusal_names_the_frame(line: Line) -> None:
    """The page learns which frame was refused, where it can be told."""
    assert (await line.refused('{"type": "shout", "id": "12345678"}'))["id"] == "12345678"


@pytest.mark.parametrize("action", ["", "quiz", ":", "quiz:", "a:" + "b" * 200])
async def test_malformed_action(line: Line, action: str) -> None:
    """A button that is none of ours is refused."""
    error = await line.refused({"type": "press", "id": new_id(), "action": action})
    assert error["retry"] is False
    error = await line.refused({"type": "submit", "id": new_id(), "form": action, "values": {}})
    assert error["retry"] is False


@pytest.mark.parametrize(
    "action",
    [
        "nobody:home",
        "quiz:answer",
        "quiz:answer:x:a",
        "quiz:answer:no-such-question.1.0.00000000:a",
        "quiz:answer:../../etc.1.0.00000000:a",
        "quiz:erase",
        "explain:step:x:y",
        "scenario:nothing",
        "daily:nothing",
        "progress:nothing",
        "lookup:nothing",
    ],
)
async def test_forged_action(line: Line, tutor: Tutor, action: str) -> None:
    """A well-formed button that was never shown gets a clear answer and records nothing."""
    (reply,) = await line.take({"type": "press", "action": action, "message": "web:somebody:else#0"})
    assert "went wrong" not in reply["html"]
    assert await tutor.app.store.run(lambda t: t.count("attempt")) == 0


@pytest.mark.parametrize("form", ["nobody:home", "quiz:answer", "quiz:answer:x", "scenario:nothing"])
@pytest.mark.parametrize("values", [{}, {"answer": ["<b>"]}, {"x": ["y"] * 1000}])
async def test_forged_form(line: Line, form: str, values: dict[str, list[str]]) -> None:
    """A well-formed form that was never shown gets a clear answer."""
    (reply,) = await line.take({"type": "submit", "form": form, "values": values})
    assert "went wrong" not in reply["html"]


async def test_somebody_elses_button(line: Line, tutor: Tutor) -> None:
    """A question that was put to one learner cannot be answered by another."""
    shown = await line.say("quiz 20")
    while 'class="choice"' not in shown["html"]:
        shown = await line.say("skip")
    action = shown["html"].split('data-action="quiz:answer:')[1].split('"')[0]
    async with dialled(tutor) as other:
        (reply,) = await other.take({"type": "press", "action": f"quiz:answer:{action}"})
    assert "somebody else" in reply["html"]
    assert await tutor.app.store.run(lambda t: t.count("attempt")) == 0


async def test_injection(line: Line) -> None:
    """What was typed comes back as words, never as markup."""
    for text in ("define <img src=x onerror=alert(1)>", "<script>alert(1)</script>", "[x](javascript:alert)"):
        html = (await line.say(text))["html"]
        assert "<img" not in html
        assert "<script" not in html
        assert 'href="javascript' not in html


async def test_long_text(line: Line) -> None:
    """40,000 characters are answered with how many they are."""
    assert "40,000" in (await line.say("x" * 40_000))["html"]


async def test_odd_text(line: Line) -> None:
    """Nothing, spaces, emoji and control characters each get an answer."""
    for text in ("", "  \n ", "🙂🙂", "\x00\x07", "\u202e", "a\u0301" * 2000):
        assert (await line.say(text))["html"]


async def test_too_large_frame(line: Line, tutor: Tutor) -> None:
    """More than a frame may hold ends the connection, and only that one."""
    await line.write("x" * (LARGEST_FRAME + 1))
    closed = await line.socket.receive()
    assert closed.type is WSMsgType.CLOSE
    assert closed.data == 1009
    async with again(line.session, tutor) as other:
        assert (await other.say("help"))["html"]


async def test_repeated_id(line: Line) -> None:
    """A turn that is sent again is confirmed again and taken once; its reply comes again until it was seen."""
    frame = {"type": "say", "id": new_id(), "text": "define RAG"}
    (reply,) = await line.take(frame)
    assert await line.take(frame) == [reply]
    await line.write({"type": "seen", "ids": [reply["id"]]})
    assert await line.take(frame, replies=0) == []


async def test_outcome_lost(line: Line, tutor: Tutor) -> None:
    """A reply whose commit was heard of too late, so that nothing was sent, is shown on the connection that asked."""
    await tutor.start_forgetfully()
    async with again(line.session, tutor) as tab:
        assert "retrieval" in (await tab.say("define RAG"))["html"].lower()


async def test_two_connections(line: Line, tutor: Tutor) -> None:
    """Every open tab of a learner is shown a reply; nobody else is."""
    async with again(line.session, tutor) as tab, dialled(tutor) as other:
        reply = await line.say("define RAG")
        assert await tab.read() == reply
        assert (await other.say("help"))["id"] != reply["id"]


async def test_unseen_replies_come_again(line: Line, tutor: Tutor) -> None:
    """A reply is sent at each connection until it is confirmed, also after a restart."""
    reply = await line.say("define RAG")
    await line.socket.close()
    await tutor.stop()
    await tutor.start()
    async with again(line.session, tutor) as tab:
        assert await tab.read() == reply
        await tab.write({"type": "seen", "ids": [reply["id"]]})
        assert (await tab.say("help"))["id"] != reply["id"]
    async with again(line.session, tutor) as tab:
        assert (await tab.read())["id"] != reply["id"]


async def test_seen_of_others(line: Line, tutor: Tutor) -> None:
    """Nobody can confirm a reply to somebody else."""
    reply = await line.say("define RAG")
    async with dialled(tutor) as other:
        await other.write({"type": "seen", "ids": [reply["id"], "", "x#y", "#1"]})
        await other.say("help")
    async with again(line.session, tutor) as tab:
        assert await tab.read() == reply


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1:1", None])
async def test_foreign_origin(line: Line, tutor: Tutor, origin: str | None) -> None:
    """Another site's page cannot speak as the learner; nor can what names no site."""
    headers = {} if origin is None else {"Origin": origin}
    with pytest.raises(WSServerHandshakeError) as refused:
        await line.session.ws_connect(f"{tutor.url}/socket", headers=headers)
    assert refused.value.status == 403


@pytest.mark.parametrize("path", ["/", "/page.js", "/socket"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:3978", "127.0.0.1.evil.example", ""])
async def test_foreign_host(line: Line, tutor: Tutor, path: str, host: str) -> None:
    """A name of another site that was pointed at this machine gets nothing."""
    headers = {"Host": host, "Origin": f"http://{host}"}
    async with line.session.get(tutor.url + path, headers=headers) as response:
        assert response.status == 403
        assert COOKIE not in response.cookies


@pytest.mark.parametrize("cookies", [{}, {COOKIE: ""}, {COOKIE: "guess"}, {COOKIE: "../" * 10 + "ab"}])
async def test_no_cookie(tutor: Tutor, cookies: dict[str, str]) -> None:
    """Without the page's cookie there is no socket."""
    async with ClientSession(cookies=cookies, cookie_jar=CookieJar(unsafe=True)) as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(f"{tutor.url}/socket", headers={"Origin": tutor.url})
    assert refused.value.status == 401


@pytest.mark.parametrize("name", ["localhost", "[::1]"])
async def test_one_name(line: Line, tutor: Tutor, name: str) -> None:
    """This machine's other names lead to the one that was announced: each would make another learner."""
    port = tutor.url.rpartition(":")[2]
    headers = {"Host": f"{name}:{port}"}
    async with line.session.get(tutor.url, headers=headers, allow_redirects=False) as response:
        assert response.status == 307
        assert response.headers["Location"] == f"{tutor.url}/"
        assert COOKIE not in response.cookies


async def test_cookie(line: Line, tutor: Tutor) -> None:
    """The cookie is out of reach for scripts and other sites, and each visit renews the same one."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.get(tutor.url) as response:
            first = response.cookies[COOKIE]
        async with session.get(tutor.url) as response:
            second = response.cookies[COOKIE]
    assert first["httponly"]
    assert first["samesite"] == "Strict"
    assert int(first["max-age"]) > 90 * 24 * 3600
    assert second.OutputString() == first.OutputString()


@pytest.mark.parametrize("path", ["/", "/page.js", "/page.css", "/icon.svg"])
async def test_headers(line: Line, tutor: Tutor, path: str) -> None:
    """Every file of the page comes with a policy that admits no inline script, no style and no other site."""
    async with line.session.get(tutor.url + path) as response:
        headers = response.headers
    policy: dict[str, Any] = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/nothing", "/page.html", "/..%2fweb.py", "/web.py", "/.env"])
async def test_no_other_file(line: Line, tutor: Tutor, path: str) -> None:
    """Nothing but the page is served."""
    async with line.session.get(tutor.url + path) as response:
        assert response.status == 404
