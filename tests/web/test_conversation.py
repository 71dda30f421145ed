"""Talking with the tutor in the page."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from bot.channels.web import COOKIE
from content.model import Match, Order, Several
from content.model.questions import BaseQuestion
from tests.talk import shipped
from tests.web.chat import Chat, opened
from tests.web.serving import Tutor

pytestmark = pytest.mark.asyncio(loop_scope="session")


def first(kind: type[BaseQuestion]) -> str:
    """The id of the course's first question of a kind."""
    return next(name for name, question in shipped().questions.items() if isinstance(question, kind))


async def test_first_visit(chat: Chat) -> None:
    """A new learner is greeted, with something to press, and is ready to type."""
    await expect(chat.told).to_have_count(1)
    await expect(chat.last.get_by_role("button", name="Start a quiz")).to_be_visible()
    await expect(chat.words).to_be_focused()


async def test_say(chat: Chat) -> None:
    """What was typed stands as the learner's own, the answer follows, and one can type on."""
    await chat.say("  define RAG ")
    assert await chat.own.last.locator(".body").text_content() == "define RAG"
    await expect(chat.last).to_contain_text("Retrieval", ignore_case=True)
    await expect(chat.last.get_by_role("link").first).to_have_attribute("rel", re.compile("noopener"))
    await expect(chat.words).to_be_focused()
    await expect(chat.words).to_have_value("")
    await expect(chat.last).to_be_in_viewport()


async def test_send_button(chat: Chat) -> None:
    """The button sends too, and the focus goes back to where one types."""
    await chat.words.fill("define RAG")
    await chat.page.get_by_role("button", name="Send").click()
    await expect(chat.told).to_have_count(2)
    await expect(chat.words).to_be_focused()


async def test_nothing_typed(chat: Chat) -> None:
    """Nothing is sent for nothing; the page says what to do, until one does it."""
    await chat.type("  \n ")
    await expect(chat.hint).to_contain_text("Type a question")
    await expect(chat.own).to_have_count(0)
    await chat.words.press_sequentially("d")
    await expect(chat.hint).to_be_empty()


async def test_several_lines(chat: Chat) -> None:
    """Shift+Enter starts a line, and the box grows with the lines, up to a point."""
    heights: list[float] = []
    for n in range(8):
        await chat.words.press_sequentially(f"line {n}")
        box = await chat.words.bounding_box()
        assert box is not None
        heights.append(box["height"])
        await chat.words.press("Shift+Enter")
    assert heights[0] < heights[1] < heights[3]
    assert heights[6] == heights[7] < 200
    await expect(chat.own).to_have_count(0)


async def test_long_text(chat: Chat) -> None:
    """40,000 characters are answered; more stay in the box, with what to do."""
    await chat.say("x" * 40_000)
    await expect(chat.last).to_contain_text("40,000")
    assert len(await chat.own.last.inner_text()) < 3_000
    await chat.type("x" * 40_001)
    await expect(chat.hint).to_contain_text("too long")
    assert len(await chat.words.input_value()) == 40_001


async def test_quiz_by_click(chat: Chat) -> None:
    """A pressed answer settles the question in its place, and the next one comes below."""
    await chat.say("quiz 2")
    count = await chat.messages.count()
    await chat.last.locator(".choice").first.click()
    await expect(chat.last.locator(".settled .right")).to_have_count(1)
    await expect(chat.last).to_contain_text(re.compile(r"Right\.|Not quite\."))
    await expect(chat.last.locator(".choice")).to_have_count(0)
    await expect(chat.messages).to_have_count(count)
    await chat.press("Next question")
    await expect(chat.own.last).to_contain_text("Next question")


async def test_quiz_by_letter(chat: Chat, tutor: Tutor) -> None:
    """A typed letter answers, and counts once, also when the old question is pressed afterwards."""
    await chat.say("quiz 2")
    question = chat.told.nth(await chat.told.count() - 1)
    await chat.say("b")
    await expect(chat.last).to_contain_text(re.compile(r"Right\.|Not quite\."))
    await question.locator(".choice").first.click()
    await expect(chat.last).to_contain_text("already")
    assert await tutor.app.store.run(lambda t: t.count("attempt")) == 1


async def test_last_question(chat: Chat) -> None:
    """After the last answer the score comes below, and nothing between."""
    await chat.say("quiz 1")
    await chat.last.locator(".choice").first.click()
    await expect(chat.told).to_have_count(3)
    await expect(chat.told.nth(1).locator(".settled")).to_have_count(1)
    await expect(chat.last).to_contain_text("of 1")
    await expect(chat.own).to_have_count(1)


async def test_hint(chat: Chat) -> None:
    """A hint comes into its question and leaves no words of the learner behind."""
    await chat.say("quiz 2")
    count = await chat.messages.count()
    await chat.last.get_by_role("button", name="Hint").click()
    await expect(chat.last).to_contain_text("Hint 1")
    await expect(chat.messages).to_have_count(count)


@pytest.mark.parametrize("kind", [Several, Match, Order])
async def test_form(chat: Chat, tutor: Tutor, kind: type[BaseQuestion]) -> None:
    """A form is sent with what was chosen in each field, and is settled in its place."""
    await chat.practise(first(kind))
    count = await chat.messages.count()
    for n, field in enumerate(await chat.last.locator("fieldset").all()):
        await field.locator(".option").nth(n).click()
    await chat.last.get_by_role("button", name="Check my answer").click()
    await expect(chat.page.locator("#log form")).to_have_count(0)
    (frame,) = chat.frames("submit")
    assert all(len(chosen) == 1 for chosen in frame["values"].values())
    assert await tutor.app.store.run(lambda t: t.count("attempt")) == 1
    question = chat.messages.nth(count - 1)
    await expect(question).to_contain_text(re.compile(r"Right\.|Partly right\.|Not quite\."))


async def test_unfinished_form(chat: Chat) -> None:
    """A form with an empty field is not sent."""
    await chat.practise(first(Match))
    await chat.last.get_by_role("button", name="Check my answer").click()
    await expect(chat.last.locator("fieldset").first.locator(":invalid").first).to_be_focused()
    assert not chat.frames("submit")


async def test_double_click(chat: Chat) -> None:
    """A double click presses once, also where its second half meets another button than the first."""
    await chat.say("quiz 2")
    await chat.last.locator(".choice").first.dblclick()
    await expect(chat.last.locator(".settled")).to_have_count(1)
    await chat.last.get_by_role("button", name="Next question").dispatch_event("click", {"detail": 2})
    await chat.say("define RAG")
    assert len(chat.frames("press")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "define <img src=x onerror=\"document.title='owned'\">",
        "<script>document.title='owned'</script>",
        "**bold** _it_ `code` [x](https://evil.example) <https://evil.example|x>",
        "&lt;b&gt; &amp; \u202e\u0000 {{7*7}} ${7*7}",
    ],
)
async def test_injection(chat: Chat, text: str) -> None:
    """What was typed is shown as typed, by the page and by the tutor, and does nothing."""
    await chat.say(text)
    assert await chat.own.last.locator(".body").text_content() == text
    assert await chat.own.last.locator(".body *").count() == 0
    assert await chat.last.locator("img, script, [href*=evil]").count() == 0
    await chat.reload()
    assert await chat.own.last.locator(".body").text_content() == text
    assert await chat.page.title() == "Chat tutor"


async def test_reload(chat: Chat) -> None:
    """The conversation is there after a reload, with its buttons, and nothing is said twice."""
    await chat.say("explain")
    before = await chat.texts()
    await chat.reload()
    assert await chat.texts() == before
    await expect(chat.last).to_be_in_viewport()
    await chat.press("Leave the lesson")


async def test_open_once(chat: Chat) -> None:
    """Each load tells the tutor that the page was opened, and where the learner's clock stands."""
    zone = await chat.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    await chat.reload()
    opening = chat.frames("open")
    assert [frame["zone"] for frame in opening] == [zone, zone]
    assert len({frame["id"] for frame in opening}) == 2


async def test_clear(chat: Chat, tutor: Tutor) -> None:
    """The page can be cleared; what was learnt stays, and one can start again by a press."""
    await chat.say("quiz 2")
    await chat.say("a")
    await chat.page.get_by_role("button", name="Menu").click()
    clear = chat.page.get_by_role("button", name="Clear this page")
    await expect(clear).to_have_accessible_description(re.compile("Your progress is kept"))
    await clear.click()
    await expect(chat.messages).to_have_count(0)
    await expect(clear).to_be_hidden()
    await expect(chat.words).to_be_focused()
    await chat.reload()
    await expect(chat.messages).to_have_count(0)
    await chat.page.get_by_role("button", name="Say hello").click()
    await expect(chat.told).to_have_count(1)
    assert await tutor.app.store.run(lambda t: t.count("attempt")) == 1


async def test_only_the_last_ones_stay(chat: Chat) -> None:
    """The page keeps 200 messages, the newest."""
    await chat.page.evaluate(
        """() => localStorage.setItem('chat-tutor', JSON.stringify({entries: Array.from({length: 250},
        (_, n) => ({id: `old-${n}`, by: 'learner', at: Date.now(), text: `message ${n}`}))}))"""
    )
    await chat.reload()
    await chat.type("define RAG")
    await expect(chat.last).to_contain_text("Source")
    await expect(chat.messages).to_have_count(200)
    await expect(chat.messages.first).to_contain_text("message 52")


async def test_two_tabs(chat: Chat, tutor: Tutor) -> None:
    """Two tabs show one conversation: each what was said in the other, and nothing twice."""
    other = await opened(await chat.page.context.new_page(), tutor.url)
    await chat.say("define RAG")
    await expect(other.own).to_have_count(1)
    await expect(other.told).to_have_count(2)
    await other.say("explain")
    await expect(chat.told).to_have_count(3)
    assert await chat.texts() == await other.texts()
    await chat.reload()
    assert await chat.texts() == await other.texts()
    await chat.clear()
    await expect(other.messages).to_have_count(0)
    assert not other.complaints


@pytest.mark.parametrize("kept", ["", "{", "null", "7", "[]", '{"entries": 7}'])
async def test_spoilt_memory(chat: Chat, kept: str) -> None:
    """A page whose memory was spoilt starts anew."""
    await chat.page.evaluate("kept => localStorage.setItem('chat-tutor', kept)", kept)
    await chat.page.reload()
    await chat.say("define RAG")
    await expect(chat.last).to_contain_text("Source")


async def test_no_memory(tutor: Tutor, page: Page) -> None:
    """Where the browser keeps nothing for the page, one can still talk."""
    await page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})"
    )
    await page.goto(tutor.url)
    chat = Chat(page)
    await expect(chat.told).to_have_count(1)
    await chat.say("define RAG")
    await chat.say("explain")
    await expect(chat.own).to_have_count(2)


async def test_full_memory(chat: Chat) -> None:
    """Where the browser's memory is full, one can still talk."""
    await chat.page.evaluate(
        """() => { for (let size = 2 ** 22; size; size >>= 1)
          try { while (true) localStorage.setItem(Math.random(), 'x'.repeat(size)); } catch {} }"""
    )
    await chat.say("define RAG")
    await chat.say("explain")
    await expect(chat.own).to_have_count(2)


async def test_another_learner(chat: Chat, tutor: Tutor, browser: Browser) -> None:
    """Another browser is another learner, and sees nothing of this one."""
    await chat.say("define RAG")
    async with await browser.new_context() as context:
        other = await opened(await context.new_page(), tutor.url)
        await expect(other.messages).to_have_count(1)
        cookies = await context.cookies(tutor.url)
    mine = await chat.page.context.cookies(tutor.url)
    assert {cookie["name"] for cookie in cookies} == {COOKIE}
    assert cookies[0]["value"] != mine[0]["value"]
