"""The Markdown subset: what is in it, what is not, and words that must stay literal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.markup import Block, Span, literal, parse, plain


def test_subset() -> None:
    """Paragraphs, bullets, bold, italic, code and links are read."""
    text = "One **bold** and *it*,\n`code`.\n\n- a [link](https://example.org/x)\n- two"
    assert parse(text) == (
        Block(
            (
                Span("One "),
                Span("bold", "bold"),
                Span(" and "),
                Span("it", "italic"),
                Span(", "),
                Span("code", "code"),
                Span("."),
            )
        ),
        Block((Span("a "), Span("link", "link", "https://example.org/x")), bullet=True),
        Block((Span("two"),), bullet=True),
    )


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3",
        "a_b_c",
        "[x](javascript:alert(1))",
        "[x](http://x.y)",
        "**",
        "`",
        "snake_case",
        "# no heading",
    ],
)
def test_not_in_the_subset(text: str) -> None:
    """Anything else stays as it was typed."""
    assert plain(text) == text


@given(st.text(max_size=200))
def test_literal_shows_exactly(text: str) -> None:
    """Literal text is shown as it is, white space folded, with no style at all."""
    blocks = parse(literal(text))
    assert [span.style for block in blocks for span in block.spans] in ([], ["plain"])
    assert plain(literal(text)) == " ".join(text.split())


@given(st.text(alphabet="ab*_`[]()-\\ \n", max_size=80))
def test_never_raises_and_loses_no_word(text: str) -> None:
    """Any text parses, and its letters are all there, in order."""
    shown = "".join(block.text for block in parse(text))
    assert [c for c in shown if c in "ab"] == [c for c in text if c in "ab"]
