"""An app that workspaces install, on either database."""

from collections.abc import AsyncIterator

import pytest

from tests.slack.oauth.grid import OAUTH, Grid, grant
from tests.slack.tutor import Tutor
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import Json, workspace


@pytest.fixture
async def grid() -> AsyncIterator[Grid]:
    """Slack, on loopback."""
    here = Grid()
    async with workspace(here):
        yield here


@pytest.fixture
async def tutor(grid: Grid, database_url: str) -> AsyncIterator[Tutor]:
    """A tutor that nobody has installed yet."""
    async with serving(grid, database_url, **OAUTH) as here:
        yield here


async def begin(tutor: Tutor) -> tuple[str, str, str]:
    """Open the page: its words, the state that it leads on, and the cookie of the browser."""
    async with tutor.session.get(tutor.url.replace("/events", "/install")) as response:
        page, cookie = await response.text(), response.headers["Set-Cookie"].partition(";")[0]
    return page, page.partition("state=")[2].partition("&")[0], cookie


async def come_back(tutor: Tutor, query: str, cookie: str = "") -> tuple[int, str]:
    """Be led back by Slack; status and words of the page."""
    url = f"{tutor.url.replace('/events', '/oauth_redirect')}?{query}"
    async with tutor.session.get(url, headers={"Cookie": cookie} if cookie else {}) as response:
        return response.status, await response.text()


async def install(tutor: Tutor, grid: Grid, granted: Json | None = None) -> tuple[int, str]:
    """Install the app as somebody does it in a browser."""
    grid.codes["code"] = grant() if granted is None else granted
    _, state, cookie = await begin(tutor)
    done = await come_back(tutor, f"code=code&state={state}", cookie)
    while not grid.asides.empty():
        grid.asides.get_nowait()
    return done
