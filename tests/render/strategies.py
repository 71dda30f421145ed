"""Replies for property tests: with words alone, and with whatever people and attackers may type."""

from typing import get_args

from hypothesis import strategies as st

from content.markup import literal
from dialogs.reply import (
    Button,
    Buttons,
    Choice,
    Choices,
    Divider,
    Element,
    Facts,
    Field,
    Image,
    Inputs,
    Opinion,
    Progress,
    Quote,
    Reply,
    Table,
    Text,
)
from dialogs.turn import Action

KINDS = get_args(get_args(Element)[0])
"""Every kind of element there is."""

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onclick="alert(1)" x=\'',
    "</p></button><style>*{display:none}</style>",
    "javascript:alert(1)",
    "[click](javascript:alert(1))",
    "[click](https://evil.example/a)",
    '[a](https://evil.example/?q="><script>)',
    "![x](https://evil.example/x.png)",
    "<!channel> <!here> <@U012345> <#C012345> <!subteam^S01|x>",
    "<https://evil.example|bank.example>",
    "*bold* _italic_ ~gone~ `code` ```block```",
    "**strong** __strong__ ***both***",
    "> a quotation",
    "- a bullet\n- another\n1. a number",
    "# a heading",
    "&lt;b&gt; &amp; &#60;i&#62; &nbsp;",
    "{{DATE(2026-01-01T00:00:00Z)}} ${name}",
    "back\\slash \\*star\\* \\",
    "nul\x00 bell\x07 escape\x1b[31m delete\x7f",
    "zero\u200bwidth \u202egnihtemos\u202c \ufeffmark \u2066isolated\u2069",
    "half\ud800character",
    "line\u2028separator\rreturn\x0bfeed",
    "👩‍👩‍👧 नमस्ते مرحبا",
    "   ",
    "",
    "|pipe|pipe|",
    "x" * 700,
    "snake_case_name 2*3*4 a~b",
)

PLAIN = ("model", "a", "grounding keeps answers current", "two words", "the law firm pays for use")
WORDS = st.sampled_from(PLAIN)
ANY_TEXT = st.one_of(
    WORDS,
    st.sampled_from((*HOSTILE, *map(literal, HOSTILE), *("\n- ".join(PLAIN), "\n\n".join(HOSTILE)))),
    st.text(max_size=30),
)
NAMES = st.sampled_from(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"))
ACTIONS = st.builds(Action, NAMES, NAMES, st.lists(NAMES, max_size=2).map(tuple))
URLS = st.sampled_from(
    (
        "https://example.org/page",
        "https://example.org/a_(b)?c=1&d=2",
        "http://example.org",
        "javascript:alert(1)",
        "",
    )
)


def _fields(texts: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Field, ...]]:
    options = st.lists(st.tuples(NAMES, texts), max_size=14, unique_by=lambda pair: pair[0]).map(tuple)
    field = st.builds(
        Field,
        NAMES,
        texts,
        options,
        st.booleans(),
        st.lists(NAMES, max_size=2).map(tuple),
        st.booleans(),
        st.just("") | texts,
    )
    return st.lists(field, min_size=1, max_size=3, unique_by=lambda made: made.name).map(tuple)


def by_kind(texts: st.SearchStrategy[str]) -> dict[type, st.SearchStrategy[Element]]:
    """Elements of each kind that say such texts."""
    rows = st.lists(st.lists(texts, max_size=4).map(tuple), max_size=4).map(tuple)
    choice = st.builds(Choice, st.sampled_from("ABCDEF"), texts, ACTIONS, st.just("") | texts, st.booleans())
    return {
        Text: st.builds(Text, texts, st.sampled_from(("body", "title", "note"))),
        Quote: st.builds(Quote, texts, texts, URLS),
        Facts: st.builds(Facts, st.lists(st.tuples(texts, texts), max_size=5).map(tuple)),
        Table: st.builds(Table, texts, st.lists(texts, max_size=4).map(tuple), rows),
        Progress: st.builds(Progress, texts, st.integers(-2, 30), st.integers(-2, 30)),
        Choices: st.builds(Choices, st.lists(choice, max_size=6).map(tuple), st.booleans()),
        Buttons: st.builds(Buttons, st.lists(st.builds(Button, texts, ACTIONS, st.booleans()), max_size=8).map(tuple)),
        Opinion: st.builds(Opinion, st.builds(Button, texts, ACTIONS), st.builds(Button, texts, ACTIONS)),
        Inputs: st.builds(Inputs, ACTIONS, _fields(texts), texts),
        Image: st.builds(Image, URLS, texts),
        Divider: st.builds(Divider),
    }


def replies(texts: st.SearchStrategy[str] = ANY_TEXT) -> st.SearchStrategy[Reply]:
    """Replies of a few elements that say such texts."""
    return st.builds(Reply, st.lists(st.one_of(*by_kind(texts).values()), max_size=6).map(tuple))


def said(element: Element) -> tuple[str, ...]:
    """The texts of an element that has some."""
    match element:
        case Text(text):
            return (text,)
        case Quote(text, source):
            return (text, source)
        case Facts(pairs):
            return tuple(text for pair in pairs for text in pair)
        case Table(caption, header, rows):
            told = header[: max(map(len, rows), default=0)]
            return (caption, *told, *(text for row in rows for text in row))
        case Progress(label, _, _):
            return (label,)
        case Choices(choices, settled):
            marks = (choice.mark for choice in choices if settled)
            return (*(text for choice in choices for text in (choice.key, choice.text)), *marks)
        case Buttons() | Opinion():
            return tuple(button.label for button in element.buttons)
        case Inputs(_, fields, submit):
            options = (text for field in fields for _, text in field.options)
            labels = (text for field in fields for text in (field.label, field.error))
            return (submit, *labels, *options)
        case Image(_, alt):
            return (alt,)
        case _:
            return ()


QUESTION = Reply(
    (
        Text("Question 2 of 5", "title"),
        Text("Which **one** keeps answers *current*?"),
        Choices(
            (
                Choice("A", "Fine-tuning on old files", Action("quiz", "answer", ("p1", "a"))),
                Choice("B", "Grounding in live documents", Action("quiz", "answer", ("p1", "b"))),
            )
        ),
        Buttons((Button("Hint", Action("quiz", "hint")), Button("Skip", Action("quiz", "skip")))),
    )
)
SETTLED = Choices(
    (
        Choice("A", "Fine-tuning", Action("quiz", "next"), "your answer, not right"),
        Choice("B", "Grounding", Action("quiz", "next"), "right answer"),
        Choice("C", "Neither", Action("quiz", "next")),
    ),
    settled=True,
)
COMPARISON = Table(
    "Two ways",
    ("Aspect", "Tuning", "Grounding"),
    (("Cost", "Up front", "Per use"), ("Sources", "None are named", "Named with each answer")),
)
FORM = Inputs(
    Action("daily", "set"),
    (
        Field("hour", "At what time?", (("9", "Nine"), ("12", "Noon")), value=("12",)),
        Field("days", "On which days?", (("mon", "Monday"), ("tue", "Tuesday")), several=True, optional=True),
        Field("note", "Anything else?", optional=True, long=True),
    ),
    "Save",
)
