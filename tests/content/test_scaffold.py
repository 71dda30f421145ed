"""What is started loads, and a tutor that is given it answers, quizzes and explains it."""

import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.router import Router
from content import ContentError, load
from content.loader import SHIPPED
from content.scaffold import SLUG_LIMIT, ScaffoldError, new_course, new_section, slug_of
from content.search import Index
from dialogs import all_dialogs
from dialogs.learner import Conversation, Learner
from dialogs.rounds import Round
from dialogs.turn import Message, Turn
from tests.render.strategies import said
from tests.talk import ANN, START

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one section."""
    root = tmp_path_factory.mktemp("new") / "my-course"
    new_course(root, "Safety: at work", TODAY)
    return root


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped course with a second section."""
    root = Path(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("grown") / "course"))
    new_section(root, "Responsible use", "", TODAY)
    return root


@cache
def routed(root: Path) -> Router:
    """All dialogs of a course."""
    course = load(root)
    return Router(all_dialogs(course, Index(course, root)))


class Tutor:
    """A learner's conversation with the tutor of a course."""

    def __init__(self, root: Path) -> None:
        self._router = routed(root)
        self.learner = Learner("test", "tenant", "ann")
        self.conversation = Conversation("test", "tenant", "ann", "", "ann")

    def say(self, text: str) -> str:
        """All that the tutor says to this."""
        outcome = self._router.route(Turn("t", ANN, Message(text), START), self.learner, self.conversation)
        self.learner = outcome.learner or self.learner
        self.conversation = outcome.conversation or self.conversation
        return "\n".join(part for reply in outcome.replies for element in reply.elements for part in said(element))


@pytest.fixture(scope="module", params=["started", "grown"])
def tutor(request: pytest.FixtureRequest) -> Callable[[], Tutor]:
    """The tutor of a new course, and of the shipped one that grew."""
    root: Path = request.getfixturevalue(request.param)
    return lambda: Tutor(root)


def test_it_answers(tutor: Callable[[], Tutor]) -> None:
    """A question about the new topic, in words that its file does not have, is answered from it."""
    told = tutor().say("who should look at a letter the assistant drafted?")
    assert "Have somebody who knows the matter look at it first" in told
    assert "read 25 Nov 2026" in told


def test_it_looks_up_and_explains(tutor: Callable[[], Tutor]) -> None:
    """The new term is defined, and the new topic is explained at each length."""
    talk = tutor()
    assert "A look at what a model wrote" in talk.say("define human check")
    assert "its style tells you nothing" in talk.say("explain checking a draft")
    assert "the spoon still finds the missing salt" in talk.say("analogy")


def test_it_quizzes(tutor: Callable[[], Tutor]) -> None:
    """A quiz on the new topic asks its questions."""
    talk = tutor()
    talk.say("quiz 5 checking a draft")
    round_ = Round.of(talk.conversation, talk.learner)
    assert round_ is not None
    assert {name.removeprefix("first-section-").removeprefix("responsible-use-") for name in round_.questions} == {
        "one",
        "several",
        "true-false",
        "match",
        "order",
    }


@pytest.mark.parametrize("text", ["explain", "compare", "scenario", "find draft", "help", "progress", "quiz", "home"])
def test_a_small_course_is_enough(started: Path, text: str) -> None:
    """Without a lesson, a comparison or a scenario each command still has something to say."""
    assert Tutor(started).say(text)


def test_it_has_one_of_each(started: Path) -> None:
    """A new section has a topic with eight ways of asking or more, an objective, a term, each kind of question."""
    course = load(started)
    (section,) = course.sections
    assert course.title == "Safety: at work"
    assert len(section.topics[0].asked) >= 8
    assert len(section.objectives) == len(course.terms) == 1
    assert {o.misconception for q in section.questions for o in getattr(q, "options", ())} >= set(course.misconceptions)
    assert {question.kind for question in section.questions} == {"one", "several", "true-false", "match", "order"}
    assert all(len(question.hints) == 3 for question in section.questions)
    assert [source.read_on for source in course.sources.values()] == [TODAY]


def test_an_existing_folder_is_left_alone(started: Path, tmp_path: Path) -> None:
    """Nothing is written over: not a section, not a course, not a folder with something in it."""
    root = Path(shutil.copytree(started, tmp_path / "course"))
    before = contents(root)
    with pytest.raises(ScaffoldError, match="is there already, and nothing in it was touched"):
        new_section(root, "First section", "", TODAY)
    with pytest.raises(ScaffoldError, match="is there already"):
        new_course(root, "", TODAY)
    assert contents(root) == before


def contents(root: Path) -> dict[Path, bytes]:
    """All files under a folder."""
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    """A folder that was made beforehand, and is empty, is taken."""
    root = tmp_path / "made"
    root.mkdir()
    new_course(root, "", TODAY)
    assert load(root).title == "Made"


def test_ids_of_the_course_are_not_taken_twice(started: Path, tmp_path: Path) -> None:
    """A section whose ids the course uses in another folder is refused, with what to do."""
    root = Path(shutil.copytree(started, tmp_path / "course"))
    (root / "sections" / "first-section").rename(root / "sections" / "another")
    with pytest.raises(ScaffoldError, match=r"the course uses the id 'first-section-.*' already; choose another name"):
        new_section(root, "First section", "", TODAY)
    assert not (root / "sections" / "first-section").exists()


def test_a_faulty_course_is_not_built_on(started: Path, tmp_path: Path) -> None:
    """A course that does not load is mended first: nothing is added to it."""
    root = Path(shutil.copytree(started, tmp_path / "course"))
    (root / "glossary.yaml").unlink()
    with pytest.raises(ContentError, match=r"glossary\.yaml:1: this file is missing"):
        new_section(root, "Second", "", TODAY)
    assert [path.name for path in (root / "sections").iterdir()] == ["first-section"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Responsible use", "responsible-use"), ("Über uns", "uber-uns"), ("AI & you: 101", "ai-you-101"), ("a_b", "a-b")],
)
def test_names_become_slugs(name: str, slug: str) -> None:
    """A name in words becomes the name of a folder and of its ids."""
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("测试", "has no letter from a to z"),
        ("../..", "has no letter"),
        ("", "has no letter"),
        ("a name that is much too long for an id", "has 38 characters, and ids have room for 29"),
    ],
)
def test_names_that_cannot_be_used(started: Path, name: str, told: str) -> None:
    """A name of which no id can be made is refused, with what to do."""
    with pytest.raises(ScaffoldError, match=told):
        new_section(started, name, "", TODAY)


def test_the_longest_name(started: Path, tmp_path: Path) -> None:
    """A name of the length that is allowed leaves room for every id."""
    root = Path(shutil.copytree(started, tmp_path / "course"))
    new_section(root, "x" * SLUG_LIMIT, "", TODAY)
    assert len(load(root).sections) == 2


@pytest.mark.parametrize(
    "title", ["Safety: at work", 'Say "yes"', "- x", "[a] & {b}", "yes", "12", "Don't $panic", "#1"]
)
def test_any_title_is_kept(tmp_path: Path, title: str) -> None:
    """A title with what means something in YAML or in a template arrives as it was given."""
    new_course(tmp_path / "c", title, TODAY)
    assert load(tmp_path / "c").title == title
