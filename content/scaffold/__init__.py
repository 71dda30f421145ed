"""Starts a course, or a section of one: files to write over, which load and lint as they stand."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

import yaml

from content.loader import SHIPPED, load
from content.markup import capital
from content.model import Course
from content.schema import write as write_schemas

TEMPLATES = Path(__file__).parent
SLUG_LIMIT = 29
"""Characters of a section's name in ids: with `-true-false` behind it, 40 are full."""

GENERAL = ("off-topic", "chit-chat", "injection")
"""Kinds of line that no course answers; a new course begins with the shipped ones."""


class ScaffoldError(ValueError):
    """Nothing was started; says why and what to do."""


def slug_of(name: str) -> str:
    """A name as a folder and its ids write it: `Über uns` is `uber-uns`.

    Raises:
        ScaffoldError: no letter or digit is left, or too many are.
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", ascii_only.lower().replace("'", "")))
    if not slug:
        raise ScaffoldError(
            f"{name!r} has no letter from a to z; name it in such letters, and give its title by --title"
        )
    if len(slug) > SLUG_LIMIT:
        raise ScaffoldError(
            f"{slug!r} has {len(slug)} characters, and ids have room for {SLUG_LIMIT}; choose a shorter name"
        )
    return slug


def new_section(root: Path, name: str, title: str, read_on: date) -> Path:
    """Start a section in the course under `root`; its folder. `read_on` is the day for its source.

    Raises:
        ScaffoldError: the name cannot be used, or is taken. Nothing was changed.
        ContentError: the course has faults. Nothing was changed.
    """
    slug = slug_of(name)
    folder = root / "sections" / slug
    _refuse_existing(folder)
    _refuse_taken(load(root), slug)
    with TemporaryDirectory(dir=root / "sections", prefix=".new-") as scratch:
        _fill(Path(scratch) / slug, "section", _values(slug, title or _titled(name), read_on))
        (Path(scratch) / slug).rename(folder)
    write_schemas(root)
    return folder


def new_course(root: Path, title: str, read_on: date) -> Path:
    """Start a course in `root`, which is created; the folder of its first section.

    Raises:
        ScaffoldError: there is something already, or the name cannot be used. Nothing was changed.
    """
    slug = slug_of(root.resolve().name)
    _refuse_existing(root)
    root.parent.mkdir(parents=True, exist_ok=True)
    section = "first-section"
    with TemporaryDirectory(dir=root.parent, prefix=".new-") as scratch:
        made = Path(scratch) / slug
        _fill(made, "course", _values(slug, title or _titled(root.name), read_on))
        _fill(made / "sections" / section, "section", _values(section, "First section", read_on))
        (made / "outside.yaml").write_text(_outside(), encoding="utf-8")
        write_schemas(made)
        if root.exists():
            root.rmdir()
        made.rename(root)
    return root / "sections" / section


def _refuse_existing(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()) and not folder.is_symlink():
        return
    if folder.exists() or folder.is_symlink():
        raise ScaffoldError(f"{folder} is there already, and nothing in it was touched; choose another name")


def _refuse_taken(course: Course, slug: str) -> None:
    """Ids are the course's, not the section's: none of the new ones may be in use."""
    ids = {*course.topics, *course.questions, *course.objectives, *course.glossary, *course.misconceptions}
    taken = sorted(ids & {f"{slug}-{end}" for end in _endings()})
    if taken:
        raise ScaffoldError(f"the course uses the id {taken[0]!r} already; choose another name for the section")
    if _source(slug) in course.sources:
        raise ScaffoldError(f"the course has a source {_source(slug)!r} already; choose another name for the section")


def _endings() -> Iterator[str]:
    """What ids of the template add to the section's name."""
    for path in (TEMPLATES / "section").rglob("*.*"):
        yield from re.findall(r"id: \$slug-([a-z-]+)", path.read_text(encoding="utf-8"))
        if path.suffix == ".md":
            yield path.stem


def _titled(name: str) -> str:
    return capital(re.sub(r"[-_]+", " ", name).strip())


def _source(slug: str) -> str:
    return slug.upper().replace("-", "_")


def _values(slug: str, title: str, read_on: date) -> dict[str, str]:
    return {
        "slug": slug,
        "title": _quoted(title),
        "about": _quoted(f"A course on {title}."),
        "source": _source(slug),
        "read_on": read_on.isoformat(),
    }


def _quoted(text: str) -> str:
    """A text as YAML writes it on one line, in quotes where it needs them."""
    return yaml.safe_dump([" ".join(text.split())], width=10_000, allow_unicode=True)[2:].strip()


def _fill(folder: Path, template: str, values: Mapping[str, str]) -> None:
    """Write a template's files into a folder; a topic's file has the name of its topic."""
    for path in sorted((TEMPLATES / template).rglob("*.*")):
        place = folder / path.relative_to(TEMPLATES / template)
        if place.parent.name == "topics":
            place = place.with_name(f"{values['slug']}-{place.name}")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(Template(path.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")


def _outside() -> str:
    """The lines outside every course, from the shipped one."""
    shipped = load(SHIPPED).outside
    lines = {kind: list(shipped[kind]) for kind in GENERAL}
    about = "# What learners type that no course answers. Add `near-miss:` lines that sound like yours and are not.\n"
    return about + yaml.safe_dump(lines, sort_keys=False, allow_unicode=True, width=1_000)
