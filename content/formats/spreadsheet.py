"""Questions as CSV for a spreadsheet: a row for each, a column for each part. It holds all of a question.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which reading takes off again
(OWASP, CSV injection).
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from content.formats.draft import LETTERS, Draft, Reading, fields_of, lines_key, lines_of
from content.formats.export import Exported, gaps_of
from content.loader import Fault
from content.model import Course, Match, Order, Question

HINTS = ("hint_1", "hint_2", "hint_3")
LINES = tuple(f"{letter}{part}" for letter in LETTERS for part in ("", "_why", "_misconception"))
COLUMNS = (
    *("id", "kind", "objective", "topics", "level", "difficulty", "stem", "answer"),
    *LINES,
    *HINTS,
    *("sources", "revision", "variant_of", "waive"),
)
"""`answer`: letters of the right options, or a technique for each need; steps stand in the right order."""

WORDS = ("id", "objective", "level", "stem", "variant_of")
LISTS = ("topics", "sources")
NEEDED = ("stem", "a")
SEPARATOR = "; "
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def write(_course: Course, questions: Sequence[Question]) -> Exported:
    """A row for each question under `COLUMNS`; in UTF-8 with a mark, by which spreadsheets know it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _guarded(cell) for name, cell in _row(question).items()} for question in questions)
    gaps = (gap for q in questions if any(";" in key for key in q.sources) for gap in gaps_of(q.id, [_SPLIT_KEY]))
    return Exported(text.getvalue().encode("utf-8-sig"), tuple(gaps))


_SPLIT_KEY = "a source's key with a semicolon, which separates keys here"


def _row(question: Question) -> dict[str, str]:
    fields = fields_of(question)
    row = {"kind": question.kind, "answer": _answer(question)}
    for letter, line in zip(LETTERS, lines_of(question), strict=False):
        row[letter] = line["text"]
        row |= {f"{letter}_{part}": line[part] for part in ("why", "misconception") if part in line}
    row |= dict(zip(HINTS, question.hints, strict=False))
    row |= {name: SEPARATOR.join(fields[name]) for name in LISTS}
    if "waive" in fields:
        row["waive"] = json.dumps(fields["waive"], ensure_ascii=False)
    return row | {name: str(fields[name]) for name in COLUMNS if name in fields and name not in row}


def _answer(question: Question) -> str:
    if isinstance(question, Match):
        return SEPARATOR.join(need.technique for need in question.needs)
    if isinstance(question, Order):
        return ""
    rights = (letter for letter, option in zip(LETTERS, question.options, strict=False) if option.right)
    return SEPARATOR.join(letter.upper() for letter in rights)


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


class _RowError(ValueError):
    """A row that is no question."""


def read(file: str, text: str) -> Reading:
    """A draft for each row under a header of `COLUMNS`, separated by commas, semicolons or tabs."""
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    header = [name.strip().lower() for name in next(rows, [])]
    if faults := _header_faults(file, header):
        return Reading((), faults)
    drafts: list[Draft] = []
    found: list[Fault] = []
    line = rows.line_num + 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                try:
                    drafts.append(_draft(line, header, row))
                except _RowError as error:
                    found.append(Fault(file, line, str(error)))
            line = rows.line_num + 1
    except csv.Error as error:
        found.append(Fault(file, line, f"this row is broken ({error}); look for a quotation mark that is not closed"))
    return Reading(tuple(drafts), tuple(found))


def _header_faults(file: str, header: Sequence[str]) -> tuple[Fault, ...]:
    told = []
    for name in filter(None, header):
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1)
            remedy = f"did you mean `{near[0]}`?" if near else f"use some of {', '.join(COLUMNS)}"
            told.append(f"there is no column `{name}` here; {remedy}")
        elif header.count(name) > 1:
            told.append(f"two columns are called `{name}`; keep one")
    told += [f"the column `{name}` is missing; add it to the first row" for name in NEEDED if name not in header]
    return tuple(Fault(file, 1, message) for message in dict.fromkeys(told))


def _draft(line: int, header: Sequence[str], row: Sequence[str]) -> Draft:
    if any(cell.strip() for cell in row[len(header) :]):
        raise _RowError("more cells than columns; put a text that holds the separator in quotation marks")
    cells = {name: _bare(cell) for name, cell in zip(header, row, strict=False) if name and cell.strip()}
    kind = cells.get("kind", "").strip().lower() or _kind(cells)
    fields: dict[str, Any] = {"kind": kind, "hints": [cells[name] for name in HINTS if name in cells]}
    fields |= {name: cells[name].strip() for name in WORDS if name in cells}
    fields |= {name: _listed(cells[name]) for name in LISTS if name in cells}
    fields |= {name: _number(name, cells[name]) for name in ("difficulty", "revision") if name in cells}
    if "waive" in cells:
        fields["waive"] = _waived(cells["waive"])
    fields[lines_key(kind)] = _lines(kind, cells)
    return Draft(line, "", {key: value for key, value in fields.items() if value not in ([], "")})


def _kind(cells: Mapping[str, str]) -> str:
    return "several" if len(_listed(cells.get("answer", ""))) > 1 else "one"


def _lines(kind: str, cells: Mapping[str, str]) -> list[dict[str, Any]]:
    letters = [letter for letter in LETTERS if letter in cells]
    if letters != list(LETTERS[: len(letters)]):
        raise _RowError("an empty cell stands before a full one among a to f; move the texts together")
    lines: list[dict[str, Any]] = []
    for letter in letters:
        parts = {part: cells[f"{letter}_{part}"] for part in ("why", "misconception") if f"{letter}_{part}" in cells}
        lines.append({"text": cells[letter], **parts})
    given = _listed(cells.get("answer", ""))
    if kind == "match":
        if len(given) != len(lines):
            raise _RowError(
                f"`answer` names {len(given)} techniques for {len(lines)} needs; write one for each, with `;`"
            )
        lines = [{**line, "technique": technique.lower()} for line, technique in zip(lines, given, strict=True)]
    elif kind != "order":
        if not given:
            raise _RowError("`answer` is empty; write the letter of the right option")
        for letter in given:
            if letter.lower() not in letters:
                raise _RowError(f"`answer` says {letter!r}, and there is no such option; write letters such as A; C")
            lines[letters.index(letter.lower())]["right"] = True
    return lines


def _listed(cell: str) -> list[str]:
    return [part for part in (part.strip() for part in re.split(r"[;\n]", cell)) if part]


def _number(name: str, cell: str) -> float | int:
    try:
        # A spreadsheet in many languages writes a decimal comma.
        return int(cell) if name == "revision" else float(cell.replace(",", "."))
    except ValueError as error:
        raise _RowError(f"`{name}` is {cell!r}, which is no number; write one such as {_SUCH[name]}") from error


_SUCH = {"revision": "2", "difficulty": "0.6"}


def _waived(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError as error:
        raise _RowError('`waive` is no JSON; write it as {"rule": "reason"}, or leave the cell empty') from error
