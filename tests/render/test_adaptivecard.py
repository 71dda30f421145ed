"""Adaptive Cards: what Teams refuses, what it reads as more than words, and what comes back from them."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.render import adaptivecard
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
    Opinion,
    Progress,
    Quote,
    Refresh,
    Reply,
    Table,
    Text,
    say,
)
from dialogs.turn import Action
from tests.render.blocks import walk
from tests.render.cards import our_rules
from tests.render.strategies import COMPARISON, FORM, HOSTILE, QUESTION, SETTLED, replies

Check = Callable[[dict[str, Any]], None]

LOOK_ALIKES = str.maketrans({"∗": "*", "ˍ": "_", "∼": "~", "ˋ": "`", "\u200b": None})
GO = Action("quiz", "start")
COMMON_MARK = MarkdownIt("commonmark", {"html": True})


SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "schemas" / "adaptive-card.1.5.0.json"


@cache
def _validator() -> Any:
    return jsonschema.Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def the_schema(card: dict[str, Any]) -> None:
    """The published schema of 1.5, which does not know the property of Teams."""
    _validator().validate({name: value for name, value in card.items() if name != "msteams"})


# Microsoft's schema is not ours to ship: it is checked against where it lies beside the repository.
CHECKS: list[Check] = [our_rules, the_schema] if SCHEMA.exists() else [our_rules]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_teams_takes_every_reply(check: Check) -> None:
    """Whatever is said, the card is one that Teams accepts."""

    @settings(max_examples=100 if check is our_rules else 25, deadline=None)
    @given(replies())
    def holds(reply: Reply) -> None:
        check(adaptivecard.render(reply))

    holds()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_hostile_text_in_every_place(check: Check) -> None:
    """Each hostile text is harmless as a label, a cell, an option, a source and a field."""
    for text in HOSTILE:
        option = Choice("A", text, GO, text)
        check(
            adaptivecard.render(
                say(
                    *(
                        Text(text),
                        Text(text, "title"),
                        Text(text, "note"),
                        Quote(text, text, "https://example.org"),
                    ),
                    *(
                        Facts(((text, text),)),
                        Table(text, (text, text), ((text, text),)),
                        Progress(text, 1, 2),
                    ),
                    *(Choices((option,)), Choices((option,), settled=True), Buttons((Button(text, GO),))),
                    Inputs(GO, (Field("f", text, (("v", text),)), Field("g", text, value=(text,))), text),
                    Image("https://example.org/p.png", text),
                )
            )
        )


def tags(card: dict[str, Any]) -> set[str]:
    """The tags that a Markdown reader makes of a card's texts."""
    texts = (node[name] for node in walk(card) for name in ("text", "value", "fallbackText") if name in node)
    return {tag for text in texts for tag in re.findall(r"<(/?\w+[^>]*)>", COMMON_MARK.render(text))}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_is_markup(text: str) -> None:
    """What a learner typed is read by a Markdown reader as one paragraph of words: no tag, link or list."""
    typed = literal(text)
    card = adaptivecard.render(say(typed, Facts(((typed, typed),)), Choices((Choice("", typed, GO),), settled=True)))
    assert tags(card) <= {"p", "/p"}


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" *_~`[]()<>&#-\\"),
        max_size=80,
    )
)
def test_literal_words_read_as_they_were_typed(text: str) -> None:
    """A Markdown reader shows what a learner typed, as typed."""
    shown = COMMON_MARK.render(adaptivecard.render(say(literal(text)))["body"][0]["text"])
    read = html.unescape(re.sub(r"</?p>", "", shown)).translate(LOOK_ALIKES).strip()
    typed = " ".join(text.split()).translate(LOOK_ALIKES)
    assert read == (typed or "There is nothing to show here.")


def test_course_text_keeps_its_style() -> None:
    """Bold, italic, bullets and links of the course are what a Markdown reader makes of the card."""
    text = "One **bold**, *slanted* and `code` [page](https://example.org/a?b=1&c=2).\n\n- first\n- second"
    shown = COMMON_MARK.render(adaptivecard.render(say(text))["body"][0]["text"])
    assert shown.splitlines() == [
        '<p>One <strong>bold</strong>, <em>slanted</em> and code <a href="https://example.org/a?b=1&amp;c=2">page</a>.</p>',
        *("<ul>", "<li>first</li>", "<li>second</li>", "</ul>"),
    ]


def test_source_is_one_link() -> None:
    """Brackets in a source's name, and parentheses in its address, do not end the link early."""
    quote = Quote("Quoted.", "Rules [2026]", "https://example.org/a_(b)?c=1")
    source = adaptivecard.render(say(quote))["body"][0]["items"][1]["text"]
    link = '<a href="https://example.org/a_%28b%29?c=1">Rules (2026)</a>'
    assert COMMON_MARK.render(source) == f"<p>Source: {link}</p>\n"


def test_question() -> None:
    """A question has its answers in full, a button for each with its letter, and words to be spoken."""
    card = adaptivecard.render(QUESTION)
    title, stem, first, second, answers, ways = card["body"]
    assert (title["text"], title["style"]) == ("Question 2 of 5", "heading")
    assert stem["text"] == "Which **one** keeps answers _current_?"
    assert (first["text"], second["text"]) == (
        "**A**  Fine-tuning on old files",
        "**B**  Grounding in live documents",
    )
    assert [action["title"] for action in answers["actions"]] == ["A", "B"]
    assert answers["actions"][1]["data"] == {"action": "quiz:answer:p1:b"}
    assert answers["actions"][1]["tooltip"] == "B  Grounding in live documents"
    assert [action["associatedInputs"] for action in ways["actions"]] == ["none", "none"]
    assert card["speak"].splitlines()[2:] == [
        "A) Fine-tuning on old files",
        "B) Grounding in live documents",
        "[Hint]  [Skip]",
    ]


def test_short_answers_stand_on_their_buttons() -> None:
    """Answers that fit beside each other stand on their buttons in full."""
    choices = Choices((Choice("A", "True", GO), Choice("B", "False", GO)))
    actions = adaptivecard.render(say(choices))["body"][-1]["actions"]
    assert [action["title"] for action in actions] == ["A  True", "B  False"]


def test_brief_choices_are_a_row_of_letters() -> None:
    """Brief choices are their letters, each with its answer for who points at it or listens."""
    choices = Choices((Choice("A", "True", GO), Choice("B", "False", GO)), brief=True)
    (row,) = adaptivecard.render(say(choices))["body"]
    assert [(action["title"], action["tooltip"]) for action in row["actions"]] == [("A", "A  True"), ("B", "B  False")]


def test_words_get_the_room_that_they_need() -> None:
    """Only a field for long words has several lines."""
    fields = (Field("zone", "Your city"), Field("why", "Why?", long=True))
    made = adaptivecard.render(say(Inputs(GO, fields, "Send")))["body"]
    assert [item["isMultiline"] for item in made if item["type"] == "Input.Text"] == [False, True]


def test_settled_choices_are_marked_in_words() -> None:
    """Once settled, answers have marks in words, no colour, and nothing to press."""
    body = adaptivecard.render(say(SETTLED))["body"]
    assert [block["text"] for block in body] == [
        "**A**  Fine-tuning  — **your answer, not right**",
        "**B**  Grounding  — **right answer**",
        "**C**  Neither",
    ]
    assert not any("color" in node for node in walk(body))


def test_table_names_its_rows_and_columns() -> None:
    """A table is a table with a header row, and its first column stands out as what names the row."""
    caption, table = adaptivecard.render(say(COMPARISON))["body"]
    cells = [[cell["items"][0] for cell in row["cells"]] for row in table["rows"]]
    assert caption["text"] == "Two ways"
    assert table["firstRowAsHeader"] is True
    assert [cell["text"] for cell in cells[2]] == ["Sources", "None are named", "Named with each answer"]
    assert all(cell["weight"] == "Bolder" for cell in (*cells[0], cells[1][0], cells[2][0]))


def test_many_buttons_have_a_menu() -> None:
    """Six buttons stand on a card; the others are in the menu beside them, and none is lost."""
    buttons = tuple(Button(f"Label {n}", Action("d", "v", (str(n),))) for n in range(20))
    (row,) = adaptivecard.render(say(Buttons(buttons)))["body"]
    assert [a["data"]["action"] for a in row["actions"]] == [f"d:v:{n}" for n in range(20)]
    assert ["mode" in action for action in row["actions"]] == [False] * 6 + [True] * 14


def test_answers_come_before_ways_out() -> None:
    """Where a question has six answers, all of them stand on the card, and the ways out are in their menu."""
    ways = Buttons((Button("Hint", Action("quiz", "hint")), Button("Skip", Action("quiz", "skip"))))
    choices = Choices(tuple(Choice(letter, f"Answer {letter}", GO) for letter in "ABCDEF"))
    rows = [node for node in adaptivecard.render(say(choices, ways))["body"] if node["type"] == "ActionSet"]
    assert [[a["title"] for a in row["actions"]] for row in rows] == [
        ["A  Answer A", "B  Answer B", "C  Answer C", "D  Answer D", "E  Answer E", "F  Answer F", "Hint", "Skip"]
    ]
    assert [a["title"] for row in rows for a in row["actions"] if "mode" in a] == ["Hint", "Skip"]


def test_what_sends_a_form_is_never_in_a_menu() -> None:
    """However many buttons stand before it."""
    buttons = Buttons(tuple(Button(f"Label {n}", GO) for n in range(9)))
    actions = [node for node in walk(adaptivecard.render(say(buttons, FORM))) if node.get("type") == "Action.Execute"]
    assert [a["title"] for a in actions if "mode" not in a] == [*(f"Label {n}" for n in range(5)), "Save"]


def test_both_thumbs_or_none() -> None:
    """Whether an answer helped is asked with two buttons side by side, on the card or in its menu."""
    opinion = Opinion(Button("Helpful", GO), Button("Not helpful", GO))
    for count, folded in ((4, []), (5, ["Helpful", "Not helpful"])):
        buttons = Buttons(tuple(Button(f"Label {n}", GO) for n in range(count)))
        actions = [n for n in walk(adaptivecard.render(say(buttons, opinion))) if n.get("type") == "Action.Execute"]
        assert [a["title"] for a in actions if "mode" in a] == folded


def test_own_view() -> None:
    """A card that shows people their own state names the action for it, and no more of them than Teams takes."""
    users = tuple(f"29:{n}" for n in range(90))
    reply = replace(QUESTION, refresh=Refresh(Action("quiz", "view", ("p1",)), users))
    card = adaptivecard.render(reply)
    our_rules(card)
    assert card["refresh"]["action"]["verb"] == "refresh"
    assert card["refresh"]["action"]["data"] == {"action": "quiz:view:p1"}
    assert card["refresh"]["userIds"] == list(users[-60:])
    everybody = adaptivecard.render(replace(QUESTION, refresh=Refresh(Action("quiz", "view"))))
    assert "userIds" not in everybody["refresh"]


def test_divider_separates_what_follows() -> None:
    """A divider is a line over the next element; at the end it is nothing."""
    body = adaptivecard.render(say("one", Divider(), "two", Divider()))["body"]
    assert [block.get("separator", False) for block in body] == [False, True]


@pytest.mark.parametrize(
    "elements",
    [
        (Text("word " * 8000),),
        (Text("x" * 40_000),),
        (Text("漢" * 40_000),),
        (Text("👩" * 40_000),),
        (Text("\\*" * 45_000),),
        (Text("\n- b" * 10_000),),
        (Quote("q " * 20_000, "s " * 20_000, "https://example.org"),),
        (Facts((("l " * 9_000, "v " * 9_000),) * 3),),
        (Table("c " * 9000, ("h " * 9000,), (("d " * 9000,),) * 4),),
        (Choices((Choice("A", "o " * 20_000, GO),) * 4),),
        (Buttons((Button("b " * 20_000, GO),) * 4),),
        (Inputs(GO, (Field("f", "l " * 20_000, (("v", "o " * 20_000),)),), "s " * 20_000),),
    ],
    ids=lambda elements: f"{type(elements[0]).__name__}-{ascii(str(elements[0]))[-40:-30]}",
)
def test_too_large_is_shortened_and_told(elements: tuple[Any, ...]) -> None:
    """Far too long a text is cut until the card fits, and says so; what else there is stays."""
    card = adaptivecard.render(Reply((*QUESTION.elements, *elements)))
    our_rules(card)
    told = json.dumps(card["body"], ensure_ascii=False)
    assert "(shortened)" in told
    assert "Grounding in live documents" in told


def test_what_cannot_be_shortened_is_left_out_and_told() -> None:
    """Three hundred forms are more than a card holds; it says that something is missing."""
    card = adaptivecard.render(Reply((Text("Still here"), *((FORM,) * 300))))
    our_rules(card)
    told = json.dumps(card["body"])
    assert "too long to be shown here" in told
    assert "Still here" in told


def test_form_comes_back() -> None:
    """What Teams sends of a form is read by field, of the form that was sent."""
    body = adaptivecard.render(say(FORM, FORM))["body"]
    fields = [node for node in body if node["type"].startswith("Input.")]
    first, second = (node["actions"][0] for node in body if node["type"] == "ActionSet")
    assert [field["id"] for field in fields[:3]] == ["hour", "days", "note"]
    assert fields[0]["value"] == "12"
    assert (first["data"]["form"], first["associatedInputs"]) == ("daily:set", "auto")
    given_first = dict(zip((f["id"] for f in fields[:3]), ("9", "mon,tue", "Thank you, all"), strict=True))
    given_second = dict(zip((f["id"] for f in fields[3:]), ("", "tue", ""), strict=True))
    sent = {**given_first, **given_second}
    assert adaptivecard.submitted({**sent, **first["data"]}) == {
        "hour": ("9",),
        "days": ("mon", "tue"),
        "note": ("Thank you, all",),
    }
    assert adaptivecard.submitted({**sent, **second["data"]}) == {"hour": (), "days": ("tue",), "note": ()}


@given(st.lists(st.text("abc,%2C ", min_size=1, max_size=5), min_size=1, unique=True))
def test_any_values_come_back_from_a_list(values: list[str]) -> None:
    """Values of several boxes come back as they were, although a comma is what separates them."""
    field = Field("f", "Which?", tuple((value, "x") for value in values), several=True, value=tuple(values))
    body = adaptivecard.render(say(Inputs(GO, (field,), "Send")))["body"]
    sent = {"f": body[0]["value"], **body[1]["actions"][0]["data"]}
    assert adaptivecard.submitted(sent) == {"f": tuple(values)}
    assert [unquote(choice["value"]) for choice in body[0]["choices"]] == values
