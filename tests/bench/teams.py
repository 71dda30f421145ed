"""Teams: what a turn costs beside a stock echo and bare aiohttp, and how long a hundred at once take.

Each server runs in a process of its own, and so does the Bot Connector that it talks to. All three check the
token of each activity. An answer with sources is two messages, its words with their citations and a card: beside it
the others echo twice. Costs are CPU time of the server's process, in the median of several rounds; the
servers take turns, so that all meet the same machine.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median

import aiohttp
import jwt
from aiohttp import web
from botbuilder.core import BotFrameworkAdapter, BotFrameworkAdapterSettings, TurnContext
from botbuilder.schema import Activity
from botframework.connector.auth import AppCredentials, ChannelValidation

from bot.app import build
from bot.channels.teams.channel import TeamsChannel
from bot.server import application, keep_loaded
from tests.bench.slack import Server, started
from tests.bench.table import show
from tests.teams.platform import APP_ID, ISSUER, PAYLOADS, TENANT, Platform, jwk
from tests.teams.tutor import Tokens, settings_for

ROUNDS, TURNS, PEOPLE, AT_ONCE = 5, 400, 400, 16
AFTERWARDS = 0.2  # seconds in which the last replies are marked as sent
LATENCY, CROWD = 0.3, 100
GOAL, CROWD_GOAL = 0.5, 1.0
PATH = "/api/messages"
SAID = {"hint": 1, "RAG": 2}
"""What is said, and in how many messages the tutor answers it."""


# The servers


async def bare(platform_url: str, _: Path) -> web.Application:
    """Checks, reads and answers a message with nothing but aiohttp and PyJWT."""
    session = aiohttp.ClientSession(headers={"Authorization": "Bearer bot-token"})
    async with session.get(f"{platform_url}/v1/.well-known/keys") as response:
        key = jwt.PyJWK((await response.json())["keys"][0])

    async def receive(request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        jwt.decode(token, key, algorithms=["RS256"], audience=APP_ID, issuer=ISSUER)
        activity = await request.json()
        place = f"{activity['serviceUrl']}v3/conversations/{activity['conversation']['id']}/activities"
        for _ in range(SAID[activity["text"]]):
            async with session.post(place, json={"type": "message", "text": activity["text"]}) as response:
                await response.json()
        return web.Response()

    return _serving(receive)


async def stock(platform_url: str, _: Path) -> web.Application:
    """The SDK's own adapter, as its samples show it, echoing; its token source gives a token at once."""

    class Credentials(AppCredentials):  # type: ignore[misc]
        def get_access_token(self, force_refresh: bool = False) -> str:
            return "bot-token"

    ChannelValidation.open_id_metadata_endpoint = f"{platform_url}/v1/.well-known/openidconfiguration"
    settings = BotFrameworkAdapterSettings(APP_ID, "not-used", app_credentials=Credentials(APP_ID))
    adapter = BotFrameworkAdapter(settings)

    async def echo(context: TurnContext) -> None:
        for _ in range(SAID[context.activity.text]):
            await context.send_activity(context.activity.text)

    async def receive(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        await adapter.process_activity(activity, request.headers["Authorization"], echo)
        return web.Response()

    return _serving(receive)


async def tutor(platform_url: str, folder: Path) -> web.Application:
    """The tutor, with SQLite, as `chat-tutor serve` has it."""
    settings = settings_for(Platform(platform_url), f"sqlite:///{folder}/tutor.db")
    app = build(settings)
    app.channels["teams"] = TeamsChannel(settings, app.turns, tokens=Tokens())
    keep_loaded()
    return application(app)


def _serving(receive: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.Application:
    server = web.Application()
    server.router.add_post(PATH, receive)
    return server


async def connector(_: str, __: Path) -> web.Application:
    """The Connector and its keys; `/wait` and `/latency` are as in the bench of Slack's Web API."""
    state = {"sent": 0, "latency": 0.0}
    changed = asyncio.Condition()

    async def call(request: web.Request) -> web.Response:
        await request.read()
        if state["latency"]:
            await asyncio.sleep(state["latency"])
        async with changed:
            state["sent"] += 1
            changed.notify_all()
        return web.json_response({"id": "1763888500001"})

    async def wait(request: web.Request) -> web.Response:
        wanted = int(request.query["count"])
        async with changed, asyncio.timeout(60):
            await changed.wait_for(lambda: state["sent"] >= wanted)
        state["sent"] = 0
        return web.Response()

    async def latency(request: web.Request) -> web.Response:
        state["latency"] = float(request.query["seconds"])
        return web.Response()

    async def openid(request: web.Request) -> web.Response:
        keys = f"{request.url.origin()}/v1/.well-known/keys"
        algorithms = {"id_token_signing_alg_values_supported": ["RS256"]}
        return web.json_response({"issuer": ISSUER, "jwks_uri": keys, **algorithms})

    async def keys(_: web.Request) -> web.Response:
        return web.json_response({"keys": [jwk("first")]})

    async def token(request: web.Request) -> web.Response:
        return web.Response(text=Platform(str(request.url.origin())).token())

    server = web.Application()
    for path, answer in {"wait": wait, "latency": latency, "token": token}.items():
        server.router.add_get(f"/{path}", answer)
    server.router.add_get("/v1/.well-known/openidconfiguration", openid)
    server.router.add_get("/v1/.well-known/keys", keys)
    server.router.add_route("*", "/emea/v3/{rest:.*}", call)
    return server


# Their work

_numbers = count(time.time_ns())


def message(platform: Server, text: str) -> bytes:
    """A message in a personal chat, from one of many people."""
    number = next(_numbers)
    who = number % PEOPLE
    activity = json.loads((PAYLOADS / "message-personal.json").read_text("utf-8"))
    activity |= {"id": str(number), "serviceUrl": Platform(platform.url).service_url, "text": text}
    activity["from"]["id"] = f"29:{who}"
    activity["conversation"] |= {"id": f"a:{who}", "tenantId": TENANT}
    return json.dumps(activity).encode()


@asynccontextmanager
async def _posting(server: Server, platform: Server) -> AsyncIterator[Callable[[bytes], Awaitable[None]]]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        async with session.get(f"{platform.url}/token") as response:
            token = await response.text()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

        async def post(body: bytes) -> None:
            async with session.post(server.url + PATH, data=body, headers=headers) as response:
                assert response.status == 200, response.status
                await response.read()

        yield post


async def cost(server: Server, platform: Server, text: str) -> float:
    """CPU microseconds a turn, to the end of what it sends."""
    bodies = iter([message(platform, text) for _ in range(TURNS)])
    before = await server.ask("/cpu")
    async with _posting(server, platform) as post:

        async def work() -> None:
            for body in bodies:
                await post(body)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    await platform.ask(f"/wait?count={TURNS * SAID[text]}")
    await asyncio.sleep(AFTERWARDS)
    return (await server.ask("/cpu") - before) / TURNS * 1e6


async def crowd(server: Server, platform: Server) -> float:
    """Seconds until as many people as write at once all have their answer, from a slow Connector."""
    await platform.ask(f"/latency?seconds={LATENCY}")
    text = "RAG"
    bodies = [message(platform, text) for _ in range(CROWD)]
    async with _posting(server, platform) as post:
        start = time.perf_counter()
        await asyncio.gather(*map(post, bodies))
        await platform.ask(f"/wait?count={CROWD * SAID[text]}")
        return time.perf_counter() - start


async def bench_teams() -> None:
    """Measure a message beside the stock adapter and the floor, and a crowd."""
    with started(connector) as platform:
        url = platform.url
        with started(bare, url) as floor, started(stock, url) as sdk, started(tutor, url) as ours:
            rounds = [
                {text: [await cost(server, platform, text) for server in (floor, sdk, ours)] for text in SAID}
                for _ in range(ROUNDS + 1)
            ]
            seconds = await crowd(ours, platform)
    show(
        f"Teams: CPU µs in the server for a turn, the middle of {ROUNDS} rounds after one to warm up",
        ("", "bare aiohttp", "stock adapter", "tutor", "tutor / stock", "goal", "tutor / bare"),
        [line(text, [median(r[text][n] for r in rounds[1:]) for n in range(3)]) for text in SAID],
    )
    show(
        f"Teams: {CROWD} turns at once, where the Connector is {LATENCY * 1000:.0f} ms away",
        ("", "s", "goal"),
        [("all answered", f"{seconds:.2f}", f"{CROWD_GOAL:.0f}")],
    )


def line(text: str, costs: Sequence[float]) -> tuple[str, ...]:
    """A row of the table."""
    least, echo, full = costs
    sent = "one message" if SAID[text] == 1 else f"{SAID[text]} messages"
    figures = (f"{least:,.0f}", f"{echo:,.0f}", f"{full:,.0f}")
    return (f"answered in {sent}", *figures, f"{full / echo:.2f}", f"≤ {GOAL:.1f}", f"{full / least:.1f}")
