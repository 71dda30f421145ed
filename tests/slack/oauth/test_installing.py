"""Installing, as somebody does it in a browser: what they see, what is kept, and what cannot be done with it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.channels.slack.manifest import scopes
from bot.store import StoreUnavailableError
from bot.store.installations import Installations
from tests.slack.oauth.conftest import begin, come_back, install
from tests.slack.oauth.grid import CLIENT_ID, CLIENT_SECRET, OAUTH, ORGANISATION, Grid, grant
from tests.slack.tutor import Tutor
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import TEAM, fault, shown
from tests.store.database import query


async def test_from_the_page_to_the_first_answer(tutor: Tutor, grid: Grid) -> None:
    """The page leads to Slack with id, scopes and state; then the workspace is answered with its own token."""
    page, state, _ = await begin(tutor)
    link = page.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    asked = parse_qs(urlsplit(link).query)
    assert link.startswith(f"{grid.url}/oauth/v2/authorize?")
    assert asked["client_id"] == [CLIENT_ID]
    assert asked["scope"] == [",".join(scopes())]
    assert asked["state"] == [state]
    status, told = await install(tutor, grid)
    assert status == 200
    assert "is installed" in told
    assert f"Team &lt;{TEAM}&gt;" in told
    assert f"app_redirect?app=A0KRD7HC3&amp;team={TEAM}" in told
    call = await tutor.answer(grid.payload("message-direct"))
    assert call.token == "Bearer xoxb-1"
    assert "etrieval" in shown(call)


@pytest.mark.parametrize(
    ("given", "team"), [(TEAM, [TEAM]), (f"{TEAM}%26user_scope%3Dadmin", None), ("%22%3E%3Cscript%3E", None)]
)
async def test_for_a_workspace(given: str, team: list[str] | None, tutor: Tutor) -> None:
    """The page may be asked for one workspace; nothing else gets into the link."""
    async with tutor.session.get(tutor.url.replace("/events", f"/install?team={given}")) as response:
        page = await response.text()
    asked = parse_qs(urlsplit(page.partition('href="')[2].partition('"')[0].replace("&amp;", "&")).query)
    assert asked.get("team") == team
    assert "user_scope" not in asked
    assert "<script" not in page


async def test_what_is_kept(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """Keys, scopes and sealed tokens: no token to read, and not who installed it."""
    await install(tutor, grid, grant(rotating=True, enterprise=ORGANISATION))
    found = await tutor.app.store.run(lambda t: Installations(t).find("slack", TEAM))
    assert found is not None
    assert (found.key, found.bot, found.scopes) == (
        ("slack", ORGANISATION, TEAM),
        "U0LAN0Z89",
        ("chat:write", "commands"),
    )
    assert found.expires is not None
    rows = str(query(database_url, "select * from installation"))
    assert "xox" not in rows
    assert "U0ADMIN01" not in rows


async def test_a_state_is_good_once(tutor: Tutor, grid: Grid) -> None:
    """Led back twice, the second time is refused, though its code were good."""
    grid.codes |= {"one": grant(), "two": grant()}
    _, state, cookie = await begin(tutor)
    assert (await come_back(tutor, f"code=one&state={state}", cookie))[0] == 200
    status, told = await come_back(tutor, f"code=two&state={state}", cookie)
    assert (status, "two" in grid.codes) == (401, True)
    assert "opened twice" in told
    assert "Start again" in told


async def test_a_state_ends(tutor: Tutor, grid: Grid) -> None:
    """After ten minutes it is refused, and it is not kept for ever."""
    grid.codes["code"] = grant()
    _, state, cookie = await begin(tutor)
    tutor.clock.at += timedelta(minutes=10)
    assert (await come_back(tutor, f"code=code&state={state}", cookie))[0] == 401
    for _ in range(3):
        await begin(tutor)
    tutor.clock.at += timedelta(minutes=11)
    await begin(tutor)
    assert await tutor.count("install_state") == 1


@pytest.mark.parametrize(
    ("query_of", "status", "told"),
    [
        ("error=access_denied&state={state}", 200, "pressed Cancel"),
        ("code=code&state=guessed", 400, "in which it began"),
        ("code=code", 400, "in which it began"),
        ("state={state}", 401, "sent no code"),
        ("code=spent&state={state}", 401, "refused the code"),
        ("error=%3Cscript%3Ealert(1)%3C/script%3E", 200, "look at its log"),
    ],
)
async def test_what_goes_wrong(query_of: str, status: int, told: str, tutor: Tutor, grid: Grid) -> None:
    """Each ends in a page that says why and leads back to the start; nothing is installed."""
    grid.codes["code"] = grant()
    _, state, cookie = await begin(tutor)
    found, page = await come_back(tutor, query_of.format(state=state), cookie)
    assert found == status
    assert told in page
    assert 'href="/slack/install"' in page
    assert "<script" not in page
    assert await tutor.count("installation") == 0


async def test_another_browser(tutor: Tutor, grid: Grid) -> None:
    """A link that somebody else sends installs nothing in whoever opens it."""
    grid.codes["code"] = grant()
    _, state, _ = await begin(tutor)
    _, _, mine = await begin(tutor)
    assert (await come_back(tutor, f"code=code&state={state}"))[0] == 400
    assert (await come_back(tutor, f"code=code&state={state}", mine))[0] == 400
    assert "code" in grid.codes


async def test_begun_here_and_ended_there(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """A balancer may lead somebody back to another process, and that answers at once."""
    grid.codes["code"] = grant()
    async with serving(grid, database_url, **OAUTH) as second:
        _, state, cookie = await begin(tutor)
        assert (await come_back(second, f"code=code&state={state}", cookie))[0] == 200
        assert await tutor.answers(grid.payload("message-direct"))


async def test_slack_is_not_reached(tutor: Tutor, grid: Grid, caplog: pytest.LogCaptureFixture) -> None:
    """A page says so, and no code or secret is logged, whatever Slack says."""
    grid.codes["code"] = grant()
    grid.faults["oauth.v2.access"].append(fault("internal_error", 500))
    _, state, cookie = await begin(tutor)
    status, told = await come_back(tutor, f"code=sesame&state={state}", cookie)
    assert status in {401, 502}
    assert "Start again" in told
    _, state, cookie = await begin(tutor)
    await come_back(tutor, f"code=sesame&state={state}", cookie)
    logged = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert "invalid_code" in logged
    assert "sesame" not in logged
    assert CLIENT_SECRET not in logged


async def test_the_database_is_away(tutor: Tutor, grid: Grid) -> None:
    """A page says so, with a status that says so to machines."""
    await tutor.app.store.close()
    async with tutor.session.get(tutor.url.replace("/events", "/install")) as response:
        assert response.status == 503
        assert "database is away" in await response.text()
    with pytest.raises(StoreUnavailableError):
        await tutor.count("installation")


async def test_the_pages_tell_nobody(tutor: Tutor) -> None:
    """Their addresses hold codes: they are not kept, not framed, and not told to where a link leads."""
    for path in ("/install", "/oauth_redirect?code=x"):
        async with tutor.session.get(tutor.url.replace("/events", path)) as response:
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
            assert response.charset == "utf-8"


async def test_an_organisation(tutor: Tutor, grid: Grid) -> None:
    """Installed for all of it, an administrator is told to add it to workspaces, each of which is then answered."""
    status, told = await install(tutor, grid, grant(enterprise=ORGANISATION, org_wide=True))
    assert (status, "Grid &amp; Co" in told, "administrator" in told) == (200, True, True)
    (kept,) = await tutor.app.store.run(lambda t: Installations(t).all("slack"))
    assert kept.key == ("slack", ORGANISATION, "")


async def test_installed_again(tutor: Tutor, grid: Grid) -> None:
    """The newer token counts at once, and there is one installation."""
    await install(tutor, grid)
    assert (await tutor.answer(grid.payload("message-direct"))).token == "Bearer xoxb-1"
    grid.revoke("xoxb-1")
    await install(tutor, grid, grant(enterprise=ORGANISATION))
    assert (await tutor.answer(grid.payload("message-direct-thread"))).token == "Bearer xoxb-2"
    assert await tutor.count("installation") == 1
