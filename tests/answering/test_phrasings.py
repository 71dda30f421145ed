"""What is learned of how people word their wishes: the same on every machine, for every course, and of every wish."""

import pytest

from content.model import Course
from content.phrasings import KIND, build
from content.phrasings.lines import AROUND, FOLDER, phrasings, typed_lines
from content.phrasings.wishes import FILE
from dialogs.intents import acted_on
from tests.answering.test_intents import NAMES


def test_shipped_bytes(shipped: Course) -> None:
    """What is kept beside the phrasings is what learning them gives on any machine, to the last bit."""
    same = FILE.read_bytes() == build(shipped).packed()
    assert same, "Run `chat-tutor learn`."


def test_each_wish() -> None:
    """Every intent, and each of its kinds, has at least thirty different lines, and no form is left in brackets."""
    lines = list(typed_lines())
    told = set(phrasings()) - {AROUND}
    assert {name.partition(KIND)[0] for name in told} == NAMES
    for name in told:
        assert len({line.text for line in lines if line.wish == name}) >= 30, name
    typed = {text for files in phrasings().values() for text in (*files.typed, *files.typed_open)}
    assert not set("<>()[]|") & {letter for line in lines if line.text not in typed for letter in line.text}


def test_no_strangers() -> None:
    """Nothing but phrasings and what was learned of them lies in the folder of data."""
    assert {path.suffix for path in FOLDER.iterdir() if path.is_file()} == {".yaml", ".py", ".bin"}


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("could you quiz us on sourdough", "quiz"),
        ("walk me through the gluten thing", "explain"),
        ("no pings this week, I am on leave", "daily_unsubscribe"),
        ("how did I get on with rye flour", "progress"),
        ("why does rye dough stick", "ask"),
        ("can you test the crust before it cools?", "ask"),
    ],
)
def test_subjects_of_any_course(text: str, wish: str) -> None:
    """A wish is known by its own words, whatever the subject."""
    assert acted_on(text, open_question=False).name == wish


@pytest.mark.parametrize(
    ("text", "question_open"),
    [
        ("can you test a model before you buy it", False),
        ("is it expensive?", False),
        ("hi Bob, how does RAG work?", False),
        ("good morning, should we ground or tune?", False),
        ("does the exam ask for examples", False),
        ("and what is left of the old skills?", True),
    ],
)
def test_questions_stay_questions(text: str, question_open: bool) -> None:
    """A question that sounds like a wish, or has a greeting before it, is a question."""
    assert acted_on(text, question_open).name == "ask"


def test_unlikely_wishes_are_questions() -> None:
    """What no rule knows and no phrasing is like is no wish of the tutor."""
    for text in ("quartz", "the ferry to Oslo", "sdfkjh sdkfjh"):
        assert acted_on(text, open_question=False).name in {"ask", "out_of_scope"}
