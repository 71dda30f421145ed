"""HTML: nothing but our own tags and attributes, words as they are, and what a page and its readers need."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.render import html
from bot.render.words import clean
from content.markup import literal
from dialogs.reply import (
    Button,
    Buttons,
    Choice,
    Choices,
    Facts,
    Field,
    Image,
    Inputs,
    Progress,
    Quote,
    Reply,
    Table,
    Text,
    say,
)
from dialogs.turn import Action
from tests.render.strategies import COMPARISON, FORM, HOSTILE, QUESTION, SETTLED, replies

GO = Action("quiz", "start")
VOID = {"img", "input", "hr"}
TAGS = VOID | set(
    "a b blockquote button caption code dd div dl dt em fieldset figcaption figure form h2 label legend li"
    " option p progress select span strong table tbody td textarea th thead tr ul".split()
)
ATTRIBUTES = set(
    "alt aria-invalid aria-label autocomplete checked cite class data-action data-form data-label href loading max"
    " maxlength name rel required role rows scope selected src tabindex target type value".split()
)


class Page(HTMLParser):
    """What a browser makes of a fragment: its tags, and its words."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


def check(fragment: str) -> Page:
    """The fragment is balanced and has only what is ours in it."""
    page = Page(fragment)
    assert page.open == []
    for tag, attributes in page.tags:
        assert tag in TAGS
        assert attributes.keys() <= ATTRIBUTES
        for name in ("href", "src", "cite"):
            assert (attributes.get(name) or "https://").startswith("https://")
        if attributes.get("target") == "_blank":
            assert attributes["rel"] == "noopener noreferrer"
    fragment.encode()
    return page


@settings(max_examples=100, deadline=None)
@given(replies())
def test_only_our_own_tags(reply: Reply) -> None:
    """Whatever is said, the page gets no tag, attribute or address that is not ours."""
    check(html.render(reply))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_place(text: str) -> None:
    """Each hostile text is harmless as a label, a cell, an option, a source, an address and a field."""
    option = Choice("A", text, GO, text)
    check(
        html.render(
            say(
                *(Text(text), Text(text, "title"), Text(text, "note"), Quote(text, text, text)),
                *(Facts(((text, text),)), Table(text, (text, text), ((text, text),)), Progress(text, 1, 2)),
                *(Choices((option,)), Choices((option,), settled=True), Buttons((Button(text, GO),))),
                Inputs(
                    GO,
                    (Field(clean(text), text, ((clean(text), text),)), Field("g", text, value=(text,))),
                    text,
                ),
                Image(text, text),
            )
        )
    )


def test_hostile_action() -> None:
    """A wire with quotes and tags in it stays within its attribute."""
    action = Action("quiz", "start", ('"><script>',))
    page = check(
        html.render(
            say(
                Buttons((Button("Go", action),)),
                Choices((Choice("A", "x", action),)),
                Inputs(action, (), "Send"),
            )
        )
    )
    assert [attributes["data-action"] for attributes in page.all("button")[:2]] == [str(action)] * 2
    assert page.all("form")[0]["data-form"] == str(action)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
@example("\x08-\r0")
def test_literal_words_read_as_they_were_typed(text: str) -> None:
    """What a learner typed is on the page as typed, but for what cannot be seen."""
    assert check(html.render(say(literal(text)))).text.split() == clean(" ".join(text.split())).split()


def test_question() -> None:
    """A question is a heading, a paragraph, a group of answers to press, and a group of ways on."""
    page = check(html.render(QUESTION))
    assert [attributes["data-action"] for attributes in page.all("button")] == [
        *("quiz:answer:p1:a", "quiz:answer:p1:b", "quiz:hint", "quiz:skip")
    ]
    assert {attributes["type"] for attributes in page.all("button")} == {"button"}
    assert [attributes["role"] for attributes in page.all("div")] == ["group", "group"]
    assert all(attributes["aria-label"] for attributes in page.all("div"))
    assert "B Grounding in live documents" in page.text
    assert "<strong>one</strong> keeps answers <em>current</em>" in html.render(QUESTION)


def test_settled_choices_are_marked_in_words() -> None:
    """Once settled, answers are a list with marks in words, and nothing to press."""
    page = check(html.render(say(SETTLED)))
    assert "B Grounding (right answer)" in page.text
    assert len(page.all("li")) == 3
    assert page.all("button") == []


def test_table_names_its_rows_and_columns() -> None:
    """A table has a caption, and headers that say what they head; ragged rows are filled up."""
    ragged = Table("Ragged", ("a",), (("b", "c"), ()))
    page = check(html.render(say(COMPARISON, ragged)))
    scopes = [attributes["scope"] for attributes in page.all("th")]
    assert scopes == ["col", "col", "col", "row", "row", "col", "col", "row", "row"]
    assert len(page.all("td")) == 6
    assert "Two ways" in page.text


def test_quote_links_to_its_source() -> None:
    """Quoted words name and link their source; a source without a good address is named."""
    page = check(html.render(say(Quote("Words.", "Source one", "https://example.org/?a=1&b=2"))))
    assert page.all("a")[0]["href"] == page.all("blockquote")[0]["cite"] == "https://example.org/?a=1&b=2"
    named = check(html.render(say(Quote("Words.", "Source two", "javascript:alert(1)"))))
    assert named.all("a") == []
    assert "Source two" in named.text


def test_progress_is_told_and_plausible() -> None:
    """Progress has its words as a label, and never more done than there is."""
    page = check(html.render(say(Progress("Done", 7, 5), Progress("None", -1, 0))))
    assert [(bar["value"], bar["max"]) for bar in page.all("progress")] == [("5", "5"), ("0", "1")]
    assert "Done: 5 of 5" in page.text


def test_form_has_named_fields() -> None:
    """A form names its action and fields, groups its options, and knows what is given and what is needed."""
    page = check(html.render(say(FORM)))
    assert page.all("form")[0]["data-form"] == "daily:set"
    radios, boxes = ([box for box in page.all("input") if box["type"] == kind] for kind in ("radio", "checkbox"))
    assert [(box["name"], box["value"], "checked" in box) for box in radios] == [
        ("hour", "9", False),
        ("hour", "12", True),
    ]
    assert all("required" in box for box in radios)
    assert not any("required" in box for box in boxes)
    assert page.all("textarea")[0]["name"] == "note"
    assert len(page.all("legend")) == 2
    assert page.all("button")[0]["type"] == "submit"


def test_words_get_the_room_that_they_need() -> None:
    """A field for a word or two is one line, which keeps what is given; only long words get several."""
    fields = (Field("zone", "Your city", value=('Paris "now"',)), Field("why", "Why?", value=("a word",), long=True))
    page = check(html.render(say(Inputs(GO, fields, "Send"))))
    (line,) = page.all("input")
    assert (line["name"], line["type"], line["value"]) == ("zone", "text", 'Paris "now"')
    assert [area["name"] for area in page.all("textarea")] == ["why"]


def test_brief_choices_are_heard_in_full() -> None:
    """Brief choices are a row of letters, of which each tells who listens its answer."""
    (element,) = (element for element in QUESTION.elements if isinstance(element, Choices))
    page = check(html.render(say(replace(element, brief=True))))
    assert [button["aria-label"] for button in page.all("button")] == [
        "A: Fine-tuning on old files",
        "B: Grounding in live documents",
    ]


def test_a_menu_with_a_choice_cannot_be_emptied() -> None:
    """A menu that needs a choice and has one offers no empty line."""
    field = Field("f", "Which?", tuple((str(n), f"Option {n}") for n in range(11)), value=("3",))
    page = check(html.render(say(Inputs(GO, (field,), "Send"))))
    assert [option["value"] for option in page.all("option")] == [str(n) for n in range(11)]


def test_many_options_become_a_menu() -> None:
    """More than ten options of which one counts become a menu; one of which none is chosen yet begins empty."""
    field = Field("f", "Which?", tuple((str(n), f"Option {n}") for n in range(11)), value=("3",), optional=True)
    page = check(html.render(say(Inputs(GO, (field,), "Send"))))
    assert [("selected" in o) for o in page.all("option")] == [n == 4 for n in range(12)]
