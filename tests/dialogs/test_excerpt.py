"""Words of somebody's that a learner points at: what of the course is in them, and nothing that is not."""

import pytest
from hypothesis import given, settings

from bot.render import plaintext
from dialogs.reply import Buttons, Reply
from dialogs.turn import ACTION_LIMIT, Action, Excerpt
from tests.render.strategies import ANY_TEXT
from tests.talk import Talk, shipped


def explained(text: str) -> Reply:
    """What is said of these words."""
    (reply,) = Talk().happen(Excerpt(text))
    return reply


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("We could have used RAG for the warranty texts.", {"rag-definition"}),
        ("Our vendor says their fine-tuned model needs no examples. Hm.", {"training-data-needed"}),
        ("Catastrophic forgetting hit the pilot", {"forgetting"}),
        ("Grounding hands a model documents with each question.", {"grounding-definition"}),
        ("Minutes:\n- lunch at noon\n- hallucinations of the bot are back\n- parking", {"hallucination"}),
    ],
)
def test_what_is_in_it(text: str, topics: set[str]) -> None:
    """Its topics are explained with their sources, first what its sentences are about; ways lead on."""
    reply = explained(text)
    assert reply.surface == "private"
    assert reply.again is not None
    assert topics <= set(reply.again.args)
    told = plaintext.render(reply)
    assert told.count("Source:") == len(reply.again.args) <= 3
    assert any(isinstance(element, Buttons) for element in reply.elements)


@pytest.mark.parametrize(
    "text",
    [
        "Lunch is at noon, and the cake is for Bob.",
        "The electrician checked the grounding of the socket.",
        "The RAG status of the project is amber.",
        "The training room is booked at three.",
        "A model railway needs an index of its parts.",
        "Who took my umbrella?",
    ],
)
def test_what_is_not(text: str) -> None:
    """Words that the course shares with everyday life explain nothing; what is near is offered, to nobody else."""
    reply = explained(text)
    assert reply.again is None
    assert "nothing of this section" in plaintext.render(reply)
    assert any(isinstance(element, Buttons) for element in reply.elements)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_anything(text: str) -> None:
    """Whatever is pointed at, something is said, to one person, and what repeats it fits on a button."""
    reply = explained(text)
    assert plaintext.render(reply).strip()
    assert reply.surface == "private"
    if reply.again is not None:
        assert len(str(reply.again).encode()) <= ACTION_LIMIT


def test_said_again_openly() -> None:
    """The action that repeats it says the same, for where others read along."""
    reply = explained("I think RAG stops every hallucination.")
    assert reply.again is not None
    talk = Talk()
    (openly,) = talk.happen(reply.again)
    assert (openly.elements, openly.surface, openly.again) == (reply.elements, "message", None)


def test_every_topic_can_be_repeated() -> None:
    """Each topic of the course alone is explained by its action."""
    for topic in shipped().topics.values():
        (reply,) = Talk().happen(Action("excerpt", "show", (topic.id,)))
        assert topic.title in plaintext.render(reply)


def test_an_open_quiz_stays() -> None:
    """Pointing at something in between leaves the quiz where it is, and leads back to it."""
    talk = Talk()
    talk.say("quiz 2")
    asked = talk.question
    (reply,) = talk.happen(Excerpt("Grounding hands a model documents."))
    assert talk.question == asked
    assert "Back to your quiz" in plaintext.render(reply)
