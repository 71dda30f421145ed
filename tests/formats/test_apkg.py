"""The Anki package: a note for each question and term, the same ones each time."""

import sqlite3
import zipfile
from html import escape
from pathlib import Path

import pytest

from content import load
from content.formats import export
from content.formats.draft import lines_of
from content.model import Course

COURSE = load()


def notes(data: bytes, folder: Path) -> dict[str, list[str]]:
    """The fields of a package's notes, by their guid."""
    package = folder / "x.apkg"
    package.write_bytes(data)
    with zipfile.ZipFile(package) as archive:
        archive.extract("collection.anki2", folder)
    connection = sqlite3.connect(folder / "collection.anki2")
    try:
        return {guid: fields.split("\x1f") for guid, fields in connection.execute("select guid, flds from notes")}
    finally:
        connection.close()


@pytest.fixture(scope="module")
def course() -> Course:
    """The shipped course."""
    return COURSE


def test_a_note_for_each(course: Course, tmp_path: Path) -> None:
    """Each question and each term of its topics is a note with the stem, the answer, the reasons and the source."""
    found = notes(export("apkg", course, tuple(course.questions.values())).data, tmp_path)
    assert len(found) == len(course.questions) + len(course.terms)
    by_id = {fields[-1]: fields for fields in found.values()}
    question = course.questions["bakery-first-rollout"]
    stem, lines, answer, why, hints, source, _ = by_id[question.id]
    assert "A bakery chain" in stem
    assert lines.count("<li>") == len(lines_of(question))
    assert answer == "C A pretrained model, as this is everyday office work"
    assert "Emails and shift notes need few trade words" in why
    assert hints.count("<li>") == 3
    assert source.startswith('<a href="https://')


def test_notes_stay_the_same_when_texts_change(course: Course, tmp_path: Path) -> None:
    """A text that was reworded keeps its note, so that importing again updates it."""
    question = course.questions["bakery-first-rollout"]
    before = notes(export("apkg", course, [question]).data, tmp_path)
    after = notes(export("apkg", course, [question.model_copy(update={"stem": "Reworded"})]).data, tmp_path)
    assert before.keys() == after.keys()
    assert before != after


def test_steps_do_not_stand_in_the_right_order(course: Course, tmp_path: Path) -> None:
    """The front of a card never shows the steps as they belong."""
    orders = [question for question in course.questions.values() if question.kind == "order"]
    for fields in notes(export("apkg", course, orders).data, tmp_path).values():
        if fields[-1] in course.questions:
            steps = [escape(line["text"]) for line in lines_of(course.questions[fields[-1]])]
            places = [fields[1].index(text) for text in steps]
            assert places != sorted(places)


def test_markup_is_shown_and_never_run(course: Course, tmp_path: Path) -> None:
    """Bold is bold, and what looks like HTML is only seen."""
    question = course.questions["bakery-first-rollout"].model_copy(update={"stem": "**Say** <script>x</script>"})
    (fields, *_) = notes(export("apkg", course, [question]).data, tmp_path).values()
    assert fields[0] == "<p><b>Say</b> &lt;script&gt;x&lt;/script&gt;</p>"
