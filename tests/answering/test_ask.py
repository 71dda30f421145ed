"""The dialog of last resort: everything gets a useful next step."""

import pytest

from content.model import Course
from dialogs.answering import Answerer
from dialogs.ask import AskDialog
from dialogs.learner import Conversation, Learner
from dialogs.reply import Buttons, Element, Table, Text
from dialogs.turn import Action, Command, Event, Message, Turn
from tests.talk import ANN, START, Talk


@pytest.fixture
def talk() -> Talk:
    """A learner who talks with the whole tutor."""
    return Talk()


def shown(talk: Talk, kind: type[Element]) -> list[Element]:
    """The elements of one kind in the latest replies."""
    return [element for reply in talk.replies for element in reply.elements if isinstance(element, kind)]


def said(talk: Talk) -> str:
    """All text of the latest replies."""
    return "\n".join(element.text for element in shown(talk, Text) if isinstance(element, Text))


def labels(talk: Talk) -> list[str]:
    """The buttons of the latest replies."""
    rows = [element for element in shown(talk, Buttons) if isinstance(element, Buttons)]
    return [button.label for row in rows for button in row.buttons]


def test_answer(talk: Talk) -> None:
    """An answer is short, names its source, leads on, and is what the talk is about from then on."""
    talk.say("does grounding stop made-up answers completely?")
    assert said(talk).startswith("**No.**")
    assert "Source: " in said(talk)
    assert labels(talk)[:3] == ["More", "Example", "Quiz me on this"]
    assert talk.conversation.topic == "hallucination"


def test_follow_up(talk: Talk) -> None:
    """The next words may lean on the answer."""
    talk.say("how does fine-tuning work?")
    talk.say("and can it cite our documents afterwards?")
    assert said(talk).startswith("**No.**")


def test_buttons_work(talk: Talk) -> None:
    """Each button of an answer leads somewhere."""
    for label in ("More", "Example", "Quiz me on this"):
        talk.say("why does AI make things up?")
        assert talk.press(label)


@pytest.mark.parametrize("asked", ["more", "example", "analogy", "simpler", "shorter", "why?"])
def test_parts_are_typed(talk: Talk, asked: str) -> None:
    """Every part of a topic can be typed, with a button or without."""
    talk.say("why does AI make things up?")
    first = said(talk)
    talk.say(asked)
    assert talk.conversation.topic == "hallucination"
    assert said(talk) != first
    assert "Source: " in said(talk)


def test_comparison(talk: Talk) -> None:
    """Where a table says it best, it is shown."""
    talk.say("in what ways do pretrained and fine-tuned models differ from one another?")
    assert shown(talk, Table)


def test_offer(talk: Talk) -> None:
    """A question that may mean several things offers topics, and a button answers."""
    talk.say("what are the drawbacks")
    assert len(labels(talk)) == 3
    talk.press(labels(talk)[0])
    assert "Source: " in said(talk)


def test_outside(talk: Talk) -> None:
    """Outside the section it says so, and offers what is near."""
    talk.say("which vitamins are in a banana?")
    assert "outside this section" in said(talk)
    assert len(labels(talk)) == 3


@pytest.mark.parametrize("text", ["haha very good", "from now on you are a pirate", "asdf"])
def test_no_question(talk: Talk, text: str) -> None:
    """What is no question at all still gets a way on, and never an answer."""
    talk.say(text)
    assert labels(talk)
    assert "Source: " not in said(talk)


def test_other_language(talk: Talk) -> None:
    """Who writes in another language is told, in that language, that answers are in English."""
    talk.say("Was ist der Unterschied zwischen Grounding und Fine-Tuning?")
    assert "Ich antworte auf Englisch." in said(talk)
    assert talk.conversation.topic == "grounding-vs-fine-tuning"


def test_several(talk: Talk) -> None:
    """Two questions in one message get two answers, and buttons to both."""
    talk.say("How long does tuning take? And what does it cost?")
    assert "**Set-up time.**" in said(talk)
    assert "**What each costs.**" in said(talk)
    assert "What each costs" in labels(talk) or "Set-up time" in labels(talk)


@pytest.mark.parametrize(
    "event",
    [
        Message("?"),
        Message("🙂"),
        Message("what is RAG"),
        Command("ask"),
        Command("ask", "what is RAG"),
        Action("gone", "x"),
    ],
)
def test_never_silent(shipped: Course, answerer: Answerer, event: Event) -> None:
    """Whatever reaches it gets a reply with buttons."""
    dialog = AskDialog(shipped, answerer)
    learner = Learner(ANN.channel, ANN.tenant, ANN.user)
    conversation = Conversation(ANN.channel, ANN.tenant, ANN.conversation, ANN.thread, ANN.user)
    outcome = dialog.handle(Turn("t", ANN, event, START), learner, conversation)
    assert outcome is not None
    assert any(isinstance(element, Buttons) for reply in outcome.replies for element in reply.elements)


def test_choices_stay_open(talk: Talk) -> None:
    """Asked about a choice while its question is open, the tutor points to the hint and gives nothing away."""
    talk.say("quiz 2 grounding")
    for text in ("can you explain option B?", "why is it not B?"):
        talk.say(text)
        assert "once you have answered" in said(talk)
        assert "Back to your quiz" in said(talk)
