"""GIFT as drafts of questions."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from content.formats.draft import Draft, Reading, lines_key
from content.formats.foreign import from_format
from content.formats.gift.answers import Answers, UnfitError, answers_of
from content.formats.gift.escaping import FORMATS, hidden, shown
from content.formats.gift.writing import COMMENTED
from content.loader import Fault

TUTOR = re.compile(r"//\s*tutor\.(\w+):\s*(.*)")
_ID = re.compile(r"\[id:((?:\\\]|[^\]])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]])+)\]")
_NAME = re.compile(r"\s*::(.*?)::", re.DOTALL)
TAGGED = {"level": "level", "objective": "objective", "topic": "topics"}
"""Tags that say what our own keys say: Moodle keeps these where it drops comments."""


def read(file: str, text: str) -> Reading:
    """Everything in a text that asks something we can ask; a fault for the rest."""
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for line, block in _blocks(text):
        try:
            if (draft := _draft(line, block)) is not None:
                drafts.append(draft)
        except UnfitError as error:
            faults.append(Fault(file, line + error.offset, str(error)))
    return Reading(tuple(drafts), tuple(faults))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines, with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _draft(line: int, block: list[str]) -> Draft | None:
    """The question that a block holds; `None` where it holds none, such as a category."""
    comments = [row if row.lstrip().startswith("//") else "" for row in block]
    # A comment leaves an empty line behind, so that a place in the text still tells its line.
    rows = ["" if row.lstrip().startswith(_SKIPPED) else row for row in block]
    start = next((n for n, row in enumerate(rows) if row.strip()), None)
    if start is None:
        return None
    name, body = _named(hidden("\n".join(rows)))
    stem, answers, offset = _parted(body, start)
    stem, markup = _format(stem.strip(), "moodle")
    found = answers_of(answers, offset, markup)
    if found.general and not _explained(found):
        found = found.explained()
    noted = _noted(comments)
    kind = str(noted.get("kind") or found.kind)
    fields = {"stem": from_format(markup, shown(stem)), **_tagged(comments)}
    fields |= {key: value for key, value in noted.items() if key in COMMENTED}
    fields |= {"kind": kind, lines_key(kind): _lines(found, kind, noted)}
    return Draft(line + start, name, fields, found.left_out)


_SKIPPED = ("//", "$CATEGORY:")


def _named(body: str) -> tuple[str, str]:
    """The name of a question, and the rest on the lines where it stood."""
    match = _NAME.match(body)
    return (
        (shown(match[1]).strip(), "\n" * body.count("\n", 0, match.end()) + body[match.end() :])
        if match
        else ("", body)
    )


def _parted(body: str, start: int) -> tuple[str, str, int]:
    """The question's words, what stands between its braces, and the line where those begin."""
    first, last = body.find("{"), body.find("}")
    if first < 0 and last < 0:
        raise UnfitError("a text without answers is no question here; leave it out, or give it answers", start)
    if last < 0:
        raise UnfitError("`{` is not closed before the next empty line; add `}`, or take the empty line out", start)
    if first < 0 or last < first:
        raise UnfitError("`}` without `{` before it; write `\\}` for a brace that is only a brace", start)
    after = body[last + 1 :].strip()
    stem = f"{body[:first]}_____ {after}" if after else body[:first]
    return stem, body[first + 1 : last], body.count("\n", 0, first + 1)


def _format(text: str, default: str) -> tuple[str, str]:
    match = re.match(rf"\[({'|'.join(FORMATS)})\]", text)
    return (text[match.end() :].strip(), match[1]) if match else (text, default)


def _tagged(comments: list[str]) -> dict[str, Any]:
    """What Moodle knows of a question beside its words: its id, and tags that are ours."""
    text = "\n".join(comments)
    named = _ID.search(text)
    fields: dict[str, Any] = {"id": named[1].replace("\\]", "]").strip()} if named else {}
    for tag in _TAG.findall(text):
        key, _, value = tag.replace("\\]", "]").strip().partition(":")
        if TAGGED.get(key) == "topics":
            fields["topics"] = [*fields.get("topics", ()), value]
        elif key in TAGGED:
            fields[TAGGED[key]] = value
    return fields


def _noted(comments: list[str]) -> dict[str, Any]:
    noted = {}
    for offset, comment in enumerate(comments):
        if (match := TUTOR.match(comment.strip())) is None:
            continue
        try:
            noted[match[1]] = json.loads(match[2])
        except ValueError as error:
            told = f"the value of tutor.{match[1]} is no JSON ({error}); mend it, or delete the line"
            raise UnfitError(told, offset) from error
    return noted


def _explained(found: Answers) -> bool:
    return all(line.get("why") for line in found.lines if line.get("right"))


def _lines(found: Answers, kind: str, noted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers with what comments add to each, in the order that the kind wants."""
    lines = [dict(line) for line in found.lines]
    for key, added in (("misconception", noted.get("misconceptions")), ("why", noted.get("whys"))):
        for line, value in zip(lines, added if isinstance(added, list) else (), strict=False):
            if value is not None:
                line[key] = value
    if kind == "order":
        lines.sort(key=lambda line: int(line["technique"]) if str(line.get("technique", "")).isdecimal() else 0)
        return [{key: value for key, value in line.items() if key != "technique"} for line in lines]
    return lines
