"""The page as a learner sees it: what stands there, and what can be done."""

import json
from typing import Any

from playwright.async_api import ConsoleMessage, Locator, Page, expect

NO_CONNECTION = "WebSocket connection to"
"""How the browser's complaint begins while the tutor is away, which is no fault of the page."""


class Chat:
    """One tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.sent: list[dict[str, Any]] = []
        self.messages = page.locator("#log > .message")
        self.told = page.locator("#log > .tutor")
        self.own = page.locator("#log > .learner")
        self.notes = page.locator("#log > .page")
        self.words = page.get_by_label("Your message", exact=True).and_(page.locator("textarea"))
        self.link = page.locator("#link")
        self.hint = page.locator("#hint")
        self.typing = page.locator("#typing .dots")

    @property
    def last(self) -> Locator:
        """What the tutor said last."""
        return self.told.last

    async def open(self, url: str) -> None:
        """Load the page, and wait until it may be used."""
        await self.page.goto(url)
        await self.settled()

    async def reload(self) -> None:
        """Load it again."""
        await self.page.reload()
        await self.settled()

    async def settled(self) -> None:
        """Wait until the tutor has confirmed all that was sent."""
        await self.page.wait_for_function(
            "() => (document.querySelector('#log').children.length"
            " || !document.querySelector('#empty').hidden)"
            " && !(JSON.parse(localStorage['chat-tutor'] ?? '{}').outbox ?? []).length"
        )

    async def say(self, text: str) -> None:
        """Type and press Enter, and wait for the answer."""
        before = await self.told.count()
        await self.type(text)
        await expect(self.told).to_have_count(before + 1)

    async def type(self, text: str) -> None:
        """Type and press Enter."""
        await self.words.fill(text)
        await self.words.press("Enter")

    async def press(self, label: str) -> None:
        """Press a button of the last reply that adds a reply, and wait for it."""
        before = await self.told.count()
        await self.last.get_by_role("button", name=label).click()
        await expect(self.told).to_have_count(before + 1)

    async def practise(self, question: str) -> None:
        """Press a button that asks this question."""
        button = self.last.get_by_role("button").first
        await button.evaluate("(button, action) => button.dataset.action = action", f"quiz:practise:{question}")
        before = await self.told.count()
        await button.click()
        await expect(self.told).to_have_count(before + 1)

    async def clear(self) -> None:
        """Take the conversation off the page."""
        await self.page.get_by_role("button", name="Menu").click()
        await self.page.get_by_role("button", name="Clear this page").click()

    async def texts(self) -> list[str]:
        """What stands in the conversation."""
        return await self.messages.locator(".body").all_inner_texts()

    def heard(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of."""
        if message.type in {"error", "warning"} and not message.text.startswith(NO_CONNECTION):
            self.complaints.append(message.text)

    def wrote(self, data: str | bytes) -> None:
        """Keep a frame that the page sent."""
        self.sent.append(json.loads(data))

    def frames(self, kind: str) -> list[dict[str, Any]]:
        """The frames of this type that the page sent."""
        return [frame for frame in self.sent if frame["type"] == kind]


async def opened(page: Page, url: str) -> Chat:
    """A tab with the tutor's page, watched for complaints and for what it sends."""
    chat = Chat(page)
    page.on("console", chat.heard)
    page.on("websocket", lambda socket: socket.on("framesent", chat.wrote))
    await chat.open(url)
    return chat
