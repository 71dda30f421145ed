"""Texts of other programs in the Markdown subset of the course."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.formats.foreign import escaped, from_format, from_html
from content.markup import parse, plain

HTML = {
    "<p>One</p><p>Two</p>": "One\n\nTwo",
    "<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <code>e</code>": "**a** **b** *c* *d* `e`",
    "Pick:<ul><li>one</li><li><b>two</b></li></ul>": "Pick:\n\n- one\n- **two**",
    '<a href="https://a.example/x">This</a> or <a href="javascript:x">that</a>': "[This](https://a.example/x) or that",
    "2 * 3 &lt; 7 &amp; <span style='x'>more</span>": "2 \\* 3 < 7 & more",
    "line<br>break\n  and   spaces": "line\nbreak and spaces",
    "": "",
}


@pytest.mark.parametrize("text", HTML)
def test_html_becomes_our_markup(text: str) -> None:
    """Bold, italics, code, links, bullets and paragraphs stay; what else there was is gone."""
    assert from_html(text) == HTML[text]


def test_formats_of_moodle() -> None:
    """Markdown is taken as it is, plain text means what it says, and the usual format may hold HTML."""
    assert from_format("markdown", "**a**") == "**a**"
    assert from_format("plain", "**a** <b>") == "\\*\\*a\\*\\* <b>"
    assert from_format("moodle", "<b>a</b>") == "**a**"
    assert from_format("moodle", "3*4 < 5") == "3\\*4 < 5"


@settings(deadline=None, max_examples=50)
@given(st.text(st.sampled_from("ab *`[]()\\-_#https://x.y ")))
def test_plain_text_shows_as_it_was(text: str) -> None:
    """A text without markup shows the same characters, whatever they are."""
    words = " ".join(text.split())
    assert plain(escaped(words)) == words
    assert [span.style for block in parse(escaped(words)) for span in block.spans] in ([], ["plain"])
