"""Words: what is taken out of them, and how they are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.words import clean, https, neutral
from content.markup import shorten


@given(st.text(max_size=200), st.integers(2, 50))
def test_shortened_text_fits(text: str, limit: int) -> None:
    """A shortened text is no longer than asked and begins as the text does; a short one stays."""
    cut = shorten(text, limit)
    assert len(cut) <= limit
    assert cut == text if len(text) <= limit else text.startswith(cut.removesuffix("…"))


def test_cut_is_between_words() -> None:
    """Where there is a space not too far back, no word is cut."""
    assert shorten("grounding keeps answers current", 20) == "grounding keeps…"
    assert shorten("x" * 50, 10) == "xxxxxxxxx…"


def test_unseen_characters_go_and_joiners_stay() -> None:
    """Controls and marks that turn text go; what makes one emoji of several stays."""
    assert clean("a\x00b\x1b[31m\u200bc\u202ed\ufeff\ud800") == "ab[31mcd"
    assert clean("one\r\ntwo\rthree\u2028four") == "one\ntwo\nthree\nfour"
    assert clean("👩‍👩‍👧 é नमस्ते\t") == "👩‍👩‍👧 é नमस्ते\t"


@given(st.text("ab *_~`.", max_size=40))
def test_neutral_words_keep_their_length(text: str) -> None:
    """Markers at the edge of words give way to look-alikes; nothing else changes."""
    changed = [(a, b) for a, b in zip(text, neutral(text), strict=True) if a != b]
    assert all(a + b in {"*∗", "_ˍ", "~∼", "`ˋ"} for a, b in changed)


def test_names_with_underscores_stay() -> None:
    """What is no emphasis in any reader is left alone."""
    assert neutral("snake_case 2 * 3 a ~ b") == "snake_case 2 * 3 a ~ b"
    assert neutral("*a* _b_ `c`") == "∗a∗ ˍbˍ ˋcˋ"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "http://example.org",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            'https://a"b',
            "https://a<b>",
        ),
        *("https://a|b", "https://a\nb", "https://a\u202eb", "https://" + "a" * 1001),
    ],
)
def test_bad_addresses(url: str) -> None:
    """What is no plain https address is no address."""
    assert https(url) == ""
    assert https("https://example.org/a_(b)?c=1&d=é#e") == "https://example.org/a_(b)?c=1&d=é#e"
