"""Nothing that tells who asked outlives redaction; the question stays, as far as it can."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.search.names import names
from dialogs.redaction import LIMIT, Redactor
from tests.talk import shipped

REDACTOR = Redactor(names(shipped()))

GOES = {
    "Hi Anna, what does RAG cost at Acme Corp?": "Hi [name], what does RAG cost at [name]?",
    "hello anna can you help": "hello [name] can you help",
    "My name is anna meier. Can we ground it?": "My name is [name]. Can we ground it?",
    "i'm anna": "i'm [name]",
    "our client globex wants RAG": "our client [name] wants RAG",
    "I work at globex and need prompts": "I work at [name] and need prompts",
    "dr. meier asked about tuning": "dr. [name] asked about tuning",
    "does Will Smith think so": "does [name] think so",
    "what would Price Waterhouse need": "what would [name] need",
    "ask Anna-Lena O'Brien's team": "ask [name] team",
    "we met Ludwig van der Berg there": "we met [name] there",
    "is it in Müller’s report": "is it in [name] report",
    "Does it work?\n\nanna": "Does it work? [name]",
    "thanks - bob": "thanks - [name]",
    "is GPT-4 5,000 times larger": "is GPT-[number] times larger",
    "call me on +49 (0)30 1234-567": "call me on [number]",
    "DE89 3704 0044 0532 0130 00 may pay": "[number] may pay",
    "what of n² and ⑦ and ٣": "what of [number] and [number] and [number]",
    "write to anna.meier+x@mail.example now": "write to [address] now",
    "write to anna (at) mail.example now": "write to [address] now",
    "write to anna at mail dot example": "write to [address]",
    "write to ａｎｎａ＠ｍａｉｌ.example": "write to [address]",
    "zero\u200bwidth@mail.example": "[address]",
    "see https://x.example/a?b=anna and www.anna.example and anna.example/x": "see [link] and [link] and [link]",
    r"open D:\Teams\anna\x and \\server\anna and ~/anna and /var/anna": "open [link] and [link] and [link] and [link]",
    "ask @anna or <@U012ABC|anna> in #anna-private": "ask [mention] or [mention] in [mention]",
    "<at>anna meier</at> what is RAG": "[mention] what is RAG",
    "we are in 12 old baker street": "we are in [address]",
    "the office in hauptstraße 5 asks": "the office in [address] asks",
    "we sit in rue de la paix": "we sit in [address]",
    "田中さんがRAGを使う": "[words]RAG[words]",
    "هل يعرف أحمد ذلك": "[words]",
    "Wie erklärt Siemens das Modell?": "Wie erklärt [name] das [name]?",
    "ask Dawn French about SharePoint": "ask [name] about SharePoint",
}
STAYS = (
    "What's the difference between RAG and fine-tuning?",
    "what is the cost of a foundation model",
    "WHAT IS THE COST",
    "What Is The Cost Of Fine-Tuning?",
    "Can it read PDFs? Don't they leak? Isn't that so?",
    "i am confused about grounding",
    "Does e.g. the EU AI rulebook cover LLMs and GDPR",
    "hi there, how do agents use tools",
    "I don't know what a LoRA adapter is",
    "May I use it for contracts",
    "does tuning work in French and in SharePoint",
)


@pytest.mark.parametrize(("text", "kept"), GOES.items())
def test_what_goes(text: str, kept: str) -> None:
    """Names, addresses, numbers, mentions and scripts without capitals leave a mark that says what stood there."""
    assert REDACTOR.redact(text) == kept


@pytest.mark.parametrize("text", STAYS)
def test_what_stays(text: str) -> None:
    """A question without anything of a person in it is kept word for word."""
    assert REDACTOR.redact(text) == text


ANY = st.text(max_size=200) | st.text("ab A.@:/<>#019-+()\\ \n", max_size=200)
SPACED = ANY.map(lambda text: f" {text} ")


@settings(max_examples=300)
@given(ANY)
@example("1" * 400)
@example("\ue003 \ue004[name]")
def test_nothing_like_a_number_or_an_address(text: str) -> None:
    """Of any text, no digit, no address sign, no web address and no backslash is left, and it is short."""
    kept = REDACTOR.redact(text)
    assert len(kept) <= LIMIT
    assert not any(character.isnumeric() for character in kept)
    assert not re.search(r"@|://|www\.|\\", kept)
    assert all(character.isprintable() for character in kept)
    assert not set(kept) & set(map(chr, range(0xE000, 0xE006)))


SECRETS = st.sampled_from(
    (
        "zqx@mail.example",
        "zqx.zqx+tag@a-b.zqx.example",
        "zqx @ mail.example",
        "https://zqx.example/zqx?zqx=zqx#zqx",
        "HTTP://ZQX.EXAMPLE",
        "www.zqx.example/zqx",
        "zqx.example",
        "<@UZQX>",
        "<https://zqx.example|zqx>",
        "@zqx",
        r"c:\zqx\zqx",
        "zqx99",
        "zqx_007",
    )
)


@settings(max_examples=300)
@given(SPACED, SECRETS, SPACED)
def test_no_part_of_an_address_survives(before: str, secret: str, after: str) -> None:
    """Wherever it stands, an e-mail or web address, a mention, a path or an account goes as a whole."""
    assert "zqx" not in REDACTOR.redact(before + secret + after).lower()


NAMES = st.from_regex(r"Zq[a-z]{2,8}(?:[ -]Zq[a-z]{2,8})?", fullmatch=True)


@settings(max_examples=200)
@given(
    st.sampled_from(
        ("what does {} say of RAG", "{} wants grounding", "Is it {}?", "we and {} tune it", "RAG. {}, now")
    ),
    NAMES,
)
def test_no_name_survives(question: str, name: str) -> None:
    """A name with a capital goes wherever in a sentence it stands."""
    assert "zq" not in REDACTOR.redact(question.format(name)).lower()


@given(st.sampled_from(("my name is {}", "hi {}, what is RAG", "i am {}", "regards, {}", "mrs {} asks")), NAMES)
def test_no_name_after_a_cue_survives(question: str, name: str) -> None:
    """After a cue a name goes in lower case as well."""
    assert "zq" not in REDACTOR.redact(question.format(name.lower()))


def test_a_long_question_is_cut_between_words() -> None:
    """What is kept of it ends with a whole word, and says that there was more."""
    kept = REDACTOR.redact("grounding " * 400)
    assert kept.endswith("grounding…")
    assert LIMIT - 20 < len(kept) <= LIMIT
