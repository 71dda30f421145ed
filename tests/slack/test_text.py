"""Words, out of Slack's wire format."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.text import typed


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        ("what is RAG?", "what is RAG?"),
        ("<@U0LAN0Z89> what is RAG?", "what is RAG?"),
        ("<@U0LAN0Z89|tutor> quiz", "quiz"),
        ("hey <@U0LAN0Z89>, help", "hey , help"),
        ("<@U061F7AUR> asked about cost", "asked about cost"),
        ("<@U061F7AUR|bob> asked", "@bob asked"),
        ("see <#C0G9QF9GZ|learning>", "see #learning"),
        ("see <#C0G9QF9GZ>", "see"),
        ("<!here> quiz", "@here quiz"),
        ("<!subteam^S123|@staff> quiz", "@staff quiz"),
        ("<!date^1392734382^{date}|today> quiz", "today quiz"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<https://example.com|this page>", "this page"),
        ("<mailto:ann@example.com|ann@example.com>", "ann@example.com"),
        ("<tel:123|123>", "123"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("&lt;@U0LAN0Z89&gt;", "<@U0LAN0Z89>"),
        ("<@U0LAN0Z89>", ""),
        ("1 < 2", "1 < 2"),
        ("<>", "<>"),
    ],
)
def test_entities(wire: str, words: str) -> None:
    """Each entity is what a person sees or typed; our own mention is left out."""
    assert typed(wire, "U0LAN0Z89") == words


@given(st.text())
def test_what_is_typed_comes_back(text: str) -> None:
    """Slack escapes three characters and nothing else."""
    wire = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert typed(wire) == text.strip()
