"""Drawings show what a channel is sent, no more and no less, and say what was cut."""

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.async_api import Page
from rich.console import Console

from bot.channels.teams.messages import messages
from bot.preview import slack, teams
from bot.preview.items import Item, Step, find, steps
from bot.preview.markup import markdown, mrkdwn
from bot.preview.page import page as html_page
from bot.preview.pieces import Controls, Drawing, Rule, Said
from bot.preview.terminal import CHANNELS, shown
from bot.render import adaptivecard, blockkit
from content.markup import Block, Span
from dialogs.reply import Button, Buttons, Reply, Text, say
from dialogs.turn import Action
from tests.render.strategies import HOSTILE, WORDS, replies, said
from tests.talk import router, shipped

ITEM = Item("topic", "an-item", "A title")
DRAWN: dict[str, Callable[[Reply], Drawing]] = {"slack": slack.draw, "teams": teams.draw}


def printed(reply: Reply, channel: str) -> str:
    """What the terminal shows of a reply for a channel, on one line."""
    console = Console(width=400, file=io.StringIO(), record=True, highlight=False)
    console.print(*shown(Step("x", (reply,)), channel))
    return squeezed(console.export_text())


def squeezed(text: str) -> str:
    """The text without frames and line breaks."""
    return re.sub(r"[\s│]+", " ", text)


class Seen(HTMLParser):
    """The words of a page that is read as a browser does."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.frames: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        self.words += [value or "" for name, value in named.items() if name in {"title", "placeholder"}]
        self.frames += [named["srcdoc"] or ""] if "srcdoc" in named else []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("channel", DRAWN)
@settings(max_examples=25, deadline=None)
@given(reply=replies(WORDS))
def test_every_word_is_drawn_in_the_terminal(channel: str, reply: Reply) -> None:
    """Whatever a reply says, its drawing in the terminal says it for Slack and for Teams."""
    shown_words = printed(reply, channel)
    for text in (text for element in reply.elements for text in said(element)):
        assert squeezed(text).strip() in shown_words


@settings(max_examples=25, deadline=None)
@given(replies(WORDS))
def test_every_word_is_drawn_on_the_page(reply: Reply) -> None:
    """Whatever a reply says, the page says at least three times: for Slack, for Teams and for the web chat."""
    seen = Seen(html_page(shipped(), ITEM, [Step("x", (reply,))]))
    frames = [Seen(frame) for frame in seen.frames]
    words = squeezed(" ".join([*seen.words, *(word for frame in frames for word in frame.words)]))
    for text in (text for element in reply.elements for text in said(element)):
        assert words.count(squeezed(text).strip()) >= 3, text


@settings(max_examples=25, deadline=None)
@given(replies(st.sampled_from(HOSTILE)))
def test_nothing_that_was_written_runs(reply: Reply) -> None:
    """Course text is never markup of the page: it has the one script that measures frames."""
    seen = Seen(html_page(shipped(), ITEM, [Step("<script>x</script>", (reply,))]))
    assert seen.tags.count("script") == 1
    assert not [frame for frame in seen.frames if "script" in Seen(frame).tags]


def test_measures_are_those_of_the_message() -> None:
    """Blocks, characters and bytes are counted on what is sent."""
    reply = say("One", "Two")
    blocks, characters = slack.draw(reply).measures
    assert (blocks.used, blocks.limit) == (len(blockkit.render(reply)["blocks"]), blockkit.MESSAGE_BLOCKS)
    assert 0 < characters.used < characters.limit
    (size,) = teams.draw(reply).measures
    assert str(size).endswith(f"of {adaptivecard.SIZE:,} bytes")


def test_an_answer_in_teams_is_its_words_and_its_card() -> None:
    """What rests on a source is drawn as it is sent: the words with their marks, and what is pressed below them."""
    source = Text("Source: [A page](https://example.org/a)", "note")
    reply = say(Text("Grounding names its sources."), source, Buttons((Button("More", Action("a", "b")),)))
    words, card = messages(reply, "")
    drawing = teams.draw(reply)
    first, rule, *rest = drawing.pieces
    assert isinstance(first, Said)
    assert first.sent == words["text"]
    assert first.sent.endswith("[1]")
    assert isinstance(rule, Rule)
    assert [type(piece) for piece in rest] == [Said, Controls]
    assert [measure.what for measure in drawing.measures] == ["characters", "bytes"]
    assert drawing.measures[1].used == adaptivecard.size(card["attachments"][0]["content"])


@pytest.mark.parametrize("channel", DRAWN)
def test_what_is_cut_is_said(channel: str) -> None:
    """A text that is too long for a channel is shown cut, and the drawing says so; one that fits is not."""
    long = say(*["word " * 2_000] * 12)
    cuts = DRAWN[channel](long).cuts
    assert cuts
    assert all("shortened" in cut for cut in cuts)
    assert not DRAWN[channel](say("word " * 100)).cuts


def test_a_button_that_is_cut_is_said() -> None:
    """A label over Slack's limit is among the cuts; one that its author ended so is not."""
    action = Action("a", "b")
    long = "a label that is longer than any button of any platform would ever take, alas"
    assert slack.draw(say(Buttons((Button(long, action),)))).cuts == (
        "a label that is longer than any button of any platform would ever take,…",
    )
    written = f"{long[:70]}…"
    assert not slack.draw(say(written, Buttons((Button(written, action),)))).cuts


def test_markup_of_slack() -> None:
    """Bold, italics, code, links, bullets and entities of mrkdwn are read as Slack reads them."""
    assert mrkdwn("*b* a_c `x*y*` <https://a.example/?x&amp;y|l&lt;>\n• &amp;") == (
        Block(
            (
                Span("b", "bold"),
                Span(" a_c "),
                Span("x*y*", "code"),
                Span(" "),
                Span("l<", "link", "https://a.example/?x&y"),
            )
        ),
        Block((Span("&"),), bullet=True),
    )


def test_markup_of_teams() -> None:
    """Bold, italics, links and bullets of a card's Markdown are read as Teams reads them."""
    assert markdown("**b** _i_ [l](https://a.example)\n- x") == (
        Block((Span("b", "bold"), Span(" "), Span("i", "italic"), Span(" "), Span("l", "link", "https://a.example"))),
        Block((Span("x"),), bullet=True),
    )


@pytest.mark.asyncio(loop_scope="session")
async def test_page_in_a_browser(page: Page, tmp_path: Path) -> None:
    """The page asks nobody for anything, shows four columns, and its frames are as tall as what is in them."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    item = find(shipped(), "bakery-first-rollout")
    file = tmp_path / "page.html"
    file.write_text(html_page(shipped(), item, steps(shipped(), item, router())), encoding="utf-8")
    await page.set_viewport_size({"width": 1600, "height": 900})
    await page.goto(file.as_uri())
    await page.wait_for_function("[...document.querySelectorAll('iframe')].every(f => f.offsetHeight > 200)")
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    lefts = await page.locator("article >> nth=0 >> .cell").evaluate_all("cells => cells.map(c => c.offsetLeft)")
    assert len(set(lefts)) == len(CHANNELS)
    hidden = "frames => frames.map(f => f.contentDocument.documentElement.scrollHeight - f.offsetHeight)"
    assert max(await page.locator("iframe").evaluate_all(hidden)) <= 0
    await page.set_viewport_size({"width": 400, "height": 900})
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(wider) == 0
