"""A tutor whose counts can be scraped, and a channel that remembers."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bot.app import App, build
from bot.channels.observed import ObservedChannel
from bot.server import exposition
from bot.settings import load_settings
from dialogs.turn import Action, Turn
from tests.delivery.fakes import ANN, START, Clock, RecordingChannel, message

SETTINGS = {"DATABASE_URL": "sqlite:///:memory:", "METRICS_PORT": "0"}


class Watched:
    """A tutor, its only channel, and what it counts."""

    def __init__(self, app: App, clock: Clock) -> None:
        assert app.metrics is not None
        self.app = app
        self.clock = clock
        self.channel = RecordingChannel()
        app.channels["chat"] = ObservedChannel(self.channel, app.metrics)

    async def scraped(self) -> list[Sample]:
        """Every sample, as Prometheus would read it."""
        async with TestClient(TestServer(exposition(self.app))) as client:
            response = await client.get("/metrics")
            assert response.status == 200
            families = text_string_to_metric_families(await response.text())
            return [sample for family in families for sample in family.samples]

    async def value(self, name: str, **labels: str) -> float:
        """The sum of the samples of this name that have these labels."""
        samples = await self.scraped()
        return sum(s.value for s in samples if s.name == name and labels.items() <= s.labels.items())


GENERAL = replace(ANN, conversation="general", direct=False, shared=True)


async def ask_everyone(app: App) -> None:
    """Ann asks everybody in a place, and two answer."""
    await app.turns.receive(message("ask", "quiz everyone", GENERAL))
    await app.delivery.drain()
    rows = await app.store.run(lambda t: t.execute("select id from poll", ()))
    for user in ("ann", "bob"):
        vote = Action("poll", "vote", (str(rows[0][0]), "a"))
        await app.turns.receive(Turn(f"vote of {user}", replace(GENERAL, user=user), vote, START))
    await app.delivery.drain()


async def see_to_polls(app: App, clock: Clock) -> None:
    """The number that is shown, the end, and the answers that count then."""
    assert app.polls is not None
    for seconds in (5, 700):
        clock.forward(seconds)
        while await app.polls.step():
            await app.delivery.drain()


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    """A tutor that counts, in memory."""
    clock = Clock()
    app = build(load_settings(SETTINGS), clock)
    yield Watched(app, clock)
    await app.close()
