"""Which lines that begin with a command's name are that command."""

import pytest

from dialogs.commands import is_plain


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
