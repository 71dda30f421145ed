"""The page while the tutor is slow, away, or unable."""

import json
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, WebSocketRoute, expect

from dialogs.turn import Message, Open, Turn
from tests.web.chat import Chat, opened
from tests.web.serving import Tutor

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOST = "Connection lost, trying again"


class Wire:
    """The page's sockets, from where frames can be held back and dropped."""

    def __init__(self) -> None:
        self.connections = 0
        self.away = False
        self.holding = False
        self.drops: Callable[[str], bool] = lambda _: False
        self.replies: list[str] = []
        self._pages: list[WebSocketRoute] = []
        self._held: list[tuple[WebSocketRoute, str | bytes]] = []

    async def connect(self, page: WebSocketRoute) -> None:
        """Stand between the page and the tutor."""
        self.connections += 1
        self._pages.append(page)
        if self.away:
            await page.close()
            return
        tutor = page.connect_to_server()
        page.on_message(lambda data: None if self.drops(str(data)) else tutor.send(data))
        tutor.on_message(lambda data: self._deliver(page, data))

    def _deliver(self, page: WebSocketRoute, data: str | bytes) -> None:
        frame = json.loads(data)
        if frame["type"] == "reply":
            self.replies.append(frame["id"])
        if self.holding:
            self._held.append((page, data))
        else:
            page.send(data)

    async def hang_up(self) -> None:
        """Be away from now on."""
        self.away = True
        await self._pages[-1].close()

    def release(self) -> None:
        """Hand on what was held back."""
        held, self._held = self._held, []
        self.holding = False
        for page, data in held:
            page.send(data)

    def forget(self) -> None:
        """Lose what was held back."""
        self._held.clear()
        self.holding = False


@pytest_asyncio.fixture(loop_scope="session")
async def wire(page: Page) -> Wire:
    """What lies between the page and the tutor; ask for it before `chat`."""
    between = Wire()
    await page.route_web_socket(re.compile(r".*/socket$"), between.connect)
    return between


async def test_slow_answer(wire: Wire, chat: Chat) -> None:
    """Dots and words tell that the tutor is typing, in sight, until it has answered."""
    await chat.page.emulate_media(reduced_motion="reduce")
    await chat.say("help")
    wire.holding = True
    await chat.type("define RAG")
    await expect(chat.typing).to_be_visible()
    await expect(chat.page.get_by_role("status").filter(has_text="The tutor is typing")).to_be_attached()
    await expect(chat.typing).to_have_attribute("aria-hidden", "true")
    dots, footer = await chat.typing.bounding_box(), await chat.page.locator("footer").bounding_box()
    assert dots
    assert footer
    assert dots["y"] + dots["height"] <= footer["y"]
    wire.release()
    await expect(chat.told).to_have_count(3)
    await expect(chat.typing).to_have_count(0)


async def test_waiting_buttons(wire: Wire, chat: Chat) -> None:
    """While an answer is on its way its buttons are off, keep the focus, and send nothing again."""
    await chat.say("quiz 2")
    wire.holding = True
    choices = chat.last.locator(".choice")
    await choices.nth(1).focus()
    await chat.page.keyboard.press("Enter")
    await expect(choices.first).to_be_disabled()
    await expect(choices.nth(1)).to_be_focused()
    await choices.nth(1).press("Enter")
    await choices.first.dispatch_event("click")
    assert len(chat.frames("press")) == 1
    wire.release()
    await expect(chat.last.locator(".settled")).to_have_count(1)


async def test_lost_and_back(chat: Chat, tutor: Tutor) -> None:
    """What is said while the tutor is away is sent when it is back: all of it, in order, once."""
    await chat.say("explain")
    await tutor.stop()
    await expect(chat.link).to_have_text(LOST)
    await chat.type("define RAG")
    await chat.type("define grounding")
    await expect(chat.own.last).to_have_class(re.compile("unsent"))
    await tutor.start()
    await expect(chat.link).to_have_text("Back", timeout=20_000)
    await expect(chat.told).to_have_count(4)
    await chat.settled()
    await expect(chat.own).to_have_count(3)
    await expect(chat.own.last).not_to_have_class(re.compile("unsent"))
    told = await chat.texts()
    assert "retrieval" in told[-2].lower()
    assert len(set(told)) == len(told)
    await expect(chat.link).to_be_empty(timeout=10_000)
    assert len(chat.frames("open")) == 1


async def test_pressed_while_away(chat: Chat, tutor: Tutor) -> None:
    """A choice that was pressed while the tutor was away is answered when it is back, also after a reload."""
    await chat.say("quiz 2")
    count = await chat.messages.count()
    await tutor.stop()
    await expect(chat.link).to_have_text(LOST)
    await chat.last.locator(".choice").first.click()
    await expect(chat.last.locator(".choice").first).to_be_disabled()
    await tutor.start()
    await chat.reload()
    await expect(chat.last.locator(".settled")).to_have_count(1)
    await expect(chat.messages).to_have_count(count)
    assert await tutor.app.store.run(lambda t: t.count("attempt")) == 1


async def test_unconfirmed_turn(wire: Wire, chat: Chat, tutor: Tutor) -> None:
    """A turn whose confirmation was lost is sent again as the same turn, and is taken once."""
    wire.holding = True
    await chat.type("define RAG")
    await expect(chat.typing).to_be_visible()
    await tutor.stop()
    wire.forget()
    await tutor.start()
    await expect(chat.told).to_have_count(2)
    await chat.settled()
    first, second = chat.frames("say")
    assert first == second
    await expect(chat.own).to_have_count(1)


async def test_unseen_reply(wire: Wire, chat: Chat) -> None:
    """A reply that comes again is shown once, also when its message has changed since, and confirmed again."""
    wire.drops = lambda data: '"seen"' in data
    await chat.say("quiz 2")
    wire.drops = lambda _: False
    await chat.last.locator(".choice").first.click()
    await expect(chat.last.locator(".settled")).to_have_count(1)
    before, unseen = await chat.texts(), wire.replies[1]
    await chat.reload()
    await chat.say("help")
    await chat.say("explain")
    assert wire.replies.count(unseen) == 2
    now = await chat.texts()
    assert now[: len(before)] == before
    assert len(now) == len(before) + 4
    await chat.reload()
    await chat.say("define RAG")
    assert wire.replies.count(unseen) == 2


@pytest.mark.parametrize("event", [Message, Open])
async def test_store_away(page: Page, tutor: Tutor, event: type[Any]) -> None:
    """When nothing can be written down the page says so, and tries again by itself until it can."""

    def refuses(turn: Turn) -> bool:
        return isinstance(turn.event, event)

    await tutor.start_reluctantly(refuses, times=2)
    await page.clock.install()
    await page.goto(tutor.url)
    chat = Chat(page)
    if event is Message:
        await expect(chat.told).to_have_count(1)
        await chat.type("define RAG")
    await expect(chat.notes).to_contain_text("try again by myself")
    for _ in range(20):
        await page.clock.run_for(1_000)
    await expect(chat.notes).to_have_count(0)
    await expect(chat.told).to_have_count(2 if event is Message else 1)


async def test_refused_frame(chat: Chat) -> None:
    """A button that the tutor does not know is told of in a note, and the others work on."""
    await chat.last.get_by_role("button").first.evaluate("button => button.dataset.action = 'nonsense'")
    await chat.last.get_by_role("button").first.click()
    await expect(chat.notes).to_contain_text("not one of mine")
    await expect(chat.last.get_by_role("button").first).to_be_enabled()
    await chat.press("What can you do?")


async def test_silent_connection(wire: Wire, tutor: Tutor, page: Page) -> None:
    """A connection on which nothing is confirmed is given up for a new one, and nothing is lost."""
    await page.clock.install()
    chat = await opened(page, tutor.url)
    wire.drops = lambda data: '"say"' in data
    await chat.type("define RAG")
    await expect(chat.own).to_have_count(1)
    wire.drops = lambda _: False
    await page.clock.run_for(16_000)
    await expect(chat.told).to_have_count(2)
    await expect(chat.own).to_have_count(1)


async def test_back_off(wire: Wire, tutor: Tutor, page: Page) -> None:
    """A page whose tutor stays away asks ever more seldom, and at once when the network is back."""
    await page.clock.install()
    chat = await opened(page, tutor.url)
    await wire.hang_up()
    asked = []
    for second in range(60):
        before = wire.connections
        await page.clock.run_for(1_000)
        if wire.connections > before:
            asked.append(second)
    gaps = [later - former for former, later in pairwise(asked)]
    assert asked[0] <= 2
    assert len(asked) <= 12
    assert 6 <= max(gaps) <= 22
    await expect(chat.link).to_have_text(LOST)
    wire.away = False
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(chat.link).to_have_text("Back")
