"""A cell of the CSV is never a formula."""

import csv
import io
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from content.formats import export, read
from content.model import Question
from tests.content.strategies import questions

COURSE: Any = SimpleNamespace(sections=[])


@settings(deadline=None, max_examples=30)
@given(st.lists(questions(), min_size=1, max_size=2))
def test_no_cell_begins_a_formula(written: list[Question]) -> None:
    """Whatever a question says, no cell begins with what a spreadsheet takes for a formula."""
    text = export("csv", COURSE, written).data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def test_it_is_text_for_a_spreadsheet(tmp_path: Any) -> None:
    """The file begins with the mark by which a spreadsheet knows UTF-8, and is read with it."""
    path = tmp_path / "x.csv"
    path.write_bytes(export("csv", COURSE, []).data)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,kind,")
    assert read("csv", path).drafts == ()
