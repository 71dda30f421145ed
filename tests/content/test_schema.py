"""The JSON Schemas take what the loader takes, file by file, and the shipped ones are up to date."""

import copy
import json
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from content import ContentError, load
from content.files import KINDS, FileKind, kind_of
from content.loader import SHIPPED
from content.scaffold import new_course
from content.schema import FOLDER, modeline, schema, stale, write

RENEW = "run `chat-tutor schema`"


def course_files(root: Path = SHIPPED) -> list[str]:
    """The files of a course that have a kind."""
    names = (path.relative_to(root).as_posix() for path in sorted(root.rglob("*.*")))
    return [name for name in names if kind_of(name) and not name.startswith(FOLDER)]


@cache
def unchanged(path: Path) -> Any:
    """What stands in a file that no test changes."""
    return held(path)


def held(path: Path) -> Any:
    """What stands in a file, or in the front matter of one, as JSON has it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = text.split("---\n")[1]
    return json.loads(json.dumps(yaml.load(text, yaml.CSafeLoader), default=date.isoformat))


@cache
def checker(name: str) -> Draft202012Validator:
    """What checks files of a kind."""
    made = schema(next(kind for kind in KINDS if kind.name == name))
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that was just started."""
    root = tmp_path_factory.mktemp("started") / "my-course"
    new_course(root, "My course", date(2026, 1, 5))
    return root


@pytest.mark.parametrize("name", course_files())
def test_shipped_files_are_valid(name: str) -> None:
    """Every file of the shipped course is what its schema asks for."""
    kind = kind_of(name)
    assert kind is not None
    assert [error.message for error in checker(kind.name).iter_errors(held(SHIPPED / name))] == []


def test_started_files_are_valid(started: Path) -> None:
    """So is every file of a course that was just started, its section's sources and terms among them."""
    kinds = set()
    for name in course_files(started):
        kind = kind_of(name)
        assert kind is not None
        kinds.add(kind.name)
        assert [error.message for error in checker(kind.name).iter_errors(held(started / name))] == [], name
    assert {"sources", "glossary", "section", "topic", "questions"} <= kinds


def test_shipped_schemas_are_fresh() -> None:
    """The schemas beside the shipped course, and the lines that name them, are what the models make of them."""
    assert stale(SHIPPED) == [], RENEW


def test_every_field_is_explained() -> None:
    """What an editor shows for a key is never empty."""
    silent = [
        f"{kind.name}: {key}"
        for kind in KINDS
        for part in (schema(kind), *schema(kind).get("$defs", {}).values())
        for key, value in part.get("properties", {}).items()
        if not value.get("description")
    ]
    assert silent == []


def places(part: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in some data."""
    yield at
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in pairs:
        yield from places(value, (*at, key))


def taken(kind: FileKind, data: Any) -> bool:
    """Whether the loader takes the shape of what a file holds; rules between fields are left out of the test."""
    if kind.name == "questions" and isinstance(data, list):
        data = [{"kind": "one", **question} if isinstance(question, dict) else question for question in data]
    if kind.named and isinstance(data, dict):
        data = {"id": "an-id", **data}
    try:
        TypeAdapter(kind.holds).validate_python(data)
    except ValidationError as error:
        assume(not any(one["type"] == "value_error" for one in error.errors()))
        return False
    return True


WHOLE = [kind for kind in KINDS if not kind.elsewhere and kind.name != "sources"]
INSTEAD: tuple[Any, ...] = (7, 0.5, True, None, "", " ", "text", "Not an id", "x" * 80, [], {}, ["text"], {"text": "x"})


@pytest.mark.parametrize("kind", WHOLE, ids=lambda kind: kind.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_schema_and_loader_agree(kind: FileKind, data: st.DataObject) -> None:
    """Whatever one thing is changed in a file, its schema takes it just when the loader takes its shape."""
    names = [name for name in course_files() if kind_of(name) is kind]
    whole = unchanged(SHIPPED / data.draw(st.sampled_from(names)))
    if isinstance(whole, list):
        whole = [data.draw(st.sampled_from(whole))]
    changed = copy.deepcopy(whole)
    *before, last = data.draw(st.sampled_from([place for place in places(changed) if place]))
    parent = changed
    for key in before:
        parent = parent[key]
    match data.draw(st.sampled_from(["remove", "replace", "add"])):
        case "remove":
            del parent[last]
        case "replace":
            parent[last] = data.draw(st.sampled_from(INSTEAD))
        case _:
            assume(isinstance(parent, dict))
            parent["extra"] = data.draw(st.sampled_from(INSTEAD))
    assert checker(kind.name).is_valid(changed) == taken(kind, changed)


MISPLACED = [(kind, key) for kind in KINDS for key in kind.elsewhere]


@pytest.mark.parametrize(("kind", "key"), MISPLACED, ids=lambda value: getattr(value, "name", value))
def test_a_key_in_the_wrong_file(kind: FileKind, key: str, started: Path, tmp_path: Path) -> None:
    """A key that belongs to another file is refused by the schema, and by the loader with that file's name."""
    root = Path(shutil.copytree(started, tmp_path / "course"))
    path = next(root / name for name in course_files(root) if kind_of(name) is kind)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title:", f"{key}: x\ntitle:", 1), encoding="utf-8")
    assert not checker(kind.name).is_valid(held(path))
    with pytest.raises(ContentError, match=f"`{key}` does not belong here; move it to") as caught:
        load(root)
    fault = next(fault for fault in caught.value.faults if key in fault.message)
    assert path.read_text(encoding="utf-8").splitlines()[fault.line - 1] == f"{key}: x"


def test_lines_for_editors(started: Path) -> None:
    """Each YAML file begins with the relative path of its schema, which is there."""
    for path in started.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / named).resolve().is_file()
        assert named.endswith(f"{FOLDER}/{kind_of(path.relative_to(started).as_posix()).name}.json")  # type: ignore[union-attr]
    assert modeline("sections/x/topics/y.md") == ""
    assert modeline("elsewhere/x.yaml") == ""


def test_writing_again_changes_nothing(started: Path, tmp_path: Path) -> None:
    """Files that are up to date are left alone; a line that is gone or old comes back, and the rest stays."""
    root = Path(shutil.copytree(started, tmp_path / "course"))
    assert write(root) == []
    path = root / "course.yaml"
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(rest, encoding="utf-8")
    assert stale(root) == ["course.yaml"]
    assert write(root) == ["course.yaml"]
    path.write_text(f"# yaml-language-server: $schema=old.json\n{rest}", encoding="utf-8")
    assert write(root) == ["course.yaml"]
    assert path.read_text(encoding="utf-8") == f"{first}\n{rest}"
