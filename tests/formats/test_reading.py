"""Files of other programs: what they say becomes ours, and what we cannot ask is told with its line."""

from pathlib import Path
from typing import Any

import pytest

from content import load
from content.formats import FormatError, read
from content.formats.draft import Reading
from content.formats.gift import read as read_gift
from content.formats.landing import HINT, WHY, land
from content.formats.spreadsheet import read as read_csv

COURSE = load()
SECTION = COURSE.sections[0]

MOODLE = """// question: 0  name: Switch category to $course$/Geography
$CATEGORY: $course$/Geography


// question: 17  name: Capital of France [id:capital-one] [tag:level:recall] [tag:europe]
::Capital of France::[html]<p>What is <b>the capital</b> of France?</p>{
	=[html]<p>Paris</p>#[html]<p>Yes, a\\=b \\{so\\}</p>
	~%50%Lyon
	~Nice # Too small
	####Read the map.
}

::T:: The earth is flat. {FALSE#Look again#Right, it is round}

Two of these are even. {
~%50%Two
~%50%Four
~%-100%Three
}

Grant is {~buried =entombed ~living} in this tomb.

Pair them. {
=Facts that change daily -> Grounding
=A strict house style -> fine-tuning
=A single typing slip -> neither
}

Put in order {=first step -> 1 =third step -> 3 =second step -> 2}
"""


def fields(reading: Reading) -> list[dict[str, Any]]:
    """The drafts without their lines."""
    assert not reading.faults
    return [dict(draft.fields) for draft in reading.drafts]


def test_gift_of_moodle() -> None:
    """Moodle's kinds of question become ours: choices, several, true and false, gaps, pairs, places."""
    capital, flat, even, gap, pairs, order = fields(read_gift("m.gift", MOODLE))
    assert capital == {
        "stem": "What is **the capital** of France?",
        "level": "recall",
        "kind": "one",
        "id": "capital-one",
        "options": [
            {"text": "Paris", "right": True, "why": "Yes, a=b {so}"},
            {"text": "Lyon"},
            {"text": "Nice", "why": "Too small"},
        ],
    }
    assert flat["kind"] == "true-false"
    assert flat["options"] == [
        {"text": "True", "why": "Look again"},
        {"text": "False", "right": True, "why": "Right, it is round"},
    ]
    assert (even["kind"], [option.get("right", False) for option in even["options"]]) == (
        "several",
        [True, True, False],
    )
    assert gap["stem"] == "Grant is _____ in this tomb."
    assert [need["technique"] for need in pairs["needs"]] == ["grounding", "fine-tuning", "neither"]
    assert [step["text"] for step in order["steps"]] == ["first step", "second step", "third step"]


def test_gift_says_what_it_leaves_out() -> None:
    """Partial credit and feedback on the whole question have no place here, and are named."""
    capital = read_gift("m.gift", MOODLE).drafts[0]
    assert capital.left_out == ("partial credit for a wrong option", "the general feedback")


def test_general_feedback_becomes_the_reason() -> None:
    """Feedback on the whole question is the reason of a right option that has none."""
    (draft,) = read_gift("m.gift", "Why? {=this ~that ####Because.}").drafts
    assert draft.fields["options"][0] == {"text": "this", "right": True, "why": "Because."}
    assert not draft.left_out


BAD_GIFT = {
    "essay {}": (1, "an essay cannot be graded"),
    "\n\nnumber {#3:1}": (3, "a number cannot be typed"),
    "word {=yes =yep}": (1, "a word cannot be typed"),
    "a text alone": (1, "a text without answers"),
    "a {\n=b\n\n~c}": (1, "`{` is not closed before the next empty line"),
    "a }": (1, "`}` without `{`"),
    "a {~b ~c}": (1, "no choice is marked as right"),
    "a {\n=b\n~\n}": (3, "a choice without words"),
    "a {\n=b -> grounding\n=c -> Rome\n}": (3, "'Rome' is none of fine-tuning"),
    "a {\n=b -> 1\n=c -> 3\n}": (1, "places of steps are numbered from 1"),
    "// x\n// tutor.hints: [broken\na {=b ~c}": (2, "tutor.hints is no JSON"),
}


@pytest.mark.parametrize("text", BAD_GIFT)
def test_bad_gift_names_line_and_remedy(text: str) -> None:
    """What we cannot ask, or is no GIFT, is told with its line and what to do."""
    line, told = BAD_GIFT[text]
    reading = read_gift("bad.gift", text)
    first = reading.faults[0]
    assert (first.file, first.line) == ("bad.gift", line)
    assert told in first.message
    assert not reading.drafts


def test_one_bad_question_does_not_hide_the_rest() -> None:
    """The good questions of a file are read beside the bad ones."""
    reading = read_gift("x.gift", "essay {}\n\ngood {=a ~b}\n\nword {=a}")
    assert [draft.fields["stem"] for draft in reading.drafts] == ["good"]
    assert [fault.line for fault in reading.faults] == [1, 5]


def test_csv_of_a_spreadsheet() -> None:
    """Semicolons between cells, a decimal comma, and columns in another order are as good."""
    text = 'Answer;B;A;Stem;difficulty\nb;"no; never";yes;"Is it\nso?";0,6\n'
    (draft,) = fields(read_csv("x.csv", text))
    assert draft == {
        "kind": "one",
        "stem": "Is it\nso?",
        "difficulty": 0.6,
        "options": [{"text": "yes"}, {"text": "no; never", "right": True}],
    }


BAD_CSV = {
    "stem,a,b,anwser\nx,y,z,A\n": (1, "did you mean `answer`?"),
    "stem,b\nx,y\n": (1, "the column `a` is missing"),
    "stem,a,a\nx,y,z\n": (1, "two columns are called `a`"),
    'stem,a,b,answer\n"x\ny",1,2,A\nx,1,2,C\n': (4, "`answer` says 'C'"),
    "stem,a,b,answer\nx,1,2,\n": (2, "`answer` is empty"),
    "stem,a,b,answer\nx,1,2,A,more\n": (2, "more cells than columns"),
    "stem,a,b,answer\nx,,2,A\n": (2, "an empty cell stands before a full one"),
    "stem,a,b,answer,difficulty\nx,1,2,A,hard\n": (2, "which is no number"),
    "stem,a,b,answer,kind\nx,1,2,both,match\n": (2, "names 1 techniques for 2 needs"),
    "stem,a,b,answer,waive\nx,1,2,A,no\n": (2, "`waive` is no JSON"),
}


@pytest.mark.parametrize("text", BAD_CSV)
def test_bad_csv_names_line_and_remedy(text: str) -> None:
    """A header or a row that is wrong is told with its line and what to do."""
    line, told = BAD_CSV[text]
    reading = read_csv("bad.csv", text)
    assert [fault.line for fault in reading.faults] == [line]
    assert told in reading.faults[0].message


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    """A file in another encoding is refused with the line and the remedy."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"stem,a\nx,\xe9\n")
    with pytest.raises(FormatError, match=r"x\.csv:2: this is no UTF-8 text; save the file as UTF-8"):
        read("csv", path)


def landed(text: str) -> Any:
    """What becomes of a GIFT text in the shipped course."""
    return land(read_gift("x.gift", text), "x.gift", COURSE, SECTION)


def test_what_is_lacking_is_filled_in_and_named() -> None:
    """Level, hints, reasons and the like that a format lacks stand in, and are named as still to be written."""
    (one,) = landed("::What is what::Which? {=this ~that}").landed
    assert one.to_write == ("objective", "topics", "level", "difficulty", "hints", "sources", "why", "id")
    assert one.question.id == "what-is-what"
    assert one.question.hints == (HINT,)
    assert {option.why for option in one.question.options} == {WHY}
    assert "# Still to write: objective, topics" in landed("Which? {=this ~that}").yaml("x.gift")


def test_what_the_course_does_not_have_is_named() -> None:
    """Ids of another course are left out, and said."""
    (one,) = landed('// tutor.topics: ["cost", "gears"]\nWhich? {=this ~that}').landed
    assert one.question.topics == ("cost",)
    assert one.left_out == ("topics gears, not in this course",)


def test_an_id_that_the_course_has() -> None:
    """A changed question of the course is not doubled: what differs is named, and what to do."""
    known = next(iter(COURSE.questions))
    landing = landed(f"// [id:{known}]\n::x::Which? {{=this ~that}}")
    assert not landing.landed
    (fault,) = landing.faults
    assert f"the course has '{known}' already, and it differs in" in fault.message
    assert "change it there, or give this one another id" in fault.message


def test_a_text_that_is_too_long() -> None:
    """An option over the limit of a button is not cut: the fault says its line and the limit."""
    landing = landed(f"\n\nWhich? {{=this ~{'long ' * 20}}}")
    assert [str(fault) for fault in landing.faults] == ["x.gift:3: shorten this text to 75 characters (text)"]
