"""The wheel, and an environment that has nothing but it and what it asks for; made without a network."""

import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def build(folder: Path) -> Path:
    """The wheel of this checkout, in that folder."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def closure(asked: list[Requirement]) -> set[str]:
    """The canonical names of what is asked for and of all that it needs in turn, on this machine."""
    found: set[tuple[str, str]] = set()
    waiting = [(one, extra) for one in asked for extra in ("", *one.extras)]
    while waiting:
        one, extra = waiting.pop()
        name = canonicalize_name(one.name)
        if (name, extra) in found:
            continue
        found.add((name, extra))
        waiting += [
            (needed, wanted)
            for needed in map(Requirement, distribution(name).requires or [])
            if needed.marker is None or needed.marker.evaluate({"extra": extra})
            for wanted in ("", *needed.extras)
        ]
    return {name for name, _ in found}


def environment(folder: Path, wheel: Path) -> Path:
    """A new environment with this wheel, and links to the packages that `dependencies` name; its folder of programs.

    What pip would download is taken from where this runs, and no more than that: a dependency that is not declared is
    missing there, as it would be on a new machine.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    install = ["install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", programs / "python", *install], check=True)
    packages = next(folder.glob("[Ll]ib*/**/site-packages"))
    for name in closure(list(map(Requirement, dependencies()))):
        _link(name, packages)
    return programs


def dependencies() -> list[str]:
    """What everybody who installs the project gets with it."""
    found: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return found


def _link(name: str, packages: Path) -> None:
    """Show one installed distribution in another folder of packages."""
    there = distribution(name)
    for top in {file.parts[0] for file in there.files or ()} - {"..", "__pycache__"}:
        shown, target = packages / top, Path(str(there.locate_file(top)))
        if not shown.exists() and target.exists():
            shown.symlink_to(target, target_is_directory=target.is_dir())
