"""The index learns any course, the same on every machine, and knows what the course never says."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.loader import SHIPPED, load
from content.model import Course
from content.search import Index, foreign
from content.search.index import FILE
from content.search.model import build, fingerprint, pack, unpack
from content.search.packing import StaleModelError
from content.search.words import Lexicon, edits, normalise, spellings


@pytest.fixture(scope="module")
def index(bread: Course) -> Index:
    """An index over the course about bread."""
    return Index(bread)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("why won't my dough rise?", "yeast"),
        ("how hot must the oven get", "oven"),
        ("is strong flour better than plain flour", "flour"),
        ("the dough does not rise, not enough yeasst?", "yeast"),
    ],
)
def test_any_course(index: Index, text: str, topic: str) -> None:
    """A course that nobody tuned for is found by its own lines, in other words and with misspellings."""
    ranking = index.search(text)
    assert ranking.hits[0].topic == topic
    assert ranking.inside > 0.5


@pytest.mark.parametrize("text", ["what is the capital of Chile", "how do I fix my car", "hello!", "", "🙂 ?!"])
def test_outside_any_course(index: Index, text: str) -> None:
    """What the course does not speak of scores low."""
    assert index.search(text).inside < 0.3


def test_foreign_words(index: Index) -> None:
    """The index names what the course never says, and knows its own names."""
    assert index.foreign("flour and quantum physics") == ["quantum", "physic"]
    assert index.named("the oven")
    assert not index.named("the piano")


def test_only_what_changed_is_learned(shipped: Course) -> None:
    """A further question about a topic leaves what is told of claims as it was, and the rest as if learned anew."""
    before = build(shipped)
    topic = shipped.topics["accuracy"]
    asked = topic.model_copy(update={"asked": (*topic.asked, "is the model exact about tuning")})
    changed = shipped.model_copy(update={"topics": {**shipped.topics, "accuracy": asked}})
    after = build(changed, (before.topics, before.claims, before.polarities))
    assert after.claims is before.claims
    assert after.topics is not before.topics
    assert pack(after) == pack(build(changed))


def test_shipped_bytes(shipped: Course) -> None:
    """What is kept beside the shipped course is what learning it gives on any machine, to the last bit."""
    assert (SHIPPED / FILE).read_bytes() == pack(build(shipped))


def test_kept_model(bread: Course, tmp_path: Path) -> None:
    """A kept model gives the same rankings as learning anew."""
    (tmp_path / FILE).write_bytes(pack(build(bread)))
    for text in ("how much yeast", "pale crust", "what is jazz"):
        assert Index(bread, tmp_path).search(text) == Index(bread).search(text)


def test_stale_model(bread: Course, tmp_path: Path) -> None:
    """A kept model of another course, or a broken file, is noticed and learned anew."""
    kept = pack(build(bread))
    with pytest.raises(StaleModelError):
        unpack(kept, load())
    with pytest.raises(StaleModelError):
        unpack(b"no model", bread)
    (tmp_path / FILE).write_bytes(b"no model")
    assert Index(bread, tmp_path).search("how much yeast").hits[0].topic == "yeast"


def test_fingerprint(bread: Course) -> None:
    """A change of what is learned changes the fingerprint."""
    data = bread.model_dump()
    assert fingerprint(Course.model_validate(data)) == fingerprint(bread)
    data["sections"][0]["topics"][0]["asked"] = ("sourdough?",)
    assert fingerprint(Course.model_validate(data)) != fingerprint(bread)


def test_fingerprint_of_a_claim(shipped: Course) -> None:
    """So does a claim that no longer holds, though not a word of it changed."""
    data = shipped.model_dump()
    data["sections"][0]["claims"][0]["holds"] = not data["sections"][0]["claims"][0]["holds"]
    assert fingerprint(Course.model_validate(data)) != fingerprint(shipped)


def test_words() -> None:
    """Compounds are one word however they are written, and misspelt names are mended."""
    lexicon = Lexicon(spellings(["fine-tuning a pretrained model"]), ["finetuning", "pretrained", "model"])
    joined = lexicon.words("Fine-tuning")
    assert joined == lexicon.words("fine tuning") == lexicon.words("finetuning") == ["finetuning"]
    assert lexicon.words("pre trained pretraned") == ["pretrained", "pretrained"]
    assert lexicon.words("modal") == ["model"]


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("rag", "rag", 0), ("hlep", "help", 1), ("groundin", "grounding", 1), ("a", "abc", 2)],
)
def test_edits(left: str, right: str, distance: int) -> None:
    """Letters put in, left out, changed or swapped with a neighbour count one each."""
    assert edits(left, right, 2) == distance


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Was kostet das Fine-Tuning?", "German"),
        ("¿Qué es el grounding?", "Spanish"),
        ("C'est quoi le RAG ?", "French"),
        ("什么是微调？", "Chinese"),
        ("what is grounding?", None),
        ("RAG?", None),
        ("die", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    """Another language is recognised by its small words or its script; English and lone words are not."""
    found = foreign(text)
    assert (found.language if found else None) == language


@given(st.text(max_size=200))
def test_anything_typed(text: str) -> None:
    """Whatever is typed can be read."""
    assert normalise(text) is not None
    foreign(text)
