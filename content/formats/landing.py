"""Drafts become a file of questions in a section: what a draft lacks is filled in and named, not guessed in silence."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from content.formats.draft import Draft, Reading, fields_of, lines_key
from content.loader import Fault
from content.model import Course, Question, Section
from content.remedies import remedies

LEVEL, DIFFICULTY = "apply", 0.5
HINT = "(A hint is still to be written.)"
WHY = "(The reason is still to be written.)"
ID_LIMIT = 40
_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


@dataclass(frozen=True, slots=True)
class Landed:
    """A question that was taken in: what is still to be written, and what of it was left behind."""

    question: Question
    line: int
    to_write: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass
class Landing:
    """What became of a reading: questions taken in, ids the course has already, faults."""

    landed: list[Landed] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def yaml(self, file: str) -> str:
        """The questions as a file for a section's questions/ folder, each under what is still to be written."""
        parts = [f"# Imported from {' '.join(file.split())}.\n"]
        for one in self.landed:
            todo = f"# Still to write: {', '.join(one.to_write)}.\n" if one.to_write else ""
            parts.append(todo + yaml.dump([fields_of(one.question)], **_STYLE))
        return "\n".join(parts)


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as authors do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_STYLE: dict[str, Any] = {"Dumper": _Dumper, "sort_keys": False, "allow_unicode": True, "width": 110}


def land(reading: Reading, file: str, course: Course, section: Section) -> Landing:
    """Questions for `section` of `course` out of what was read from `file`."""
    landing = Landing(faults=list(reading.faults))
    taken = set(course.questions)
    for draft in reading.drafts:
        filled = _Filled(draft, course, section, taken)
        try:
            question = _QUESTION.validate_python(filled.fields)
        except ValidationError as error:
            landing.faults += (Fault(file, draft.line, message) for _, message in remedies(error))
            continue
        if question.id in course.questions:
            if question == course.questions[question.id]:
                landing.known.append(question.id)
            else:
                landing.faults.append(Fault(file, draft.line, _differs(course.questions[question.id], question)))
        elif question.id in taken:
            landing.faults.append(Fault(file, draft.line, f"the id {question.id!r} is used twice here; change one"))
        else:
            taken.add(question.id)
            landing.landed.append(Landed(question, draft.line, tuple(filled.to_write), tuple(filled.left_out)))
    landing.faults.sort(key=lambda fault: fault.line)
    return landing


def _differs(old: Question, new: Question) -> str:
    before, after = fields_of(old), fields_of(new)
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    told = f"the course has {new.id!r} already, and it differs in {', '.join(names)}"
    return f"{told}; change it there, or give this one another id"


class _Filled:
    """The fields of a draft with what it lacks filled in; `to_write` names that, `left_out` what was dropped."""

    def __init__(self, draft: Draft, course: Course, section: Section, taken: Container[str]) -> None:
        self.fields: dict[str, Any] = dict(draft.fields)
        self.to_write: list[str] = []
        self.left_out = list(draft.left_out)
        self._known("objective", course.objectives)
        self._known("topics", course.topics)
        self._known("sources", course.sources)
        self._known("variant_of", course.questions)
        self._misconceptions(course.misconceptions)
        self._lack("objective", section.objectives[0].id)
        topic = course.topics[self._lack("topics", [section.topics[0].id])[0]]
        self._lack("level", LEVEL)
        self._lack("difficulty", DIFFICULTY)
        self._lack("hints", [HINT])
        self._lack("sources", list(topic.sources[:1]))
        self._whys()
        if not self.fields.get("id"):
            self.fields["id"] = _id_for(draft.name or str(self.fields.get("stem", "")), taken)
            self.to_write.append("id")

    def _lack(self, name: str, instead: Any) -> Any:
        if not self.fields.get(name):
            self.fields[name] = instead
            self.to_write.append(name)
        return self.fields[name]

    def _known(self, name: str, ids: Container[str]) -> None:
        """Drop ids that this course does not have; they are named among what was left out."""
        value = self.fields.get(name)
        names = value if isinstance(value, list) else [value] if value else []
        if unknown := [str(one) for one in names if one not in ids]:
            self.left_out.append(f"{name} {', '.join(unknown)}, not in this course")
            kept = [one for one in names if one in ids]
            self.fields[name] = kept if isinstance(value, list) else None

    def _lines(self) -> list[dict[str, Any]]:
        return [dict(line) for line in self.fields.get(lines_key(str(self.fields.get("kind", "one")))) or ()]

    def _misconceptions(self, known: Mapping[str, Any]) -> None:
        lines = self._lines()
        unknown = [line.pop("misconception") for line in lines if line.get("misconception", "") not in {"", *known}]
        if unknown:
            self.left_out.append(f"misconceptions {', '.join(dict.fromkeys(unknown))}, not in this course")
        self._keep(lines)

    def _whys(self) -> None:
        lines = self._lines()
        if any(not line.get("why") for line in lines):
            self.to_write.append("why")
        self._keep([{**line, "why": line.get("why") or WHY} for line in lines])

    def _keep(self, lines: list[dict[str, Any]]) -> None:
        self.fields[lines_key(str(self.fields.get("kind", "one")))] = lines


def _id_for(name: str, taken: Container[str]) -> str:
    """An id that is free, of the first words of a name."""
    words = re.findall(r"[a-z0-9]+", name.lower())[:6] or ["question"]
    base = "-".join(words)[: ID_LIMIT - 4].strip("-")
    return next(one for n in range(1, 1_000) if (one := base if n == 1 else f"{base}-{n}") not in taken)
