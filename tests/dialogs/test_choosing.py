"""Typed words that mean a control, and typed words that must not."""

import pytest

from dialogs.choosing import begun, choose
from dialogs.learner import Offered

OPTIONS = (
    Offered("Fine-tuning on past letters", "x:a", "A"),
    Offered("Grounding in the rule book", "x:b", "B"),
    Offered("Neither of these two", "x:c", "C"),
    Offered("Both, each for its part", "x:d", "D"),
    Offered("Hint", "x:hint"),
)
BUTTONS = (Offered("More", "x:more"), Offered("Quiz me on this", "x:quiz"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("a", "x:a"),
        ("B)", "x:b"),
        ("(c)", "x:c"),
        ("it's D", "x:d"),
        ("I think b", "x:b"),
        ("Hmm, maybe the third", "x:c"),
        ("number 2", "x:b"),
        ("the last one", "x:d"),
        ("1", "x:a"),
        ("first", "x:a"),
        ("option d", "x:d"),
        ("grounding in the rule book", "x:b"),
        ("the rule book", "x:b"),
        ("Grounding in the rule book because it can cite", "x:b"),
        ("past letters", "x:a"),
        ("hint", "x:hint"),
        ("HINT!", "x:hint"),
    ],
)
def test_means_a_choice(said: str, meant: str) -> None:
    """Letters, numbers, ordinals, the text and a telling part of it choose."""
    assert choose(said, OPTIONS) == meant


@pytest.mark.parametrize(
    "said",
    [
        "",
        "🙂",
        "what is grounding?",
        "is it b?",
        "e",
        "5",
        "0",
        "grounding or fine-tuning",
        "the",
        "a model",
        "99999999",
    ],
)
def test_means_something_else(said: str) -> None:
    """Questions, letters beyond the last, and words that several options hold choose nothing."""
    assert choose(said, OPTIONS) is None


@pytest.mark.parametrize(("said", "meant"), [("1", "x:more"), ("2", "x:quiz"), ("quiz me on this.", "x:quiz")])
def test_numbers_mean_buttons(said: str, meant: str) -> None:
    """Where there are no letters, numbers mean the buttons."""
    assert choose(said, BUTTONS) == meant


@pytest.mark.parametrize("said", ["3", "a", "more about cost"])
def test_not_a_button(said: str) -> None:
    """A number beyond the last, or a label that goes on, is no button."""
    assert choose(said, BUTTONS) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("More", "x:more"),
        ("more?", "x:more"),
        ("quiz me", "x:quiz"),
        ("quizzes", None),
        ("the", None),
        ("", None),
        ("explain", None),
        ("more on that", None),
    ],
)
def test_beginning(said: str, meant: str | None) -> None:
    """The first words of one button mean it; of several, or small words alone, they mean none."""
    offered = (
        Offered("More on RAG", "x:more"),
        Offered("Quiz me on this", "x:quiz"),
        Offered("The whole table", "x:table"),
        Offered("Explain this", "x:this"),
        Offered("Explain step by step", "x:steps"),
        Offered("More than one way", "x:a", "A"),
    )
    assert begun(said, offered) == meant


@pytest.mark.parametrize("said", ["no", "No thanks!", "cancel", "never mind", "Keep it."])
def test_turning_down(said: str) -> None:
    """Ways of saying no press the one button that does, and never an answer that begins so."""
    asked = (Offered("Yes, forget me", "x:yes"), Offered("No, keep it", "x:no"))
    assert choose(said, asked) == "x:no"
    assert choose("cancel", (Offered("No, it can't", "x:a", "A"), Offered("Yes, it can", "x:b", "B"))) is None
