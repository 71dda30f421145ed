"""A yes or a no is told from whole questions too, and the reason comes from the claim or from the topic."""

import pytest

from content.model import Course
from content.search import Index
from dialogs.answering import Answer, Answerer, Offer
from dialogs.answering.evaluation import polarity


def test_without_a_claim(answerer: Answerer, shipped: Course) -> None:
    """Where no claim is surely asked for, the topic gives the reason."""
    found = answerer.answer("is tuning only ever a matter of uploading a few PDFs?")
    assert isinstance(found, Answer)
    assert polarity(found) == "no"
    assert found.text == f"**No.** {shipped.topics[found.topics[0]].short}"
    assert not found.passages, "nothing may word the yes or no anew"


@pytest.mark.parametrize("polar", ["confirmed", "denied"])
def test_learned_from_the_course(shipped: Course, polar: str) -> None:
    """What authors collect decides: the same question under the other heading gets the other answer."""
    section = shipped.sections[0]
    asked = [f"does a mascot {verb} our tuning" for verb in ("help", "support", "further", "carry", "improve", "lift")]
    lines = section.yes_no.model_copy(update={polar: (*getattr(section.yes_no, polar), *asked)})
    course = shipped.model_copy(update={"sections": (section.model_copy(update={"yes_no": lines}),)})
    shares = Index(course).polarities("does a mascot help tuning?")
    assert max(shares, key=lambda name: shares[name]) == polar


def test_where_no_topic_stands_out(answerer: Answerer) -> None:
    """A verdict that neither a claim nor a topic gives a reason for is not said: what is near is offered."""
    decision = answerer.decide("Does a swap of the base model sometimes force us to repeat fine-tuning?")
    assert decision.why == "unclear"
    assert isinstance(decision.found, Offer)


def test_neither_yes_nor_no(answerer: Answerer, shipped: Course) -> None:
    """Where neither is sure, the reason that comes nearest is given instead of the whole topic, if it holds."""
    reasons = {claim.says for claim in shipped.claims.values() if claim.holds is True}
    found = answerer.answer("do I need a data scientist to try a better prompt")
    assert isinstance(found, Answer)
    assert not polarity(found)
    assert found.text in reasons
    assert not found.passages, "nothing may word it anew"
