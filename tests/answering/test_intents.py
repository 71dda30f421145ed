"""What typed lines want. The many lines are in `intents.jsonl`; here stand the principles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.intents import acted_on, read

NAMES = frozenset(
    "answer ask out_of_scope quiz explain compare define progress daily_subscribe daily_unsubscribe scenario help stop"
    " greeting feedback skip hint thanks".split()
)


@pytest.mark.parametrize(
    "text",
    [
        "does the exam test hallucinations?",
        "should I stop the tuning when it gets worse?",
        "is a daily retraining needed?",
        "are pretrained models good enough for everyday tasks?",
        "how do I score the answers of a model?",
        "what happens if I skip the baseline?",
        "can a quiz be used as training data?",
        "thanks, and how long does tuning take?",
        "hi, does RAG change the model?",
        "explain why the tuned model is wrong so often",
    ],
)
def test_questions_are_not_swallowed(text: str) -> None:
    """A question that happens to hold a command's word stays a question."""
    assert acted_on(text, open_question=False).name == "ask"


@pytest.mark.parametrize(
    ("text", "when_open", "else_"),
    [
        ("grounding", "answer", "ask"),
        ("B", "answer", "ask"),
        ("next question", "skip", "quiz"),
        ("why is B wrong?", "ask", "ask"),
        ("stop", "stop", "stop"),
        ("it changes how the model acts", "answer", "ask"),
    ],
)
def test_open_question(text: str, when_open: str, else_: str) -> None:
    """What a line wants can depend on whether a question is open."""
    assert read(text, open_question=True).name == when_open
    assert read(text, open_question=False).name == else_


@pytest.mark.parametrize(
    ("text", "name"), [("hlep", "help"), ("explian RAG", "explain"), ("qiuz me", "quiz"), ("defien RAG", "define")]
)
def test_misspelt_commands(text: str, name: str) -> None:
    """Command words are understood with a letter out of place."""
    assert read(text, open_question=False).name == name


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("explain RAG", "rag"),
        ("can you explain fine tuning to me please", "fine-tuning"),
        ("explain this section", "overview"),
        ("what does chunking mean?", "chunking"),
        ("define foundation model", "foundation-model"),
    ],
)
def test_slots(text: str, slot: str) -> None:
    """What is to be explained or defined comes with the intent."""
    assert read(text, open_question=False).slot == slot


@given(st.text(max_size=400), st.booleans())
def test_anything_typed(text: str, open_question: bool) -> None:
    """Whatever is typed has one of the known intents."""
    assert read(text, open_question).name in NAMES
