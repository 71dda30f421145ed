"""Alive is not ready: a tutor whose database is away is left running and spared the traffic."""

from aiohttp.test_utils import TestClient, TestServer

from bot.app import build
from bot.server import application
from bot.settings import load_settings


async def test_ready_while_the_database_answers() -> None:
    """Ready at first; with its store closed alive, and not ready."""
    app = build(load_settings({"DATABASE_URL": "sqlite:///:memory:"}))
    async with TestClient(TestServer(application(app))) as client:
        response = await client.get("/readyz")
        assert response.status == 200
        assert (await response.json())["status"] == "ok"
        await app.store.close()
        assert (await client.get("/readyz")).status == 503
        assert (await client.get("/healthz")).status == 200
