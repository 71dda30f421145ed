"""A folder of YAML and Markdown becomes a `Course`; each fault is reported with its file, line and remedy."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.constructor import SafeConstructor

from content.files import TOPIC_PARTS, kind_of
from content.model import Course, Place, broken_references
from content.remedies import remedies

SHIPPED = Path(__file__).parent / "course"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the content: where it stands and how to mend it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentError(Exception):
    """The course cannot be used as it is; `faults` says why, in the order of the files."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


Mark = tuple[str, int]
"""A file and a line."""


@dataclass
class _Reader:
    """Reads files under `root`, and remembers the file and line that each value came from."""

    root: Path
    marking: bool = False
    marks: dict[Place, Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    scalars: SafeConstructor = field(default_factory=SafeConstructor)

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def mark(self, at: Place, path: Path, line: int) -> None:
        """Remember where a value stands, when somebody will want to know."""
        if self.marking:
            self.marks[at] = (self.name(path), line)

    def fault(self, path: Path, line: int, message: str) -> None:
        self.faults.append(Fault(self.name(path), line, message))

    def text(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            self.fault(path, 1, "this file is missing; create it, or restore it from the shipped course")
        except (OSError, UnicodeDecodeError) as error:
            self.fault(path, 1, f"this file cannot be read as UTF-8 text ({error}); save it as UTF-8")
        return ""

    def compose(self, path: Path, text: str, offset: int = 0) -> yaml.nodes.Node | None:
        """The YAML node of a text that begins `offset` lines below the top of its file."""
        self.scalars = SafeConstructor()  # it keeps each node that it was shown; none is to outlive its file
        try:
            return yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "not valid YAML"
            remedy = "check the indentation here and put text that has a colon in quotes"
            self.fault(path, (mark.line + 1 if mark else 1) + offset, f"{problem}; {remedy}")
            return None

    def value(self, node: yaml.nodes.Node, path: Path, at: Place, offset: int = 0) -> Any:
        """The data of a node; the marks of all its parts are kept under `at`."""
        self.mark(at, path, node.start_mark.line + 1 + offset)
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key, line = str(key_node.value), key_node.start_mark.line + 1 + offset
                if key in found:
                    self.fault(path, line, f"{key!r} stands here twice; keep one")
                found[key] = self.value(value_node, path, (*at, key), offset)
                self.mark((*at, key), path, line)
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, path, (*at, n), offset) for n, item in enumerate(node.value)]
        return self.scalars.construct_object(node)

    def items(self, path: Path, at: Place, start: int = 0) -> list[Any]:
        """The entries of a file that holds one list; they are counted from `start`."""
        node = self.compose(path, self.text(path))
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(path, 1, "this file holds a list: begin each entry with `- id:`")
            return []
        return [self.value(item, path, (*at, n)) for n, item in enumerate(node.value, start)]

    def mapping(self, path: Path, at: Place) -> dict[str, Any]:
        """The keys of a file that holds one mapping."""
        return self.pairs(path, self.text(path), at)

    def pairs(self, path: Path, text: str, at: Place, offset: int = 0) -> dict[str, Any]:
        """The keys of a text that is one mapping."""
        node = self.compose(path, text, offset)
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.fault(path, 1 + offset, "write `key: value` lines here")
            return {}
        found: dict[str, Any] = self.value(node, path, at, offset)
        kind = kind_of(self.name(path))
        for key, place in (kind.elsewhere if kind else {}).items():
            if key in found:
                line = next(k.start_mark.line for k, _ in node.value if k.value == key)
                self.fault(path, line + 1 + offset, f"`{key}` does not belong here; move it to {place}")
        return found

    def page(self, path: Path, at: Place) -> tuple[dict[str, Any], str, int]:
        """Front matter, body and the body's first line of a Markdown file."""
        text = self.text(path)
        match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
        if match is None:
            self.fault(path, 1, "begin the file with front matter: `---`, `key: value` lines, `---`")
            return {}, text, 1
        front = self.pairs(path, match.group(1), at, offset=1)
        body_line = text.count("\n", 0, match.end()) + 1
        return front, text[match.end() :], body_line

    def topic(self, path: Path, at: Place) -> dict[str, Any]:
        """A topic file: front matter, then one `## heading` for each of `TOPIC_PARTS`."""
        front, body, line = self.page(path, at)
        if at not in self.marks:
            self.mark(at, path, 1)
        topic: dict[str, Any] = {"id": path.stem, **front}
        heading: str | None = None
        for number, row in enumerate(body.splitlines(), start=line):
            if row.startswith("## "):
                heading = TOPIC_PARTS.get(row[3:].strip().lower())
                if heading is None:
                    self.fault(path, number, f"unknown heading {row[3:].strip()!r}; use {', '.join(TOPIC_PARTS)}")
                else:
                    self.mark((*at, heading), path, number)
                    topic[heading] = ""
            elif heading is not None:
                topic[heading] += row + "\n"
            elif row.strip():
                self.fault(path, number, "text before the first `## ` heading; move it below one")
        return topic

    def locate(self, place: Place) -> Mark:
        """The file and line of the nearest value that has one."""
        for length in range(len(place), 0, -1):
            if (mark := self.marks.get(place[:length])) is not None:
                return mark
        return ("course.yaml", 1)


def load(root: Path = SHIPPED) -> Course:
    """Read the course under `root`.

    Raises:
        ContentError: with every fault found, each with its file, line and remedy.
    """
    try:
        return _read(_Reader(root))
    except ContentError:
        return load_with_places(root)[0]  # only now does anybody want to know the lines


def load_with_places(root: Path = SHIPPED) -> tuple[Course, Callable[[Place], Mark]]:
    """The course under `root`, and what tells the file and line of a place in it.

    Raises:
        ContentError: as `load`.
    """
    reader = _Reader(root, marking=True)
    return _read(reader), reader.locate


def _read(reader: _Reader) -> Course:
    data = _gather(reader)
    if reader.faults:
        raise ContentError(reader.faults)
    try:
        course = Course.model_validate(data)
    except ValidationError as error:
        raise ContentError(sorted(_translate(reader, error), key=_order)) from error
    faults = [Fault(*reader.locate(place), message) for place, message in broken_references(course)]
    if faults:
        raise ContentError(sorted(faults, key=_order))
    return course


def _gather(reader: _Reader) -> dict[str, Any]:
    root = reader.root
    data = reader.mapping(root / "course.yaml", ())
    folders = sorted(path for path in (root / "sections").glob("*") if path.is_dir())
    if not folders:
        reader.fault(root / "course.yaml", 1, "there is no folder under sections/; add one for each section")
    data["sections"] = [_section(reader, folder, ("sections", n)) for n, folder in enumerate(folders)]
    data["terms"] = reader.items(root / "glossary.yaml", ("terms",))
    data["outside"] = reader.mapping(root / "outside.yaml", ("outside",))
    for folder in folders:
        if (folder / "glossary.yaml").exists():
            data["terms"] += reader.items(folder / "glossary.yaml", ("terms",), start=len(data["terms"]))
        if (folder / "sources.yaml").exists():
            _add_sources(reader, folder / "sources.yaml", data)
        if (folder / "outside.yaml").exists():
            _merge(data["outside"], reader.mapping(folder / "outside.yaml", (folder.name, "outside")))
    scenarios = sorted((root / "scenarios").glob("*.yaml"))
    data["scenarios"] = [
        {"id": path.stem, **reader.mapping(path, ("scenarios", n))} for n, path in enumerate(scenarios)
    ]
    return data


def _section(reader: _Reader, folder: Path, at: Place) -> dict[str, Any]:
    front, intro, _ = reader.page(folder / "section.md", at)
    section: dict[str, Any] = {"id": folder.name, **front, "intro": intro}
    for name in ("misconceptions", "comparisons", "lessons", "claims"):
        if (folder / f"{name}.yaml").exists():
            section[name] = reader.items(folder / f"{name}.yaml", (*at, name))
    for name in ("phrases", "yes_no"):
        if (path := folder / f"{name.replace('_', '-')}.yaml").exists():
            section[name] = reader.mapping(path, (*at, name))
    section["topics"] = [
        reader.topic(path, (*at, "topics", n)) for n, path in enumerate(sorted((folder / "topics").glob("*.md")))
    ]
    if (folder / "asked.yaml").exists():
        _ask_more(reader, folder / "asked.yaml", section["topics"])
    questions: list[Any] = []
    for path in sorted((folder / "questions").glob("*.yaml")):
        questions += reader.items(path, (*at, "questions"), start=len(questions))
    section["questions"] = [_with_kind(question) for question in questions]
    return section


def _merge(lists: dict[str, Any], more: dict[str, Any]) -> None:
    """Add to lists those of the same name."""
    for name, lines in more.items():
        lists[name] = [*(lists.get(name) or ()), *lines] if isinstance(lines, list) else lines


def _add_sources(reader: _Reader, path: Path, data: dict[str, Any]) -> None:
    """Add a section's own sources to the course's."""
    for key, source in reader.mapping(path, ("sources",)).items():
        known = data.setdefault("sources", {})
        if isinstance(known, dict) and key in known:
            line = reader.locate(("sources", key))[1]
            reader.fault(path, line, f"the course has a source {key!r} already; use that one, or another key")
        elif isinstance(known, dict):
            known[key] = source


def _ask_more(reader: _Reader, path: Path, topics: list[dict[str, Any]]) -> None:
    """Add to each topic's ways of asking those that stand in a file of their own."""
    more = reader.mapping(path, ("asked",))
    for topic in topics:
        lines = more.pop(topic["id"], None)
        if lines is not None and not isinstance(lines, list):
            line = reader.locate(("asked", topic["id"]))[1]
            reader.fault(path, line, "write this as a list, one `- ` line for each entry")
        elif lines is not None and isinstance(topic.get("asked"), list):
            topic["asked"] = [*topic["asked"], *lines]
    for name in more:
        line = reader.locate(("asked", name))[1]
        reader.fault(path, line, f"there is no topic {name!r}; use the name of a file in topics/")


def _with_kind(question: Any) -> Any:
    """A question without `kind` has one right option."""
    return {"kind": "one", **question} if isinstance(question, dict) else question


def _translate(reader: _Reader, error: ValidationError) -> Iterator[Fault]:
    for place, message in remedies(error):
        yield Fault(*reader.locate(place), message)


def _order(fault: Fault) -> tuple[str, int, str]:
    return (fault.file, fault.line, fault.message)
