"""How a reply begins is shown as it comes, and what is seen of it is known in the end."""

import asyncio
from collections.abc import Callable

import pytest

from bot.channels import RetryLaterError
from bot.delivery.showing import EVERY, Showing
from bot.store import Outgoing, StoreUnavailableError
from dialogs.reply import say
from tests.delivery.fakes import ANN, START

ITEM = Outgoing("turn", 0, ANN, say("whole"), 1, START)


class Growing:
    """A message that grows; `faults` are raised, one by one, instead. While `open` is not set it takes its time."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.faults: list[Exception | None] = []
        self.open = asyncio.Event()
        self.open.set()
        self.entered = asyncio.Event()

    async def show(self, said: str) -> str:
        """See `Stream`."""
        self.entered.set()
        await self.open.wait()
        if self.faults and (fault := self.faults.pop(0)):
            raise fault
        self.shown.append(said)
        return "message"


class Outbox:
    """Keeps what was begun; it may be away. `pauses` go by at once."""

    def __init__(self, *, away: bool = False) -> None:
        self.away = away
        self.kept: list[str] = []
        self.pauses: list[float] = []

    async def keep(self, item: Outgoing) -> None:
        """Keep it."""
        if self.away:
            raise StoreUnavailableError("away")
        self.kept.append(item.begun)

    async def pause(self, seconds: float) -> None:
        """A moment."""
        self.pauses.append(seconds)


async def until(there: Callable[[], bool]) -> None:
    """Let others run until this is so."""
    for _ in range(1_000):
        if there():
            return
        await asyncio.sleep(0)
    raise TimeoutError


async def test_what_is_seen_is_known() -> None:
    """The message is kept once, when it is begun; more is added after a pause, the newest alone."""
    growing, outbox = Growing(), Outbox()
    async with Showing(ITEM, growing, outbox.keep, outbox.pause) as showing:
        assert showing.say is not None
        showing.say("One.")
        await until(lambda: growing.shown == ["One."])
        showing.say("One. Two.")
        showing.say("One. Two. Three.")
        await until(lambda: len(growing.shown) == 2)
        seen = await showing.ended()
        showing.say("One. Two. Three. Four.")
    assert growing.shown == ["One.", "One. Two. Three."]
    assert (seen.begun, seen.shown, seen.reply) == ("message", "One. Two. Three.", ITEM.reply)
    assert outbox.kept == ["message"]
    assert set(outbox.pauses) == {EVERY}


async def test_what_is_on_its_way_is_waited_for() -> None:
    """When the words are whole while they begin to be shown, that is known as well."""
    growing, outbox = Growing(), Outbox()
    growing.open.clear()
    async with Showing(ITEM, growing, outbox.keep, outbox.pause) as showing:
        assert showing.say is not None
        showing.say("One.")
        await growing.entered.wait()
        ending = asyncio.create_task(showing.ended())
        await asyncio.sleep(0)
        assert not ending.done()
        growing.open.set()
        assert (await ending).begun == "message"
    assert outbox.kept == ["message"]


async def test_what_is_whole_at_once_is_not_begun() -> None:
    """Nothing begins that is whole before it could."""
    growing, outbox = Growing(), Outbox()
    async with Showing(ITEM, growing, outbox.keep, outbox.pause) as showing:
        assert showing.say is not None
        showing.say("One.")
        assert await showing.ended() == ITEM
    assert growing.shown == []


@pytest.mark.parametrize(
    ("fault", "shown"), [(RetryLaterError(3), "One."), (ConnectionError(), "")], ids=["later", "nobody knows"]
)
async def test_what_cannot_be_added(fault: Exception, shown: str) -> None:
    """It grows no further; what is seen of it is known only where the platform said so."""
    growing, outbox = Growing(), Outbox()
    growing.faults = [None, fault]
    async with Showing(ITEM, growing, outbox.keep, outbox.pause) as showing:
        assert showing.say is not None
        showing.say("One.")
        await until(lambda: growing.shown == ["One."])
        showing.say("One. Two.")
        await until(lambda: not growing.faults)
        showing.say("One. Two. Three.")
        seen = await showing.ended()
    assert growing.shown == ["One."]
    assert (seen.begun, seen.shown) == ("message", shown)


async def test_an_outbox_that_is_away() -> None:
    """It is shown all the same; this process knows in which message."""
    growing, outbox = Growing(), Outbox(away=True)
    async with Showing(ITEM, growing, outbox.keep, outbox.pause) as showing:
        assert showing.say is not None
        showing.say("One.")
        await until(lambda: growing.shown == ["One."])
        assert (await showing.ended()).begun == "message"
    assert outbox.kept == []


async def test_where_nothing_grows() -> None:
    """There is nobody to tell."""
    outbox = Outbox()
    async with Showing(ITEM, None, outbox.keep, outbox.pause) as showing:
        assert showing.say is None
        assert await showing.ended() == ITEM
