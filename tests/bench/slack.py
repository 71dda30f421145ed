"""Slack: what a turn costs beside stock Bolt and bare aiohttp, and how long a hundred at once take.

Each server runs in a process of its own, and so does the Web API that it talks to. Costs are CPU time of the
server's process, in the median of several rounds; the servers take turns, so that all meet the same machine.
Nobody writes twice in a round: the tutor would keep to the pace that Slack sets to a conversation, and answer later.
"""

import asyncio
import json
import multiprocessing
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import build
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.manifest import PATH
from bot.channels.slack.signature import genuine
from bot.server import application, keep_loaded
from bot.settings import Settings
from tests.bench.table import show
from tests.slack.tutor import signed

SECRET, TOKEN = "8f742231b10e8888abcd99yyyzzz85a5", "xoxb-not-a-real-token"
ROUNDS, TURNS, PEOPLE, AT_ONCE = 5, 400, 400, 16
AFTERWARDS = 0.2  # seconds in which the last replies are marked as sent
LATENCY, CROWD = 0.3, 100

MESSAGE_GOAL, COMMAND_GOAL, CROWD_GOAL = 1.0, 1.5, 1.0
Serve = Callable[[str, Path], Awaitable[web.Application]]


# The servers


async def bare_message(api_url: str, _: Path) -> web.Application:
    """Checks, reads and answers a message with nothing but aiohttp."""
    session = aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"})

    async def receive(request: web.Request) -> web.Response:
        event = json.loads(await _checked(request))["event"]
        said = {"channel": event["channel"], "text": event["text"]}
        async with session.post(f"{api_url}chat.postMessage", json=said) as response:
            await response.json()
        return web.Response()

    return _serving(receive)


async def bare_command(_: str, __: Path) -> web.Application:
    """Checks, reads and acknowledges a command with nothing but aiohttp."""

    async def receive(request: web.Request) -> web.Response:
        await _checked(request)
        await request.post()
        return web.Response()

    return _serving(receive)


async def stock_bolt(api_url: str, _: Path) -> web.Application:
    """Bolt as its guide shows it: `say` for a message, `ack` for a command."""
    client = AsyncWebClient(TOKEN, api_url)
    app = AsyncApp(signing_secret=SECRET, client=client)

    @app.event("message")
    async def echo(event: dict[str, Any], say: Any) -> None:
        await say(event["text"])

    @app.command("/tutor")
    async def acknowledge(ack: Any) -> None:
        await ack()

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return _serving(receive)


async def tutor(api_url: str, folder: Path) -> web.Application:
    """The tutor, with SQLite, as `chat-tutor serve` has it."""
    settings = Settings.model_validate(
        {
            "database_url": f"sqlite:///{folder}/tutor.db",
            "web": False,
            "slack_bot_token": TOKEN,
            "slack_signing_secret": SECRET,
            "slack_api_url": api_url,
        }
    )
    app = build(settings)
    app.channels["slack"] = SlackChannel(settings, app.turns, app.store)
    keep_loaded()
    return application(app)


def _serving(receive: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.Application:
    server = web.Application()
    server.router.add_post(PATH, receive)
    return server


async def _checked(request: web.Request) -> bytes:
    body, headers = await request.read(), request.headers
    stamp, signature = headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"]
    if not genuine(SECRET, stamp, signature, body, time.time()):
        raise web.HTTPUnauthorized
    return body


# Their processes


async def _web_api(_: str, __: Path) -> web.Application:
    """The Web API; `/wait` answers once so many messages were posted to it, `/latency` sets how slow it is."""
    state = {"sent": 0, "latency": 0.0}
    changed = asyncio.Condition()

    async def call(request: web.Request) -> web.Response:
        await request.read()
        if state["latency"]:
            await asyncio.sleep(state["latency"])
        if request.path.endswith("chat.postMessage"):
            async with changed:
                state["sent"] += 1
                changed.notify_all()
        return web.json_response({"ok": True, "ts": "1763888500.000001", "user_id": "U0LAN0Z89", "user": {}})

    async def wait(request: web.Request) -> web.Response:
        count = int(request.query["count"])
        async with changed, asyncio.timeout(60):
            await changed.wait_for(lambda: state["sent"] >= count)
        state["sent"] = 0
        return web.Response()

    async def latency(request: web.Request) -> web.Response:
        state["latency"] = float(request.query["seconds"])
        return web.Response()

    server = web.Application()
    server.router.add_get("/wait", wait)
    server.router.add_get("/latency", latency)
    server.router.add_route("*", "/{rest:.*}", call)
    return server


def _run(serve: Serve, api_url: str, folder: Path, pipe: Connection) -> None:
    async def cpu(_: web.Request) -> web.Response:
        return web.json_response(time.process_time())

    async def run() -> None:
        app = await serve(api_url, folder)
        app.router.add_get("/cpu", cpu)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


@dataclass(frozen=True, slots=True)
class Server:
    """A server in its process."""

    url: str

    async def ask(self, path: str) -> float:
        """What it answers."""
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as response:
            response.raise_for_status()
            return float(await response.text() or 0)


@contextmanager
def started(serve: Serve, api_url: str = "") -> Iterator[Server]:
    """A server that is up."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    with tempfile.TemporaryDirectory(prefix="tutor-bench-") as folder:
        process = context.Process(target=_run, args=(serve, api_url, Path(folder), there), daemon=True)
        process.start()
        try:
            yield Server(f"http://127.0.0.1:{here.recv()}")
        finally:
            process.kill()
            process.join()


# Their work


def _signed(body: bytes, kind: str) -> dict[str, str]:
    return {"Content-Type": kind, **signed(body, time.time(), SECRET)}


_numbers = count(time.time_ns() // 1_000_000 % 10**9 * 1000)


def message() -> tuple[bytes, str]:
    """A direct message, from one of many people."""
    n = next(_numbers)
    who, stamp = n % PEOPLE, f"1763888400.{n % 10**6:06}"
    event = {"type": "message", "channel_type": "im", "user": f"U{who:08}", "channel": f"D{who:08}"}
    said = {"text": "RAG", "ts": stamp, "event_ts": stamp, "team": "T024BE7LD", "client_msg_id": f"c{n}"}
    envelope = {"type": "event_callback", "team_id": "T024BE7LD", "api_app_id": "A0KRD7HC3"}
    bot = {"team_id": "T024BE7LD", "user_id": "U0LAN0Z89", "is_bot": True, "is_enterprise_install": False}
    whole = {**envelope, "event_id": f"Ev{n}", "event": event | said, "authorizations": [bot]}
    return json.dumps(whole).encode(), "application/json"


def command(api_url: str) -> tuple[bytes, str]:
    """`/tutor RAG`, by one of many people."""
    n = next(_numbers)
    who = n % PEOPLE
    place = {"team_id": "T024BE7LD", "channel_id": "C0G9QF9GZ", "channel_name": "learning"}
    said = {"command": "/tutor", "text": "RAG", "user_id": f"U{who:08}", "user_name": "ann"}
    how = {"trigger_id": f"13345224609.738474920.{n}", "response_url": f"{api_url}respond/{n}"}
    return urlencode({**place, **said, **how}).encode(), "application/x-www-form-urlencoded"


@asynccontextmanager
async def _posting(
    server: Server, *, answers: bool = False
) -> AsyncIterator[Callable[[tuple[bytes, str]], Awaitable[None]]]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def post(body: tuple[bytes, str]) -> None:
            async with session.post(server.url + PATH, data=body[0], headers=_signed(*body)) as response:
                assert response.status == 200, response.status
                answer = await response.read()
                assert not answers or b"blocks" in answer, "the command was not answered in its response"

        yield post


async def cost(
    server: Server,
    api: Server,
    make: Callable[[], tuple[bytes, str]],
    *,
    sends: bool = False,
    answers: bool = False,
) -> float:
    """CPU microseconds a turn, to the end of what it `sends`, or `answers` in the response."""
    left = iter(range(TURNS))
    before = await server.ask("/cpu")
    async with _posting(server, answers=answers) as post:

        async def work() -> None:
            for _ in left:
                await post(make())

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    if sends:
        await api.ask(f"/wait?count={TURNS}")
    await asyncio.sleep(AFTERWARDS)
    return (await server.ask("/cpu") - before) / TURNS * 1e6


async def crowd(server: Server, api: Server) -> float:
    """Seconds until as many people as write at once all have their answer, from a slow Web API."""
    await api.ask(f"/latency?seconds={LATENCY}")
    bodies = [message() for _ in range(CROWD)]
    async with _posting(server) as post:
        start = time.perf_counter()
        await asyncio.gather(*map(post, bodies))
        await api.ask(f"/wait?count={CROWD}")
        return time.perf_counter() - start


Case = Callable[[], Awaitable[float]]


async def bench_slack() -> None:
    """Measure messages and commands, each beside stock Bolt and the floor, and a crowd."""
    with started(_web_api) as api:
        url = f"{api.url}/api/"
        with (
            started(bare_message, url) as bare_m,
            started(bare_command, url) as bare_c,
            started(stock_bolt, url) as bolt,
            started(tutor, url) as ours,
        ):
            ask = partial(command, url)
            cases: dict[str, tuple[Case, Case, Case]] = {
                "message, against say": (
                    partial(cost, bare_m, api, message, sends=True),
                    partial(cost, bolt, api, message, sends=True),
                    partial(cost, ours, api, message, sends=True),
                ),
                "command, against ack": (
                    partial(cost, bare_c, api, ask),
                    partial(cost, bolt, api, ask),
                    partial(cost, ours, api, ask, answers=True),
                ),
            }
            rounds = [
                {name: [await measure() for measure in case] for name, case in cases.items()} for _ in range(ROUNDS + 1)
            ]
            seconds = await crowd(ours, api)
    rows = [line(name, [median(r[name][n] for r in rounds[1:]) for n in range(3)]) for name in cases]
    show(
        f"Slack: CPU µs in the server for a turn, the middle of {ROUNDS} rounds after one to warm up",
        ("", "bare aiohttp", "stock Bolt", "tutor", "tutor / Bolt", "goal", "tutor / bare"),
        rows,
    )
    away = f"{LATENCY * 1000:.0f} ms"
    show(
        f"Slack: {CROWD} turns at once, where the Web API is {away} away",
        ("", "s", "goal"),
        [("all answered", f"{seconds:.2f}", f"{CROWD_GOAL:.0f}")],
    )


def line(name: str, costs: Sequence[float]) -> tuple[str, ...]:
    """A row of the table."""
    bare, bolt, ours = costs
    goal = MESSAGE_GOAL if name.startswith("message") else COMMAND_GOAL
    figures = (f"{bare:,.0f}", f"{bolt:,.0f}", f"{ours:,.0f}")
    return (name, *figures, f"{ours / bolt:.2f}", f"≤ {goal:.1f}", f"{ours / bare:.1f}")
