"""Block Kit: what Slack would refuse, what it would read as more than words, and what comes back from it."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import blockkit
from content.markup import literal
from dialogs.reply import (
    Button,
    Buttons,
    Choice,
    Choices,
    Divider,
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
from tests.render.blocks import LOOK_ALIKES, check, check_blocks, mrkdwn, read
from tests.render.strategies import COMPARISON, FORM, HOSTILE, QUESTION, SETTLED, replies

GO = Action("quiz", "start")


@settings(max_examples=100, deadline=None)
@given(replies())
def test_slack_takes_every_reply(reply: Reply) -> None:
    """Whatever is said, the message is one that Slack accepts."""
    check(blockkit.render(reply))


@settings(max_examples=40, deadline=None)
@given(replies())
def test_slack_takes_every_home_tab(reply: Reply) -> None:
    """A Home tab has blocks that a view may have, and no table."""
    view = blockkit.render_home(reply)
    check_blocks(view["blocks"], limit=100)
    assert view["type"] == "home"
    assert not any(block["type"] == "table" for block in view["blocks"])


@settings(max_examples=100, deadline=None)
@given(replies())
def test_nothing_typed_mentions_or_links(reply: Reply) -> None:
    """Between angle brackets there is nothing but an https link of the course's."""
    for text in mrkdwn(blockkit.render(reply)):
        tokens = re.findall(r"<[^>]*>?", text)
        assert all(re.fullmatch(r"<https://[^<>|\s]+\|[^<>]*>", token) for token in tokens)
        assert ">" not in re.sub(r"<[^>]*>", "", re.sub(r"^>", "", text, flags=re.MULTILINE))


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" *_~`<>&"),
        max_size=80,
    )
)
def test_literal_words_read_as_they_were_typed(text: str) -> None:
    """What a learner typed is shown as typed, and none of it is emphasis."""
    shown = blockkit.render(say(literal(text)))["blocks"][0]["text"]["text"]
    typed = " ".join(text.split())
    assert read(shown) == (typed.translate(LOOK_ALIKES) or "There is nothing to show here.")
    assert not re.search(r"(?<!\w)[*_~]\S|\S[*_~](?!\w)|`|^&gt;", shown)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_place(text: str) -> None:
    """Each hostile text is harmless as a label, a cell, an option, a source and a field."""
    option = Choice("A", text, GO, text)
    check(
        blockkit.render(
            say(
                *(
                    Text(text),
                    Text(text, "title"),
                    Text(text, "note"),
                    Quote(text, text, "https://example.org"),
                ),
                *(Facts(((text, text),)), Table(text, (text, text), ((text, text),)), Progress(text, 1, 2)),
                *(Choices((option,)), Choices((option,), settled=True), Buttons((Button(text, GO),))),
                *(
                    Inputs(GO, (Field("f", text, (("v", text),)), Field("g", text, value=(text,))), text),
                    Image("https://example.org/p.png", text),
                ),
            )
        )
    )


def test_question() -> None:
    """A question has its answers in full, each on its button, and words for who does not see it."""
    message = blockkit.render(QUESTION)
    check(message)
    header, stem, answers, ways = message["blocks"]
    assert header["text"]["text"] == "Question 2 of 5"
    assert stem["text"]["text"] == "Which *one* keeps answers _current_?"
    assert [button["text"]["text"] for button in answers["elements"]] == [
        "A  Fine-tuning on old files",
        "B  Grounding in live documents",
    ]
    assert [button["value"] for button in answers["elements"]] == ["quiz:answer:p1:a", "quiz:answer:p1:b"]
    assert answers["elements"][1]["accessibility_label"] == "B: Grounding in live documents"
    assert [button["value"] for button in ways["elements"]] == ["quiz:hint", "quiz:skip"]
    assert message["text"].splitlines() == [
        "Question 2 of 5",
        "Which one keeps answers current?",
        "A) Fine-tuning on old files",
        "B) Grounding in live documents",
        "[Hint]  [Skip]",
    ]


def test_settled_choices_are_marked_in_words() -> None:
    """Once settled, answers have marks in words and nothing to press."""
    message = blockkit.render(say(SETTLED))
    (listed,) = message["blocks"]
    assert listed["text"]["text"].splitlines() == [
        "*A*  Fine-tuning  — *your answer, not right*",
        "*B*  Grounding  — *right answer*",
        "*C*  Neither",
    ]
    assert "B) Grounding (right answer)" in message["text"]


def test_long_answers_have_letters_on_their_buttons() -> None:
    """Answers of which one is too long for a phone's button are listed in full, once; their buttons show letters."""
    text = "word " * 7
    message = blockkit.render(say(Choices((Choice("A", text, GO), Choice("B", "Short", GO)))))
    check(message)
    listed, row = message["blocks"]
    assert listed["text"]["text"] == f"*A*  {text.strip()}\n*B*  Short"
    assert [button["text"]["text"] for button in row["elements"]] == ["A", "B"]
    assert row["elements"][0]["accessibility_label"] == f"A: {text.strip()}"


def test_table_is_a_table_once() -> None:
    """The first table is a table block, further ones are told row by row, since Slack takes one."""
    blocks = blockkit.render(say(COMPARISON, COMPARISON))["blocks"]
    assert [block["type"] for block in blocks] == ["section", "table", "section", "section"]
    assert [[cell["text"] for cell in row] for row in blocks[1]["rows"]] == [
        ["Aspect", "Tuning", "Grounding"],
        ["Cost", "Up front", "Per use"],
        ["Sources", "None are named", "Named with each answer"],
    ]
    assert blocks[3]["text"]["text"].splitlines()[:3] == [
        "Aspect: *Cost*",
        "• Tuning: Up front",
        "• Grounding: Per use",
    ]


@pytest.mark.parametrize(
    "table",
    [
        Table("Long", ("a", "b"), (("x", "y"),) * 150),
        Table("Wide", ("h",) * 25, (("c",) * 25,)),
        Table("Wordy", ("a", "b"), (("x", "word " * 620),) * 3),
    ],
    ids=lambda table: table.caption,
)
def test_large_tables(table: Table) -> None:
    """A table that is larger than Slack's is told row by row."""
    message = blockkit.render(say(table))
    check(message)
    assert {block["type"] for block in message["blocks"]} == {"section"}


def test_quote_and_progress() -> None:
    """Quoted words stand as a quotation over their source; progress has words and a bar."""
    quote = Quote("First line.\n\nSecond & last.", "The source", "https://example.org/?a=1&b=2")
    quoted, source, progress = blockkit.render(say(quote, Progress("Done", 3, 10)))["blocks"]
    assert quoted["text"]["text"] == ">First line.\n>\n>Second &amp; last."
    assert source["elements"][0]["text"] == "Source: <https://example.org/?a=1&amp;b=2|The source>"
    assert progress["text"]["text"] == "*Done: 3 of 10*\n▰▰▰▱▱▱▱▱▱▱"


def test_emphasis_within_a_word() -> None:
    """Slack sees emphasis at the edges of words only, so a space without width makes such an edge."""
    (section,) = blockkit.render(say("un**believ**able, ** spaced **, *a***b**"))["blocks"]
    assert section["text"]["text"] == "un\u200b*believ*\u200bable,  *spaced* , _a_\u200b*b*"


def test_forty_thousand_characters() -> None:
    """Far too long a text is cut where Slack's limit is, and says so; what else there is stays."""
    for text in (
        "word " * 8000,
        "x" * 40_000,
        "<" * 40_000,
        "é" * 40_000,
        "\n- b" * 10_000,
        "**b** " * 6_000,
    ):
        message = blockkit.render(Reply((Text(text), *QUESTION.elements)))
        check(message)
        assert any("(shortened)" in part for part in mrkdwn(message)[1:])
        assert "(shortened)" in message["text"]
        assert "B) Grounding in live documents" in message["text"]
        assert "quiz:answer:p1:b" in json.dumps(message["blocks"])


def test_long_text_is_split_between_words() -> None:
    """A text longer than a section stands in several, with every word in its place."""
    text = " ".join(f"word{n}" for n in range(900))
    message = blockkit.render(say(f"Before.\n\n{text}\n\n- after"))
    check(message)
    assert len(message["blocks"]) > 2
    shown = " ".join(block["text"]["text"] for block in message["blocks"])
    assert shown.split() == ["Before.", *text.split(), "•", "after"]


@pytest.mark.parametrize(
    "elements",
    [
        (Text("word"),) * 300,
        (Divider(), Text("word")) * 60,
        (Text("Title", "title"), Text("word"), Text("note", "note")) * 30,
        (Image("https://example.org/p.png", "A picture"),) * 120,
        (Text("word"), Buttons((Button("Go", GO),))) * 40,
    ],
    ids=["texts", "dividers", "headed", "pictures", "buttons"],
)
def test_many_elements_fold(elements: tuple[Any, ...]) -> None:
    """More than fifty blocks become fewer with the same to read and to press."""
    message = blockkit.render(Reply(elements))
    check(message)
    whole = json.dumps(message["blocks"])
    texts = [element.text for element in elements if isinstance(element, Text)]
    assert all(whole.count(text) >= texts.count(text) for text in set(texts))
    assert whole.count('"button"') == sum(isinstance(element, Buttons) for element in elements)
    assert whole.count("A picture") == sum(isinstance(element, Image) for element in elements)


def test_what_cannot_fold_is_left_out_and_told() -> None:
    """A hundred forms are more than a message holds; it says that something is missing."""
    message = blockkit.render(Reply((FORM,) * 100))
    check(message)
    assert "too long to be shown here" in json.dumps(message["blocks"])


def test_too_many_buttons_become_a_menu() -> None:
    """Beyond twenty-five, buttons become a menu with the same values; beyond a hundred, two menus."""
    buttons = tuple(Button(f"Label {n}", Action("d", "v", (str(n),))) for n in range(60))
    (row,) = blockkit.render(say(Buttons(buttons)))["blocks"]
    (menu,) = row["elements"]
    assert [option["value"] for option in menu["options"]] == [f"d:v:{n}" for n in range(60)]
    choices = tuple(Choice(str(n), "x", Action("d", "v", (str(n),))) for n in range(101))
    message = blockkit.render(say(Choices(choices)))
    check(message)
    assert [len(row["elements"][0]["options"]) for row in message["blocks"]] == [100, 1]


def test_brief_choices_are_a_row_of_letters() -> None:
    """Brief choices are their letters, each with its answer for who listens."""
    choices = Choices((Choice("A", "True", GO), Choice("B", "False", GO)), brief=True)
    message = blockkit.render(say(choices))
    check(message)
    (row,) = message["blocks"]
    told = [(button["text"]["text"], button["accessibility_label"]) for button in row["elements"]]
    assert told == [("A", "A: True"), ("B", "B: False")]


def test_words_get_the_room_that_they_need() -> None:
    """Only a field for long words has several lines."""
    fields = (Field("zone", "Your city"), Field("why", "Why?", long=True))
    message = blockkit.render(say(Inputs(GO, fields, "Send")))
    inputs = [block["element"] for block in message["blocks"] if block["type"] == "input"]
    assert [element["multiline"] for element in inputs] == [False, True]
