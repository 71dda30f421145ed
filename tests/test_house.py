"""The house itself: what is pinned, what is shipped, what is said where, and what no file may name."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.wheel import build, closure

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "dialogs", "content")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w|\b[A-Z]:\\\\?Users\b")


def tracked(*under: str) -> list[Path]:
    """The files that git tracks, without those that are deleted but not yet committed."""
    listing = subprocess.run(["git", "ls-files", "-z", *under], cwd=ROOT, capture_output=True, check=True, text=True)
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def pins() -> dict[str, Version]:
    """What constraints.txt pins, by canonical name; any line that is no plain pin is an error."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def asked(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for to run the tutor with these extras; `dev` names the others."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    found = [Requirement(text) for text in project["dependencies"]]
    for extra in extras:
        for one in map(Requirement, project["optional-dependencies"][extra]):
            found += asked(*one.extras) if one.name == project["name"] else [one]
    return found


def requirements() -> list[Requirement]:
    """What pyproject.toml asks for: to build, to run, and to develop."""
    to_build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    return [*map(Requirement, to_build), *asked("dev")]


def test_every_dependency_is_pinned_above_its_floor() -> None:
    """constraints.txt pins every dependency of pyproject.toml, at a version that its floor admits."""
    pinned = pins()
    unmet = [str(one) for one in requirements() if pinned[canonicalize_name(one.name)] not in one.specifier]
    assert not unmet


def test_what_dependencies_need_is_pinned_and_nothing_else() -> None:
    """The pins are all that gets installed, however indirectly, and no pin is left over."""
    assert closure(requirements()) == set(pins())


def test_the_tests_run_on_the_pinned_versions() -> None:
    """What is installed here is what the pins say."""
    installed = {name: Version(distribution(name).version) for name in pins()}
    assert installed == pins()


def test_what_is_imported_is_asked_for() -> None:
    """No package of ours rests on what comes along with something else, and may stay away with its next version."""
    owners = packages_distributions()
    named = {canonicalize_name(one.name) for one in asked("anki", "llm", "otel")}
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked(*(f"{package}/**.py" for package in PACKAGES))
        for name in imported(ast.parse(path.read_text()))
        if name not in {*PACKAGES, *sys.stdlib_module_names, "pydantic_core"}  # pydantic's own other half
        if named.isdisjoint(map(canonicalize_name, owners.get(name, ())))
    }
    assert not missing


def imported(tree: ast.Module) -> Iterator[str]:
    """The packages that a module imports, at its top or later."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """The wheel, built without a network."""
    with ZipFile(build(tmp_path_factory.mktemp("wheel"))) as built:
        yield built


def test_the_wheel_carries_every_file_of_the_packages(wheel: ZipFile) -> None:
    """Installed from a wheel, the tutor has its course, its page and its migrations with it."""
    needed = {path.relative_to(ROOT).as_posix() for path in tracked(*PACKAGES)}
    assert {"content/course/course.yaml"} <= needed <= set(wheel.namelist())


def test_the_wheel_carries_nothing_else(wheel: ZipFile) -> None:
    """Tests and deploy files stay out of the wheel."""
    places = {name.split("/")[0] for name in wheel.namelist()}
    assert {place for place in places if not place.endswith(".dist-info")} == set(PACKAGES)


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    """Tracked files hold for every checkout: none names a home or a workplace."""
    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]
    assert not named


def test_every_test_says_what_holds() -> None:
    """Every module under tests, and every test in it, has a docstring."""
    silent = [
        f"{path.relative_to(ROOT)}: {getattr(node, 'name', 'the module')}"
        for path in tracked("tests/**.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(node, ast.Module) or node.name.startswith("test_")
        if not ast.get_docstring(node)
    ]
    assert not silent
