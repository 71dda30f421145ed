"""The page by keyboard, and as a screen reader has it."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.web.chat import Chat

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOCUS = "document.activeElement"


async def focused(page: Page) -> str:
    """The tag and the words of what has the focus."""
    words: str = await page.evaluate(f"`${{{FOCUS}.tagName}} ${{{FOCUS}.textContent.trim()}}`")
    return words


async def test_keyboard_quiz(chat: Chat) -> None:
    """A quiz can be taken with Tab and Enter alone; the focus goes on to what came of a button."""
    press = chat.page.keyboard.press
    await chat.say("quiz 2")
    while "choice" not in await chat.page.evaluate(f"{FOCUS}.className"):
        await press("Tab")
    await press("Enter")
    await expect(chat.last.locator(".settled")).to_have_count(1)
    await expect(chat.last).to_contain_text("Question 1 of 2")
    await expect(chat.last).to_be_focused()
    while await focused(chat.page) != "BUTTON Next question":
        await press("Tab")
    await press("Enter")
    await expect(chat.last.locator(".choice").first).to_be_visible()
    await expect(chat.last).to_be_focused()
    while "choice" not in await chat.page.evaluate(f"{FOCUS}.className"):
        await press("Tab")
    await press("Space")
    await expect(chat.last).to_contain_text("of 2")


async def test_focus_is_seen(chat: Chat) -> None:
    """Whatever Tab reaches has an outline, and neither header nor footer lies over it."""
    await chat.page.emulate_media(reduced_motion="reduce")
    await chat.say("help")
    await chat.page.set_viewport_size({"width": 800, "height": 500})
    await chat.page.evaluate(f"{FOCUS}.blur()")
    reached = []
    for _ in range(20):
        await chat.page.keyboard.press("Tab")
        seen = await chat.page.evaluate(
            f"""() => {{
              const e = {FOCUS}, box = e.getBoundingClientRect(), outline = getComputedStyle(e).outlineStyle;
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return [e.tagName, e === document.body || (outline !== "none" && (e.contains(top) || top.contains(e)))];
            }}"""
        )
        reached.append(seen)
    assert all(ok for _, ok in reached), reached
    assert {tag for tag, _ in reached} >= {"A", "BUTTON", "TEXTAREA"}


async def test_skip_link(chat: Chat) -> None:
    """The first stop leads past the conversation."""
    await chat.say("help")
    await chat.reload()
    while await focused(chat.page) != "A Skip to your message":
        await chat.page.keyboard.press("Shift+Tab")
    await expect(chat.page.get_by_role("link", name="Skip to your message")).to_be_in_viewport(ratio=1)
    await chat.page.keyboard.press("Enter")
    await expect(chat.words).to_be_focused()


async def test_menu_by_keyboard(chat: Chat) -> None:
    """The menu opens and closes by keyboard, and gives the focus back."""
    more = chat.page.get_by_role("button", name="Menu")
    await more.focus()
    await chat.page.keyboard.press("Enter")
    await expect(chat.page.get_by_role("button", name="Clear this page")).to_be_visible()
    await chat.page.keyboard.press("Escape")
    await expect(chat.page.get_by_role("button", name="Clear this page")).to_be_hidden()
    await expect(more).to_be_focused()


async def test_roles(chat: Chat) -> None:
    """The page has its landmarks, a language, and a log that tells what is new in it, and who said it."""
    page = chat.page
    await chat.say("define RAG")
    for role in ("banner", "main", "contentinfo", "log", "form"):
        await expect(page.get_by_role(role)).to_have_count(1)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Chat tutor")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    assert (await chat.own.last.text_content() or "").startswith("You: ")
    assert (await chat.last.text_content() or "").startswith("Tutor: ")
    unnamed = await page.evaluate(
        "() => [...document.querySelectorAll('button, textarea, input, a')]"
        ".filter((e) => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).length"
    )
    assert unnamed == 0


async def test_history_is_not_read_out(chat: Chat) -> None:
    """After a reload, what was there before is not announced as new."""
    await chat.say("define RAG")
    await chat.page.add_init_script(
        """globalThis.announced = [];
        new MutationObserver((changes) => {
          for (const { target, addedNodes } of changes)
            if (target.role === "log" && target.ariaLive !== "off") announced.push(...addedNodes);
        }).observe(document, { childList: true, subtree: true });"""
    )
    await chat.reload()
    await expect(chat.messages).to_have_count(3)
    assert await chat.page.evaluate("announced.length") == 0
    await expect(chat.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    await chat.say("explain")
    assert await chat.page.evaluate("announced.length") == 2


async def test_states_are_announced(chat: Chat) -> None:
    """Connection, typing and hints stand in status regions, which are there before they speak."""
    for name in ("link", "typing", "hint"):
        await expect(chat.page.locator(f"#{name}")).to_have_attribute("role", "status")
    await expect(chat.words).to_have_accessible_name("Your message")
    await expect(chat.words).to_have_accessible_description(re.compile("Enter sends"))
