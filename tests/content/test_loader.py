"""A course that cannot be used says where and what to do; the shipped one can."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from content import ContentError, load
from content.loader import SHIPPED
from content.model import TECHNIQUES, Match
from content.search.index import FILE
from content.search.model import unpack

SECTION = Path("sections/pretrained-and-fine-tuned")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the shipped course, to be broken."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "course"))


def edited(old: str, new: str, file: str | Path) -> Callable[[Path], Path]:
    """A change of one file: the first `old` becomes `new`."""

    def change(course: Path) -> Path:
        path = course / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


CHOOSE = SECTION / "questions/choose.yaml"
LESSONS = SECTION / "lessons.yaml"
GROUNDING = SECTION / "topics/grounding-definition.md"
BROKEN: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a key that is misspelt": (edited("level:", "levle:", CHOOSE), "`levle` is not a known key"),
    "a key that is missing": (edited("  difficulty:", "  #difficulty:", CHOOSE), "add `difficulty:` here"),
    "a level that is unknown": (
        edited("level: recall", "level: guess", SECTION / "questions/tell-apart.yaml"),
        "use one of",
    ),
    "no right option": (edited("right: true", "right: false", CHOOSE), "mark exactly one option"),
    "an objective that is unknown": (
        edited("objective: choose", "objective: chose", CHOOSE),
        "there is no objective 'chose'",
    ),
    "a source that is unknown": (
        edited("sources: [", "sources: [ZZZ, ", CHOOSE),
        "there is no source in course.yaml 'ZZZ'",
    ),
    "a misconception that is unknown, in a lesson": (
        edited("misconception: ", "misconception: x", SECTION / "lessons.yaml"),
        "there is no misconception 'x",
    ),
    "an id twice": (edited("- id: grounding\n", "- id: fine-tuning\n", "glossary.yaml"), "used twice"),
    "an option too long": (
        edited("- text: ", "- text: " + "very " * 20, CHOOSE),
        "shorten this text to 75 characters",
    ),
    "YAML that is broken": (edited("stem:", "stem: [", CHOOSE), "check the indentation"),
    "a key twice": (edited("level:", "kind: one\n  kind: one\n  level:", CHOOSE), "stands here twice"),
    "a heading that is unknown": (edited("## Short", "## Shrot", GROUNDING), "unknown heading 'Shrot'"),
    "a topic without a part": (edited("## Analogy", "## Example", GROUNDING), "add `analogy:` here"),
    "front matter that is missing": (edited("---\n", "", GROUNDING), "begin the file with front matter"),
    "a misconception in a lesson that is unknown": (
        edited("misconception: tune-first", "misconception: tune-furst", LESSONS),
        "there is no misconception 'tune-furst'",
    ),
    "a step that asks again what it did not ask": (
        edited(
            "    - title: Ready now",
            "    - {title: A, text: B, again: [{stem: C, options: [{text: D, why: E}, {text: F, why: G, right: true}]}"
            "]}\n    - title: Ready now",
            LESSONS,
        ),
        "give the step a `check` before checks to ask `again`",
    ),
    "a list that is none": (
        edited("- id: pretrained-model\n", "terms:\n- id: x\n", "glossary.yaml"),
        "this file holds a list",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_fault_names_file_line_and_remedy(course: Path, kind: str) -> None:
    """Each kind of fault is reported with its file, a line, and what to do."""
    change, remedy = BROKEN[kind]
    path = change(course)
    with pytest.raises(ContentError) as caught:
        load(course)
    faults = [fault for fault in caught.value.faults if remedy in fault.message]
    assert faults, str(caught.value)
    assert all(fault.file == path.relative_to(course).as_posix() for fault in faults)
    assert all(fault.line >= 1 for fault in faults)


def test_line_is_the_right_one(course: Path) -> None:
    """The line is the one to mend."""
    path = edited("objective: choose", "objective: chose", CHOOSE)(course)
    line = path.read_text(encoding="utf-8").splitlines().index("  objective: chose") + 1
    with pytest.raises(ContentError) as caught:
        load(course)
    assert [(fault.file, fault.line) for fault in caught.value.faults] == [(CHOOSE.as_posix(), line)]


def test_every_fault_at_once(course: Path) -> None:
    """Two faults in two files are reported together."""
    edited("level:", "levle:", CHOOSE)(course)
    edited("level:", "levle:", SECTION / "questions/compare.yaml")(course)
    with pytest.raises(ContentError) as caught:
        load(course)
    assert {Path(fault.file).name for fault in caught.value.faults} == {"choose.yaml", "compare.yaml"}


def test_missing_file(course: Path) -> None:
    """A file that is not there is named."""
    (course / "glossary.yaml").unlink()
    with pytest.raises(ContentError, match=r"glossary\.yaml:1: this file is missing"):
        load(course)


def test_binary_file(course: Path) -> None:
    """A file that is no text is named."""
    (course / "outside.yaml").write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(ContentError, match=r"outside\.yaml:1: this file cannot be read as UTF-8"):
        load(course)


def test_shipped_model_is_fresh() -> None:
    """What was learned of the shipped course is of this course; `chat-tutor learn` renews it."""
    assert unpack((SHIPPED / FILE).read_bytes(), load()).topics.regression.classes


def test_shipped_course() -> None:
    """The shipped course has all its topics, and enough of everything."""
    course = load()
    assert len(course.topics) == 27
    assert len(course.questions) >= 90
    assert len(course.terms) >= 40
    assert "law-firm" in course.scenarios_by_id
    assert {len(table.aspects) >= 5 for table in course.comparisons.values()} == {True}
    per_objective = dict.fromkeys(course.objectives, 0)
    for question in course.questions.values():
        per_objective[question.objective] += 1
    assert min(per_objective.values()) >= 12
    needs = [need for q in course.questions.values() if isinstance(q, Match) for need in q.needs]
    assert {need.technique for need in needs} == set(TECHNIQUES)
