"""The page while the tutor is slow, away, or unable."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Page, WebSocketRoute, expect

from dialogs.turn import Message, Open, Turn
from tests.web.chat import Chat, opened
from tests.web.serving import Tutor

LOST = "Connection lost, trying again"


class Wire:
    """The page's sockets, from where frames can be held back and dropped."""

    def __init__(self) -> None:
        self.holding = False
        self.drops: Callable[[str], bool] = lambda _: False
        self._held: list[tuple[WebSocketRoute, str | bytes]] = []

    def connect(self, page: WebSocketRoute) -> None:
        """Stand between the page and the tutor."""
        tutor = page.connect_to_server()
        page.on_message(lambda data: None if self.drops(str(data)) else tutor.send(data))
        tutor.on_message(lambda data: self._deliver(page, data))

    def _deliver(self, page: WebSocketRoute, data: str | bytes) -> None:
        if self.holding:
            self._held.append((page, data))
        else:
            page.send(data)

    def release(self) -> None:
        """Hand on what was held back."""
        self.holding = False
        for page, data in self._held:
            page.send(data)
        self._held.clear()


@pytest.fixture
async def wire(page: Page) -> Wire:
    """What lies between the page and the tutor; ask for it before `chat`."""
    between = Wire()
    await page.route_web_socket(re.compile(r".*/socket$"), between.connect)
    return between


async def test_slow_answer(wire: Wire, chat: Chat) -> None:
    """Dots and words tell that the tutor is typing, until it has answered."""
    wire.holding = True
    await chat.type("define RAG")
    await expect(chat.typing).to_be_visible()
    await expect(chat.page.get_by_role("status").filter(has_text="The tutor is typing")).to_be_attached()
    await expect(chat.typing).to_have_attribute("aria-hidden", "true")
    wire.release()
    await expect(chat.told).to_have_count(2)
    await expect(chat.typing).to_have_count(0)


async def test_waiting_buttons(wire: Wire, chat: Chat) -> None:
    """While an answer is on its way its buttons are off, keep the focus, and send nothing again."""
    await chat.ask_until(".choice")
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
    await chat.ask_until(".choice")
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
    wire.release = lambda: None  # type: ignore[method-assign]
    await tutor.stop()
    wire.holding = False
    await tutor.start()
    await chat.settled()
    said = chat.frames("say")
    assert len(said) == 0 or len({frame["id"] for frame in said}) == 1
    await expect(chat.told).to_have_count(2)


async def test_unseen_reply(wire: Wire, chat: Chat) -> None:
    """A reply that comes again is shown once, also when its message has changed since, and confirmed again."""
    confirmed: list[str] = []
    wire.drops = lambda data: '"seen"' in data and (confirmed.append(data) or True)  # type: ignore[func-returns-value]
    await chat.ask_until(".choice")
    await chat.last.locator(".choice").first.click()
    await expect(chat.last.locator(".settled")).to_have_count(1)
    before, seen = await chat.texts(), len(confirmed)
    await chat.reload()
    await chat.page.wait_for_function("true")
    assert await chat.texts() == before
    while len(confirmed) < 2 * seen:
        await chat.page.wait_for_timeout(50)
    assert len(set(confirmed)) == seen
    assert await chat.texts() == before


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
    for _ in range(2):
        await expect(chat.notes).to_have_count(1)
        await page.clock.run_for(6_000)
        await page.wait_for_timeout(300)
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
    await expect(chat.link).to_have_text(LOST)
    await page.clock.run_for(2_000)
    await expect(chat.told).to_have_count(2)
    await expect(chat.own).to_have_count(1)


async def test_back_off(tutor: Tutor, page: Page) -> None:
    """A page whose tutor stays away asks ever more seldom."""
    await page.clock.install()
    chat = await opened(page, tutor.url)
    asked: list[str] = []
    page.on("websocket", lambda socket: asked.append(socket.url))
    await tutor.stop()
    await expect(chat.link).to_have_text(LOST)
    counts = []
    for _ in range(8):
        await page.clock.run_for(5_000)
        await page.wait_for_timeout(100)
        counts.append(len(asked))
    assert counts[0] >= 1
    assert counts[-1] <= 10
    await tutor.start()
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(chat.link).to_have_text("Back")
