"""The page in both themes, in every width, and as the learner's system wants it."""

from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.web.chat import Chat
from tests.web.samples import show
from tests.web.serving import Tutor

pytestmark = pytest.mark.asyncio(loop_scope="session")

Scheme = Literal["light", "dark"]

CONTRASTS = """() => {
  const parse = (color) => {
    const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const { rgb, a } = parse(getComputedStyle(element).backgroundColor);
      if (a === 1) return rgb;
    }
    throw new Error("no background");
  };
  const ratio = (color, element) => {
    const [a, b] = [light(parse(color).rgb), light(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const name = (e) => `${e.tagName} .${e.className} in .${e.closest(".message")?.className}`;
  const seen = (e) => e.checkVisibility({ visibilityProperty: true });
  const texts = [...document.querySelectorAll("body *")].filter((e) => seen(e)
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()));
  const bordered = "button:not(.primary, .menu), textarea, select, input[type=text], .option";
  const edged = [...document.querySelectorAll(bordered)].filter(seen);
  return {
    texts: texts.map((e) => [name(e), ratio(getComputedStyle(e).color, e)]),
    pseudo: [...document.querySelectorAll(".message[data-day], .unsent")].map((e, n) =>
      [name(e), ratio(getComputedStyle(e, e.dataset.day ? "::before" : "::after").color, document.body)]),
    placeholder: [["placeholder", ratio(getComputedStyle(words, "::placeholder").color, words)]],
    edges: edged.map((e) => [name(e), ratio(getComputedStyle(e).borderColor, e.parentElement)]),
  };
}"""

OVERFLOWING = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility() && !e.closest(".who, .skip, label[for=words], thead"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5)
  .map((e) => `${e.tagName} .${e.className}`)"""


TORN = """() => [...document.querySelectorAll("th, td")]
  .filter((cell) => /^[A-Za-z]+$/.test(cell.textContent.trim()))
  .filter((cell) => {
    const range = new Range();
    range.selectNodeContents(cell);
    return range.getClientRects().length > 1;
  })
  .map((cell) => cell.textContent)"""


@pytest.mark.parametrize("width", [320, 560, 700, 1000])
async def test_words_of_a_table_stay_whole(chat: Chat, width: int) -> None:
    """However narrow the columns are, no word of the comparison is broken over two lines."""
    await chat.page.set_viewport_size({"width": width, "height": 800})
    await chat.say("compare")
    await expect(chat.last.get_by_text("Knowledge", exact=True).first).to_be_visible()
    assert await chat.page.evaluate(TORN) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_contrast(chat: Chat, tutor: Tutor, scheme: Scheme) -> None:
    """Everything that can be read has a contrast of 4.5 at least, and what can be used an edge of 3."""
    await chat.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await show(chat.page)
    await chat.type("")
    await chat.page.get_by_role("button", name="Menu").click()
    shown = await chat.page.evaluate(CONTRASTS)
    await tutor.stop()
    await chat.page.keyboard.press("Escape")
    await chat.type("Are you there?")
    await expect(chat.own.last).to_have_class("message learner unsent")
    away = await chat.page.evaluate(CONTRASTS)
    assert len(shown["texts"]) > 50
    for group, least in (("texts", 4.5), ("pseudo", 4.5), ("placeholder", 4.5), ("edges", 3.0)):
        measured = [*shown[group], *away[group]]
        assert measured, group
        assert not [found for found in measured if found[1] < least], group


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_themes_differ(chat: Chat, scheme: Scheme) -> None:
    """The page is light or dark as the system is."""
    await chat.page.emulate_media(color_scheme=scheme)
    red = await chat.page.evaluate("+getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    assert (red > 200) == (scheme == "light")


@pytest.mark.parametrize("width", [320, 400, 560, 760, 1400])
async def test_widths(chat: Chat, width: int) -> None:
    """Nothing stands out of the page in any width, and no line is too long to be read."""
    await chat.page.set_viewport_size({"width": width, "height": 800})
    await show(chat.page)
    assert await chat.page.evaluate("document.documentElement.scrollWidth") == width
    assert await chat.page.evaluate(OVERFLOWING) == []
    body = chat.page.locator(".body").first
    assert await body.evaluate("e => e.clientWidth / parseFloat(getComputedStyle(e).fontSize)") < 45


async def test_small_conversation(chat: Chat) -> None:
    """A real conversation fits a small phone, its table in rows that name their columns."""
    await chat.page.set_viewport_size({"width": 320, "height": 640})
    for said in ("help", "compare", "progress", "quiz 2", "a", "next", "stop", "scenario"):
        await chat.say(said)
        assert await chat.page.evaluate("document.documentElement.scrollWidth") == 320
    cell = chat.page.locator("td").first
    label = await cell.evaluate("e => getComputedStyle(e, '::before').content")
    assert label == f'"{await cell.get_attribute("data-label")}"' != '""'


async def test_low_window(chat: Chat) -> None:
    """In a window as low as a zoomed one, most of the page is the conversation's."""
    await chat.page.set_viewport_size({"width": 320, "height": 256})
    await chat.say("help")
    await chat.last.scroll_into_view_if_needed()
    for selector in ("header", "footer"):
        position = await chat.page.locator(selector).evaluate("e => getComputedStyle(e).position")
        assert position == "static"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
async def test_motion(chat: Chat, motion: Literal["reduce", "no-preference"]) -> None:
    """Things move for those who have nothing against it."""
    await chat.page.emulate_media(reduced_motion=motion)
    moving = await chat.page.evaluate(
        "() => [getComputedStyle(document.querySelector('.body')).animationName,"
        " getComputedStyle(document.documentElement).scrollBehavior]"
    )
    assert moving == (["none", "auto"] if motion == "reduce" else ["arrive", "smooth"])


async def test_forced_colors(chat: Chat) -> None:
    """With the system's own colours, bubbles and buttons still have edges."""
    await chat.page.emulate_media(forced_colors="active")
    await show(chat.page)
    found: int = await chat.page.evaluate(
        """() => [...document.querySelectorAll(".body, button:not(.menu), .option, .settled li")]
          .map((e) => getComputedStyle(e)).filter((s) => s.borderColor === s.backgroundColor
            || s.borderStyle === "none" || s.borderWidth === "0px").length"""
    )
    assert found == 0


async def test_print(chat: Chat) -> None:
    """On paper there is the conversation, without what can be pressed."""
    await show(chat.page)
    await chat.page.emulate_media(media="print")
    await expect(chat.page.get_by_text("What the course says.")).to_be_visible()
    await expect(chat.page.locator("footer")).to_be_hidden()
    await expect(chat.page.locator(".buttons").first).to_be_hidden()


async def test_without_scripts(tutor: Tutor, page: Page) -> None:
    """Where scripts are off the page says what it needs."""
    assert page.context.browser is not None
    async with await page.context.browser.new_context(java_script_enabled=False) as context:
        bare = await context.new_page()
        await bare.goto(tutor.url)
        await expect(bare.locator("noscript p")).to_contain_text("needs JavaScript")
        await expect(bare.locator("noscript p")).to_be_visible()
