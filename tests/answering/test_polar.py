"""Questions that want a yes or a no are read as such, however they are put, and get the right one."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from content.model import Course
from content.search import Index, polar
from content.search.lessons import claim_lines, polar_lines, topic_lines
from dialogs.answering import Answerer
from dialogs.answering.evaluation import polarity

Rows = Sequence[Mapping[str, str]]


def _rows(name: str) -> Rows:
    return [json.loads(line) for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()]


ROWS = _rows("yes_no.jsonl")
"""What two people asked who had not seen what is learned from: `text` and `polarity`."""

UNSEEN = _rows("unseen_yes_no.jsonl")
"""The same of nineteen more, some of whom let no turn of phrase give the answer away."""


@pytest.mark.parametrize(
    ("text", "sentence", "negated"),
    [
        ("does tuning change the weights?", "does tuning change the weights?", False),
        ("tuning doesn't give access to files, does it?", "tuning does give access to files", True),
        ("RAG never retrains a model. Agreed?", "rag  retrains a model", True),
        ("my vendor says that tuning gives access, is he right", "tuning gives access", False),
        ("true or false: grounding trains the model", "grounding trains the model", False),
        ("we can't use both, can we", "we can use both", True),
        ("prices change weekly, should we retrain", "should we retrain prices change weekly", False),
        ("should an insurer tune or is that too much?", "should an insurer tune", False),
        ("would you say that tuning is dear?", "tuning is dear?", False),
        ("any way to stop inventions for good?", "is there any way to stop inventions for good?", False),
        ("we'd tune on the menu of the week. Good idea?", "we'd tune on the menu of the week", False),
        ("so when a model is tuned it starts at zero, right?", "when a model is tuned it starts at zero", False),
        ("quoting rules = tuning?", "quoting rules is tuning?", False),
        ("rules to quote, grounding then?", "is grounding right rules to quote", False),
        ("pick tuning for tone?", "should i pick tuning for tone?", False),
        ("rag retrains it nightly?", "rag retrains it nightly?", False),
        ("index needs upkeep?", "index needs upkeep?", False),
        ("it doesn't know us, so we have to tune, right?", "it doesn't know us, so we have to tune", False),
        ("it can't hurt, so we can't lose skills, right?", "it can't hurt, so we can lose skills", True),
        ("do two or three samples do?", "do two or three samples do?", False),
        ("are there examples to collect first?", "are there examples to collect first?", False),
    ],
)
def test_readings(text: str, sentence: str, negated: bool) -> None:
    """The sentence that is asked is found behind tags, reports, denials and what leads up to it."""
    found = polar.yes_no(text)
    assert found is not None
    assert (" ".join(found.sentence.split()), found.negated) == (" ".join(sentence.split()), negated)


@pytest.mark.parametrize(
    "text",
    [
        "what is tuning for, is it style?",
        "tuning or grounding?",
        "is tuning cheaper or dearer?",
        "how so?",
        "am I wrong that RAG trains?",
        "I read that tuning is dear. which is it?",
        "when do I use RAG, right?",
        "is there an example of grounding?",
        "do you have any examples of tuning?",
        "can I see a quick example?",
        "can you summarise grounding?",
        "the two costs?",
        "would tuning be wrong?",
    ],
)
def test_no_reading(text: str) -> None:
    """A wish for a thing, choice, reason or example wants no yes and no no; to "am I wrong" either could be right."""
    assert polar.readings(text) == ()


def test_both_readings() -> None:
    """A "no" within a statement may belong to what is meant, or deny it."""
    assert [(one.sentence, one.negated) for one in polar.readings("a tuned model needs no examples, right?")] == [
        ("a tuned model needs no examples", False),
        ("a tuned model needs examples", True),
    ]


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("is it so that before tuning somebody has to sit down and gather samples", "tuning-needs-examples"),
        ("when it comes to being dear, does tuning beat grounding", "grounding-cheaper-than-tuning"),
        ("when it comes to being dear, does grounding beat tuning", "tuning-cheaper-than-grounding"),
        ("is every tuned model wide in knowledge", "tuned-is-broader"),
    ],
)
def test_parts(shipped: Course, question: str, claim: str) -> None:
    """A claim is known by its parts in any sentence; what comes first of two things counts."""
    found = Index(shipped).claim(question)
    assert found is not None
    assert found.parts is not None
    assert found.parts.id == claim


@pytest.mark.parametrize(
    "question",
    ["is only tuning dear", "is tuning less dear", "is every tuned model stale", "tuning, samples, grounding?"],
)
def test_no_parts(shipped: Course, question: str) -> None:
    """A word that turns a claim, that asks whether it always holds, or a further subject stands in the way."""
    found = Index(shipped).claim(question)
    assert found is not None
    assert found.parts is None


@pytest.mark.parametrize(("rows", "right", "wrong"), [(ROWS, 0.79, 0.01), (UNSEEN, 0.57, 0.1)])
def test_said_and_right(answerer: Answerer, rows: Rows, right: float, wrong: float) -> None:
    """Of questions that nobody tuned on, most get a yes or a no, and few the wrong one."""
    got = [(row, polarity(answerer.answer(row["text"]))) for row in rows]
    mistaken = [(row["text"], said) for row, said in got if said and said != row["polarity"]]
    assert sum(said == row["polarity"] for row, said in got) >= right * len(rows)
    assert len(mistaken) <= wrong * len(rows), mistaken


def test_measures(shipped: Course) -> None:
    """No line that measures is a line that was learned from."""
    lessons = (*topic_lines(shipped), *claim_lines(shipped), *polar_lines(shipped))
    learned = {line.text.lower().strip(" ?!.") for line in lessons}
    assert [row["text"] for row in (*ROWS, *UNSEEN) if row["text"].lower().strip(" ?!.") in learned] == []
