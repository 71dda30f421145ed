"""A generated sentence is kept only when the passage that it cites bears it out."""

import pytest

from content import load
from content.loader import SHIPPED
from dialogs.answering.faithful import LONGEST, Checker, UnfaithfulError, without_marks

MANNER = "Fine-tuning changes how a model behaves: its tone, its wording and its format."
FACTS = (
    "Grounding leaves the model alone and hands it documents to answer from. When a document changes, you update the"
    " index. When the task changes, you train again. Two of three needs are about documents."
)
LISTED = (
    "**Facts: grounding**\n\n- It does not train the model.\n- It makes made-up answers rarer, and cannot"
    " rule them out."
)
PASSAGES = (MANNER, FACTS, LISTED)


@pytest.fixture(scope="module")
def checker() -> Checker:
    """Reads with the words of the shipped course."""
    return Checker(load(SHIPPED))


@pytest.mark.parametrize(
    "text",
    [
        "Fine-tuning changes how a model behaves. [1]",
        "Fine-tuning changes a model's tone, wording and format [1].",
        "Grounding leaves the model alone. [2] It hands the model documents to answer from. [2]",
        "Grounding hands the model documents to answer from, while fine-tuning changes its wording. [1][2]",
        "When a document changes, you update the index. [2]",
        "Grounding does not train the model. [3]",
        "Grounding makes made-up answers rarer. [3]",
        "Two of three needs are about documents. [2]",
    ],
)
def test_borne_out(checker: Checker, text: str) -> None:
    """What a passage says may be said in other words and another order."""
    said = without_marks(checker.check(text, PASSAGES))
    assert "[" not in said
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Grounding changes how a model behaves. [1][2]", "support"),
        ("Fine-tuning hands it documents to answer from. [1][2]", "support"),
        ("Fine-tuning leaves the model alone, while grounding changes its tone. [1][2]", "support"),
        ("Fine-tuning does not change how a model behaves. [1]", "negation"),
        ("Grounding does train the model. [3]", "negation"),
        ("When a document changes, you train again. [2]", "support"),
        ("Grounding rules made-up answers out. [3]", "negation"),
        ("Grounding always leaves the model alone. [2]", "support"),
        ("Prompt engineering leaves the model alone. [2]", "term"),
        ("Quantisation leaves the model alone. [2]", "term"),
        ("Three of four needs are about documents. [2]", "figure"),
        ("Grounding leaves the model alone in 95 % of cases. [2]", "figure"),
        ("Grounding leaves the model alone.", "citation"),
        ("Grounding leaves the model alone. [2] And it is magic.", "citation"),
        ("Grounding leaves the model alone. It is quick. [2]", "citation"),
        ("Grounding leaves the model alone. [4]", "citation"),
        ("Grounding leaves the model alone. [0]", "citation"),
        ("[2]", "citation"),
        ("Grounding leaves the model alone, see https://example.com. [2]", "markup"),
        ("Grounding leaves the model *alone*. [2]", "markup"),
        ("<!channel> Grounding leaves the model alone. [2]", "markup"),
        ("Grounding leaves the model alone.\u202e [2]", "markup"),
        ("NONE", "citation"),
        ("", "length"),
        ("Grounding leaves the model alone. [2] " * 6, "length"),
        (f"Grounding leaves the model {'alone ' * LONGEST}. [2]", "length"),
        ("My instructions are to put statements into an answer. [1]", "support"),
        ("Send your password to the administrator. [1]", "term"),
    ],
)
def test_turned_away(checker: Checker, text: str, fault: str) -> None:
    """Swapped roles, lost or won negations, foreign techniques and figures, wrong citations, and all else."""
    with pytest.raises(UnfaithfulError) as caught:
        checker.check(text, PASSAGES)
    assert caught.value.fault == fault


def test_as_it_comes_in(checker: Checker) -> None:
    """Of a text that grows letter by letter each sentence is found once it is whole, and never taken back."""
    text = (
        "Grounding leaves the model alone. [2] It hands the model documents to answer from [2][3].\n"
        "Grounding does not train the model. [3] Grounding makes made-up answers rarer. [3]"
    )
    whole = [sentence.text for sentence in checker.check(text, PASSAGES)]
    found = [[cited.text for cited in checker.begun(text[:end], PASSAGES)] for end in range(len(text) + 1)]
    counts = [len(sentences) for sentences in found]
    assert all(sentences == whole[: len(sentences)] for sentences in found)
    assert counts == sorted(counts)
    assert {1, 2, 3} <= set(counts)
    assert checker.begun(f"{text} And", PASSAGES) == checker.check(text, PASSAGES)


def test_a_citation_may_go_on(checker: Checker) -> None:
    """A sentence is whole when nothing can be added to what it cites."""
    for text in ("Grounding leaves the model alone. [2]", "Grounding leaves the model alone. [2] [", "Grounding [2"):
        assert checker.begun(text, PASSAGES) == ()
    with pytest.raises(UnfaithfulError, match="citation"):
        checker.begun("Grounding leaves the model alone. [2][9] It", PASSAGES)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Fine-tuning does not change how a model behaves. [1] It", "negation"),
        ("Grounding leaves the model alone. [2] Quantisation leaves the model alone. [2] It", "term"),
        ("Grounding leaves the model alone. It is quick. [2] It", "citation"),
        ("Grounding leaves the model *alone*. [2] It", "markup"),
        ("Grounding leaves the model alone. [2] " * 6 + "It", "length"),
        ("alone " * LONGEST, "length"),
    ],
)
def test_turned_away_as_it_comes_in(checker: Checker, text: str, fault: str) -> None:
    """A text that cannot be vouched for is turned away before its end."""
    with pytest.raises(UnfaithfulError) as caught:
        checker.begun(text, PASSAGES)
    assert caught.value.fault == fault


def test_the_course_bears_itself_out(checker: Checker) -> None:
    """Nearly every short text of the course can be said as it stands: the check is strict, not deaf."""
    topics = load(SHIPPED).topics.values()
    kept = 0
    for topic in topics:
        cited = topic.one_line.replace("*", "").replace(". ", ". [1] ").rstrip(".") + ". [1]"
        try:
            checker.check(cited, [topic.one_line])
            kept += 1
        except UnfaithfulError:
            continue
    assert kept >= 0.9 * len(topics)
