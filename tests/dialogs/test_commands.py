"""Which lines that begin with a command's name are that command."""

import pytest

from dialogs.commands import is_plain
from tests.talk import Talk


@pytest.mark.parametrize(
    "line",
    [
        "/test it first, then ground",
        "quiz",
        "quiz 3 grounding",
        "test me on cost, please",
        "explain cost",
        "explain fine-tuning versus grounding",
        "compare the two models",
        "scenario law firm",
        "define retrieval-augmented generation",
        "find privacy.",
        "daily on at 7:30, weekdays, three questions",
        "stop",
        "Stop it now, please!",
        "skip this one",
        "hint?",
        "thanks a lot",
    ],
)
def test_commands(line: str) -> None:
    """A name with what its usage admits, and a few words around it, is the command."""
    assert is_plain(line)


@pytest.mark.parametrize(
    "line",
    [
        "test it first, ground, tune later",
        "explain why it can't cite",
        "stop hallucinations with grounding",
        "find the documents, then quote them",
        "case law is what they need",
        "daily news has to be grounded because it changes",
        "help the lawyers cite",
        "next ground it",
    ],
)
def test_sentences(line: str) -> None:
    """What reads like a sentence is for whoever asked."""
    assert not is_plain(line)


@pytest.mark.parametrize("line", ["hi", "Hello there!", "hey Bob", "Hello, I am Ann", "hello?"])
def test_a_greeting(line: str) -> None:
    """A greeting, also with a name, is greeted back."""
    assert "Hello. I help you learn" in str(Talk().say(line))


@pytest.mark.parametrize("line", ["Hi, how does RAG work?", "hello tutor, what is RAG", "hey what is RAG"])
def test_a_greeting_before_a_question(line: str) -> None:
    """The question is answered, and not the greeting alone."""
    told = str(Talk().say(line))
    assert "etrieval-augmented generation" in told
    assert "Hello. I help" not in told
