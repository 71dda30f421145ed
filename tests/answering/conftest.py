"""An answerer over the shipped course, and a small course about bread that nobody tuned anything for."""

import pytest

from content import load
from content.loader import SHIPPED
from content.model import Course
from content.search import Index
from dialogs.answering import Answerer

BREAD = {
    "yeast": (
        "Yeast",
        "Yeast is what makes dough rise.",
        [
            "what is yeast",
            "why does dough rise",
            "how much yeast do I need",
            "fresh or dry yeast",
            "my dough does not rise",
            "can I bake without yeast",
            "does yeast need sugar",
        ],
    ),
    "oven": (
        "Oven heat",
        "Bread wants a hot oven, and steam at the beginning.",
        [
            "how hot should the oven be",
            "baking temperature",
            "do I need steam",
            "how long does it bake",
            "the crust is too pale",
            "preheat the oven",
            "baking time for a small loaf",
        ],
    ),
    "flour": (
        "Flour",
        "Strong flour has more gluten, which holds the loaf together.",
        [
            "which flour is best",
            "strong or plain flour",
            "what does gluten do",
            "wholemeal bread is too dense",
            "can I mix two kinds of flour",
            "flour for pizza",
            "what is rye flour like",
        ],
    ),
}
OUTSIDE = [
    "what is the capital of Peru",
    "how do I fix a bike",
    "tell me a joke",
    "price of a train ticket",
    "hello",
    "what is jazz",
    "how do I grow roses",
    "book a hotel",
]


@pytest.fixture(scope="session")
def shipped() -> Course:
    """The shipped course."""
    return load()


@pytest.fixture(scope="session")
def answerer(shipped: Course) -> Answerer:
    """Answers from the shipped course, with what was learned of it before."""
    return Answerer(shipped, Index(shipped, SHIPPED))


@pytest.fixture(scope="session")
def bread() -> Course:
    """A course of three topics, four dozen lines and one claim."""
    topics = [
        {
            "id": name,
            "title": title,
            "objectives": ["bake"],
            "sources": ["BOOK"],
            "related": [other for other in BREAD if other != name],
            "asked": asked,
            **dict.fromkeys(("one_line", "short", "full", "child", "example", "analogy"), text),
        }
        for name, (title, text, asked) in BREAD.items()
    ]
    question = {
        "kind": "true-false",
        "id": "q1",
        "objective": "bake",
        "topics": ["yeast"],
        "level": "recall",
        "difficulty": 0.5,
        "stem": "Yeast makes dough rise.",
        "hints": ["Think of bubbles."],
        "sources": ["BOOK"],
        "options": [{"text": "True", "right": True, "why": "It does."}, {"text": "False", "why": "It does."}],
    }
    claim = {
        "id": "hot",
        "statement": "Bread needs a hot oven.",
        "holds": True,
        "says": "A hot oven gives a good crust.",
        "topics": ["oven"],
        "asked": ["does bread need a (hot|very hot) oven", "should the oven be hot"],
    }
    section = {
        "id": "bread",
        "title": "Bread",
        "intro": "All about bread.",
        "objectives": [{"id": "bake", "title": "bake a loaf"}],
        "topics": topics,
        "claims": [claim],
        "questions": [question],
    }
    source = {"title": "A book", "url": "https://example.com/bread", "read_on": "2026-11-23"}
    return Course.model_validate(
        {
            "id": "baking",
            "title": "Baking",
            "about": "A course on bread.",
            "stale_after_days": 365,
            "sources": {"BOOK": source},
            "sections": [section],
            "outside": {"off-topic": OUTSIDE},
        }
    )
