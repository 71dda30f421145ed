"""JSON Schemas of a course's files, made of the models, so that editors complete and check what an author types.

They say what one file may hold. What several files say together, such as an id that names nothing, is for `lint`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from content.files import KINDS, FileKind, kind_of

FOLDER = ".schemas"
"""Beside course.yaml."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELINE = re.compile(r"# yaml-language-server: \$schema=.*\n")

Json = dict[str, Any]


def schema(kind: FileKind) -> Json:
    """The schema of one kind of file."""
    made = TypeAdapter(kind.holds).json_schema()
    if kind.elsewhere:
        made["properties"] = {name: value for name, value in made["properties"].items() if name not in kind.elsewhere}
        made["required"] = [name for name in made["required"] if name not in kind.elsewhere]
    if kind.named:
        made["required"] = [name for name in made["required"] if name != "id"]
    made = _untitled(made)
    definitions = made.pop("$defs", {})
    used = {name: definitions[name] for name in sorted(_reached(made, definitions))}
    return {"$schema": DIALECT, "title": kind.name, **made, **({"$defs": used} if used else {})}


@cache
def schemas() -> Mapping[str, str]:
    """Each schema's text by the name of its file."""
    return {f"{kind.name}.json": json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n" for kind in KINDS}


def stale(root: Path) -> list[str]:
    """The files of a course that `write` would change."""
    return [name for name, text in _wanted(root) if _text(root / name) != text]


def write(root: Path) -> list[str]:
    """Bring a course's schemas, and the line in each YAML file that names one, up to date; what was changed.

    Raises:
        OSError: a file cannot be written.
    """
    changed = stale(root)
    (root / FOLDER).mkdir(exist_ok=True)
    for name, text in _wanted(root):
        if name in changed:
            (root / name).write_text(text, encoding="utf-8")
    return changed


def modeline(path: str) -> str:
    """The comment that tells an editor the schema of a file, by its path in the course; empty where it has none."""
    kind = kind_of(path)
    if kind is None or not path.endswith(".yaml"):
        return ""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{FOLDER}/{kind.name}.json\n"


def _wanted(root: Path) -> Iterator[tuple[str, str]]:
    """The text that each file of the course should have."""
    yield from ((f"{FOLDER}/{name}", text) for name, text in schemas().items())
    for path in sorted(root.rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        if line := modeline(name):
            yield name, line + _MODELINE.sub("", path.read_text(encoding="utf-8"), count=1)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _untitled(part: Any) -> Any:
    """A schema without the titles that only repeat a field's name."""
    if isinstance(part, list):
        return [_untitled(one) for one in part]
    if not isinstance(part, dict):
        return part
    named = {"properties", "$defs"} & part.keys()
    return {
        key: {name: _untitled(one) for name, one in value.items()} if key in named else _untitled(value)
        for key, value in part.items()
        if key != "title" or not isinstance(value, str)
    }


def _reached(part: Any, definitions: Json) -> set[str]:
    """The definitions that a schema uses, directly and through others."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        names = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(waiting.pop()))) - found
        found |= names
        waiting += [definitions[name] for name in names]
    return found
