"""Plain text: what is numbered, what is lettered, and what fits the width."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import plaintext
from dialogs.reply import Button, Buttons, Divider, Facts, Image, Progress, Quote, Reply, Table, Text, say
from dialogs.turn import Action
from tests.render.strategies import COMPARISON, FORM, HOSTILE, QUESTION, SETTLED, WORDS, replies

GO = Buttons((Button("Start", Action("quiz", "start")), Button("Stop", Action("quiz", "stop"))))


def test_question_is_lettered() -> None:
    """Answers have letters; buttons beside them have no numbers, since a number would mean an answer."""
    assert plaintext.render(QUESTION).split("\n\n") == [
        "Question 2 of 5",
        "Which one keeps answers current?",
        "A) Fine-tuning on old files\nB) Grounding in live documents",
        "[Hint]  [Skip]",
    ]


def test_buttons_are_numbered_through() -> None:
    """Without letters buttons are numbered, from wherever the caller stands."""
    assert plaintext.render(say(GO, SETTLED, GO), first=3).splitlines() == [
        "[3] Start  [4] Stop",
        "",
        "A) Fine-tuning (your answer, not right)",
        "B) Grounding (right answer)",
        "C) Neither",
        "",
        "[5] Start  [6] Stop",
    ]


def test_every_kind_of_text() -> None:
    """Links have their address, quotations their source, progress a bar, and facts their labels."""
    reply = say(
        Text("See [this page](https://example.org/a).\n\n- **one**\n- two"),
        Quote("Quoted.", "The source", "https://example.org/b"),
        Facts((("Right", "3 of 4"), ("Streak", "2 days"))),
        Progress("Done", 1, 4),
        Image("https://example.org/p.png", "A ladder"),
        Divider(),
    )
    assert plaintext.render(reply).split("\n\n") == [
        "See this page (https://example.org/a).\n- one\n- two",
        "“Quoted.”\nSource: The source (https://example.org/b)",
        "Right: 3 of 4\nStreak: 2 days",
        "Done: 1 of 4 [##--------]",
        "A ladder (https://example.org/p.png)",
        "-" * 40,
    ]


def test_table_is_aligned() -> None:
    """Where there is room, columns are aligned under their header."""
    assert plaintext.render(say(COMPARISON)).splitlines() == [
        "Two ways",
        "Aspect   Tuning          Grounding",
        "-------  --------------  ----------------------",
        "Cost     Up front        Per use",
        "Sources  None are named  Named with each answer",
    ]


def test_table_is_wrapped_within_its_columns() -> None:
    """Where there is less room, the widest columns wrap."""
    assert plaintext.render(say(COMPARISON), width=40).splitlines()[3:] == [
        "Cost     Up front        Per use",
        "Sources  None are named  Named with each",
        "                         answer",
    ]


@pytest.mark.parametrize("width", [0, 30])
def test_narrow_table_is_told_row_by_row(width: int) -> None:
    """Where columns would be too narrow, or nobody looks, each row is told by its name."""
    assert plaintext.render(say(COMPARISON), width=width).splitlines()[:4] == [
        "Two ways",
        "Aspect: Cost",
        "- Tuning: Up front",
        "- Grounding: Per use",
    ]


def test_form_says_what_to_type() -> None:
    """Each field says what may be typed, and what is given already."""
    assert plaintext.render(say(FORM)).splitlines() == [
        "At what time? (type one; now Noon)",
        *("- Nine", "- Noon"),
        "On which days? (type one or more, or nothing)",
        *("- Monday", "- Tuesday"),
        "Anything else? (type your words, or nothing)",
    ]


@settings(max_examples=80, deadline=None)
@given(replies(WORDS), st.integers(40, 100))
def test_no_line_is_wider_than_asked(reply: Reply, width: int) -> None:
    """Every line keeps to the width, but for rows of buttons and addresses, which no terminal breaks well."""
    for line in plaintext.render(reply, width).splitlines():
        assert len(line) <= width or "[" in line or "https://" in line or "(type" in line


@settings(max_examples=80, deadline=None)
@given(replies(), st.sampled_from((0, 20, 80)))
def test_nothing_moves_the_cursor(reply: Reply, width: int) -> None:
    """No reply has a character that a terminal obeys instead of showing it."""
    text = plaintext.render(reply, width)
    assert not {unicodedata.category(character) for character in set(text) - {"\n", "\t"}} & {"Cc", "Cs"}
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_table(text: str) -> None:
    """A hostile cell keeps to its column."""
    lines = plaintext.render(say(Table("t", ("a", "b"), ((text, "b"), ("a", text)))), width=40).splitlines()
    assert all(len(line) <= 40 for line in lines)


def test_forty_thousand_characters() -> None:
    """Nothing is cut in plain text."""
    assert plaintext.render(say("word " * 8000), width=0) == ("word " * 8000).strip()
    assert len(plaintext.render(say("word " * 8000)).split()) == 8000
