"""What authors write for answering is read from files of its own, and its faults are reported."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from content import ContentError, load
from content.loader import SHIPPED
from content.model import Course
from content.search.forms import spelled_out
from content.search.model import build

SECTION = Path("sections/pretrained-and-fine-tuned")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the shipped course."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "course"))


def faults(course: Path, name: str, change: Callable[[str], str]) -> list[str]:
    """The faults of a course in which one file was changed."""
    path = course / SECTION / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(ContentError) as error:
        load(course)
    return [str(fault) for fault in error.value.faults]


def test_more_ways_of_asking(course: Path) -> None:
    """Lines of asked.yaml and of the section's outside.yaml join those written elsewhere."""
    (course / SECTION / "asked.yaml").write_text("accuracy: [how exact is it]\n", "utf-8")
    (course / SECTION / "outside.yaml").write_text("near-miss: [exact change only]\n", "utf-8")
    after = load(course)
    assert after.topics["accuracy"].asked[-1] == "how exact is it"
    assert after.topics["accuracy"].asked[0] == "which model is more accurate?"
    assert after.outside["near-miss"][-1] == "exact change only"


def test_unknown_topic(course: Path) -> None:
    """A topic that does not exist is reported with file and line."""
    (found,) = faults(course, "asked.yaml", lambda text: text + "no-such-topic: [what is it]\n")
    assert "asked.yaml:" in found
    assert "no-such-topic" in found


def test_unknown_phrases(course: Path) -> None:
    """A form that names phrases nobody wrote is reported with file and line."""
    (found,) = faults(course, "claims.yaml", lambda text: text.replace("<grounding>", "<grownding>", 1))
    assert "claims.yaml:" in found
    assert "grownding" in found


def test_unknown_phrases_in_parts(course: Path) -> None:
    """So is a part that names phrases nobody wrote."""
    (found,) = faults(course, "claims.yaml", lambda text: text.replace("- <tuning> <slow>", "- <tuning> <sloww>", 1))
    assert "claims.yaml:" in found
    assert "sloww" in found


def test_unknown_claim_topic(course: Path) -> None:
    """A claim points to topics that exist."""
    found = faults(course, "claims.yaml", lambda text: text.replace("topics: [cost]", "topics: [kost]", 1))
    assert any("kost" in fault for fault in found)


def test_claims_are_plenty(shipped: Course) -> None:
    """Every topic but the picture has claims, and both answers are common."""
    claimed = {topic for claim in shipped.claims.values() for topic in claim.topics}
    assert set(shipped.topics) - claimed <= {"analogy"}
    answers = [claim.holds for claim in shipped.claims.values()]
    assert min(answers.count(True), answers.count(False)) >= 30


def test_forms_spelled_out(shipped: Course) -> None:
    """Forms are written out with one of each alternative, and no brackets are left."""
    for _, text in spelled_out(shipped):
        assert not set("<>()[]|") & set(text), text


def test_phrases_mean_one_thing(shipped: Course) -> None:
    """No phrase stands in two groups, not even with another ending: the last one would win unseen."""
    lexicon = build(shipped).lexicon
    groups: dict[tuple[str, ...], set[str]] = {}
    for section in shipped.sections:
        for name, phrases in section.phrases.items():
            for phrase in phrases:
                groups.setdefault(tuple(lexicon.stems(phrase)), set()).add(name)
    assert [found for found in groups.items() if len(found[1]) > 1] == []
