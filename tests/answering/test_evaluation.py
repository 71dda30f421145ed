"""Figures of an evaluation are worked out right."""

import pytest

from dialogs.answering import Answerer, Expected, Line, Share, evaluate, evaluate_intents


def test_share() -> None:
    """A share comes with Wilson's interval, which stays between 0 and 1 and is whole for nothing."""
    assert Share(8, 10).value == 0.8
    assert Share(8, 10).interval == pytest.approx((0.490, 0.943), abs=0.001)
    assert Share(0, 10).interval[0] == 0.0
    assert Share(0, 0).interval == (0.0, 1.0)


def test_evaluate(answerer: Answerer) -> None:
    """Right, wrong and outside are counted apart, and what was missed is listed."""
    report = evaluate(
        answerer,
        [
            Expected("what is RAG?", ("rag-definition",)),
            Expected("what does fine-tuning cost?", ("citations",)),
            Expected("does grounding change the model?", ("grounding-definition",), polarity="no"),
            Expected("what is the weather tomorrow?", kind="off-topic"),
        ],
    )
    assert (report.first.hits, report.first.count) == (2, 3)
    assert report.answered_wrong == Share(1, 3)
    assert report.polarity == Share(1, 1)
    assert report.by_kind == {"off-topic": Share(0, 1)}
    assert report.auroc.value == 1.0
    assert [miss.text for miss in report.misses] == ["what does fine-tuning cost?"]


def test_rows() -> None:
    """Lines of JSON say what is expected; one without labels is outside, of its kind."""
    row = {"text": "what is RAG?", "labels": ["rag-definition"], "polarity": "yes"}
    assert Expected.of(row) == Expected("what is RAG?", ("rag-definition",), polarity="yes")
    assert Expected.of({"text": "hello", "labels": [], "kind": "chit-chat"}).kind == "chit-chat"


def test_evaluate_intents() -> None:
    """Lines read otherwise than meant are listed with both intents."""
    report = evaluate_intents([Line("help", "help", False), Line("quiz me", "stop", False)])
    assert report.right == Share(1, 2)
    assert [(miss.expected, miss.got) for miss in report.misses] == [("stop", "quiz")]
