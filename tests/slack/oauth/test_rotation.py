"""Tokens that end after twelve hours are renewed in time, and no refresh token is spent twice."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from bot.channels import GoneError, RetryLaterError
from bot.channels.slack.oauth.rotation import Rotation
from bot.channels.slack.oauth.vault import Vault
from bot.store import Outgoing, Store, StoreUnavailableError, Transaction
from bot.store.installations import Installation, Installations
from dialogs.reply import say
from dialogs.turn import Address
from tests.slack.oauth.grid import HALF_A_DAY, KEY, OAUTH, Grid, grant
from tests.slack.tutor import START, Clock, Tutor
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import ANN, DIRECT, TEAM, Json

T = TypeVar("T")
HOUR = timedelta(hours=1)
VAULT = Vault(KEY)


def told_of(handed_out: Json, expires: datetime) -> Installation:
    """An installation with tokens that Slack has handed out, sealed."""
    return Installation(
        *("slack", "", TEAM, "A0KRD7HC3", "U0LAN0Z89", "Acme", ("chat:write",)),
        *(VAULT.seal(handed_out["access_token"]), VAULT.seal(handed_out["refresh_token"]), expires, START),
    )


async def installed(tutor: Tutor, grid: Grid, left: timedelta) -> None:
    """Installed earlier: the token is good for so long yet."""
    told = told_of(grid.handed_out(grant(rotating=True)), tutor.clock() + left)
    await tutor.app.store.run(lambda t: Installations(t).save(told))


async def kept(store: Store) -> Installation:
    """What is kept of it."""
    (found,) = await store.run(lambda t: Installations(t).all("slack"))
    return found


def reply(tutor: Tutor, n: int = 0) -> Outgoing:
    """Something to send."""
    return Outgoing("turn", n, Address("slack", TEAM, ANN, DIRECT), say("hello"), 1, tutor.clock())


async def settled(tutor: Tutor, version: int) -> Installation:
    """The installation, once it has this version."""
    async with asyncio.timeout(10):
        while (found := await kept(tutor.app.store)).version < version:
            pass
    return found


async def test_long_before_its_end(tutor: Tutor, grid: Grid) -> None:
    """Nothing is renewed."""
    await installed(tutor, grid, 3 * HOUR)
    assert (await tutor.answer(grid.payload("message-direct"))).token == "Bearer xoxb-1"
    assert grid.oauth == []


async def test_ahead_of_its_end(tutor: Tutor, grid: Grid) -> None:
    """In the last two hours replies go out with it, it is renewed beside them, and the next go out with the new one."""
    await installed(tutor, grid, HOUR)
    grid.busy = asyncio.Event()
    assert (await tutor.answer(grid.payload("message-direct"))).token == "Bearer xoxb-1"
    grid.busy.set()
    found = await settled(tutor, 2)
    assert (VAULT.open(found.token), VAULT.open(found.refresh)) == ("xoxb-2", "xoxe-2")
    assert found.expires == tutor.clock() + timedelta(seconds=HALF_A_DAY)
    grid.revoke("xoxb-1", "token_expired")
    assert (await tutor.answer(grid.payload("message-direct-thread"))).token == "Bearer xoxb-2"
    assert [told["refresh_token"] for told in grid.oauth] == ["xoxe-1"]


async def test_after_a_quiet_day(tutor: Tutor, grid: Grid) -> None:
    """A token that has ended is renewed before anything is sent with it."""
    await installed(tutor, grid, -HOUR)
    grid.revoke("xoxb-1", "token_expired")
    assert (await tutor.answer(grid.payload("message-direct"))).token == "Bearer xoxb-2"


async def test_many_at_once(tutor: Tutor, grid: Grid) -> None:
    """One refresh token is spent once, and every reply goes out."""
    await installed(tutor, grid, -HOUR)
    channel = tutor.app.channels["slack"]
    await asyncio.gather(*(channel.send(reply(tutor, n)) for n in range(20)))
    calls = await tutor.settled()
    assert [call.token for call in calls] == ["Bearer xoxb-2"] * 20
    assert len(grid.oauth) == 1


async def test_slack_says_sooner_that_it_has_ended(tutor: Tutor, grid: Grid) -> None:
    """Where clocks differ Slack's counts: it is renewed, and the same reply goes out."""
    await installed(tutor, grid, 6 * HOUR)
    grid.revoke("xoxb-1", "token_expired")
    assert (await tutor.answer(grid.payload("message-direct"))).token == "Bearer xoxb-2"


async def test_two_processes(tutor: Tutor, grid: Grid, database_url: str) -> None:
    """Two that find it ended at once spend one refresh token; who comes second waits for the first, then reads anew."""
    await installed(tutor, grid, -HOUR)
    grid.hold = asyncio.Event()
    async with serving(grid, database_url, **OAUTH) as second:
        first = asyncio.create_task(tutor.app.channels["slack"].send(reply(tutor)))
        async with asyncio.timeout(10):
            while not grid.oauth:
                await kept(tutor.app.store)
        with pytest.raises(RetryLaterError):
            await second.app.channels["slack"].send(reply(second, 1))
        grid.hold.set()
        await first
        await second.app.channels["slack"].send(reply(second, 1))
        assert [call.token for call in await tutor.settled()] == ["Bearer xoxb-2"] * 2
    assert len(grid.oauth) == 1


async def test_a_refresh_token_that_is_refused(tutor: Tutor, grid: Grid, caplog: pytest.LogCaptureFixture) -> None:
    """It is said in the log what to do, Slack is not asked again and again, and a new installation mends it."""
    caplog.set_level(logging.ERROR)
    await installed(tutor, grid, -HOUR)
    grid.refreshing.clear()
    channel = tutor.app.channels["slack"]
    for seconds in (60, 1, 1):
        with pytest.raises(RetryLaterError, match=f"retry in {seconds} s"):
            await channel.send(reply(tutor))
    assert len(grid.oauth) == 1
    assert "has to be installed again" in caplog.text
    await installed(tutor, grid, 12 * HOUR)
    tutor.clock.at += timedelta(seconds=31)
    await channel.send(reply(tutor))
    assert (await grid.sent()).token == "Bearer xoxb-2"


async def test_slack_is_busy_or_away(tutor: Tutor, grid: Grid) -> None:
    """Slack is asked again when it said so, or in a moment; until then the old token goes on, unspent its refresh."""
    answers: list[Exception | None] = [RetryLaterError(7), ConnectionError(), None]
    clock, asked = Clock(), 0

    async def exchange(method: str, credentials: str, **values: str) -> Json:
        nonlocal asked
        asked += 1
        if (error := answers.pop(0)) is not None:
            raise error
        return grid.handed_out(grant(rotating=True))

    await installed(tutor, grid, HOUR)
    before = await kept(tutor.app.store)
    rotation = Rotation(tutor.app.store, VAULT, exchange, "", clock)
    for error, wait in ((RetryLaterError, 7), (ConnectionError, 5)):
        with pytest.raises(error):
            await rotation.renew(before)
        clock.at += timedelta(seconds=wait - 1)
        asked_before = asked
        assert await rotation.renew(before) == before
        assert asked == asked_before
        clock.at += timedelta(seconds=1)
    assert VAULT.open((await rotation.renew(before)).token) == "xoxb-2"


async def test_a_stop_meanwhile(grid: Grid, database_url: str) -> None:
    """A tutor that is stopped while it renews keeps what it gets: the refresh token is spent by then."""
    grid.hold = asyncio.Event()
    async with serving(grid, database_url, **OAUTH) as tutor:
        await installed(tutor, grid, HOUR)
        sending = asyncio.create_task(tutor.app.channels["slack"].send(reply(tutor)))
        async with asyncio.timeout(10):
            while not grid.oauth:
                await kept(tutor.app.store)
        closing = asyncio.create_task(tutor.app.channels["slack"].close())
        grid.hold.set()
        await asyncio.gather(sending, closing)
        assert VAULT.open((await kept(tutor.app.store)).token) == "xoxb-2"


async def test_it_left_meanwhile(tutor: Tutor, grid: Grid) -> None:
    """A workspace that takes the tutor out while its token is renewed does not come back by that."""
    await installed(tutor, grid, -HOUR)
    grid.hold = asyncio.Event()
    sending = asyncio.create_task(tutor.app.channels["slack"].send(reply(tutor)))
    async with asyncio.timeout(10):
        while not grid.oauth:
            await kept(tutor.app.store)
    await tutor.app.store.run(lambda t: Installations(t).leave("slack", TEAM, tutor.clock(), tutor.clock()))
    grid.hold.set()
    with pytest.raises(GoneError):
        await sending
    assert await tutor.count("installation") == 0


class Shaky:
    """A store that is away for a while, once it is told to."""

    engine = "shaky"

    def __init__(self, store: Store) -> None:
        self._store = store
        self.faults = 0

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """See `Store`."""
        if self.faults:
            self.faults -= 1
            raise StoreUnavailableError("away")
        return await self._store.run(work)

    async def close(self) -> None:
        """See `Store`."""


async def test_the_database_is_away_just_then(tutor: Tutor, grid: Grid) -> None:
    """New tokens wait until they can be kept."""
    store, waits = Shaky(tutor.app.store), []

    async def exchange(method: str, credentials: str, **values: str) -> Json:
        store.faults = 3
        return {"ok": True, "expires_in": 43200} | grid.handed_out(grant(rotating=True))

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    await installed(tutor, grid, HOUR)
    rotation = Rotation(store, VAULT, exchange, "", tutor.clock, pause)
    renewed = await rotation.renew(await kept(tutor.app.store))
    assert VAULT.open(renewed.token) == "xoxb-2"
    assert waits == [1, 1, 1]


@pytest.mark.parametrize(
    "spoilt", [{"token_type": "user"}, {"refresh_token": ""}, {"expires_in": 0}, {"access_token": 1}]
)
async def test_an_answer_that_is_none(spoilt: dict[str, Any], tutor: Tutor, grid: Grid) -> None:
    """It is not kept in the place of what there is."""

    async def exchange(method: str, credentials: str, **values: str) -> Json:
        return grid.handed_out(grant(rotating=True)) | spoilt

    await installed(tutor, grid, HOUR)
    before = await kept(tutor.app.store)
    rotation = Rotation(tutor.app.store, VAULT, exchange, "", Clock())
    with pytest.raises(ValueError, match="validation error"):
        await rotation.renew(before)
    assert await kept(tutor.app.store) == before
