"""The platforms, for a doctor to look at."""

from collections.abc import AsyncIterator

import pytest

from tests.deploy.outside import Outside, serving


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    """An outside on which all is well."""
    async with serving() as started:
        started.say("/api/auth.test", {"ok": True, "team": "Acme"})
        started.say("/api/apps.connections.open", {"ok": True, "url": "wss://x"})
        started.say("/openid", {"jwks_uri": f"{started.url}keys"})
        started.say("/keys", {"keys": [{}, {}]})
        yield started
