"""The page for authors is true: its commands are run and its examples are loaded, in their order."""

import re
import shlex
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from bot.cli import COMMANDS, main
from content import load
from content.files import KINDS

PAGE = (Path(__file__).parent.parent / ".github" / "AUTHORING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(console|yaml|markdown) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(?:[A-Z]+=\S+ )?chat-tutor ([a-z]+)")


@dataclass(frozen=True, slots=True)
class Command:
    """A line to be typed, and what must come of it."""

    line: str
    seen: tuple[str, ...]

    def take(self, folder: Path) -> None:
        """Run it, and look for what must be seen."""
        words = shlex.split(self.line)
        environ = dict(word.split("=", 1) for word in words if re.match(r"[A-Z]+=", word))
        with chdir(folder):
            done = CliRunner().invoke(main, words[words.index("chat-tutor") + 1 :], env={"COLUMNS": "100", **environ})
        assert done.exit_code == 0, f"{self.line}\n{done.output}"
        shown = re.sub(r"[\s│]+", " ", done.output)
        for part in self.seen:
            assert part in shown, f"{self.line}\n{done.output}"


def commands(block: str) -> list[Command]:
    """The commands of a console block, each with the lines below it."""
    found = [part.strip().split("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part.strip()]
    return [Command(line, tuple(seen)) for line, *seen in found]


def test_commands_and_examples(tmp_path: Path) -> None:
    """Whoever does what the page says, in its order, gets what it says, and a course without a fault."""
    taken = 0
    for language, file, text in BLOCK.findall(PAGE):
        if language == "console":
            for command in commands(text):
                command.take(tmp_path)
                taken += 1
        else:
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as opened:
                opened.write(f"\n{text}" if path.stat().st_size else text)
            load(tmp_path / "my-course")
    assert taken > 12
    course = load(tmp_path / "my-course")
    assert {"bakery-reply"} <= set(course.questions)
    assert {"garden-centre"} <= set(course.scenarios_by_id)
    assert len(course.sections) == 2


def test_every_kind_of_file_is_told() -> None:
    """The table of files names each kind that a course has."""
    missing = [kind.name for kind in KINDS if not any(pattern.rpartition("/")[2] in PAGE for pattern in kind.patterns)]
    assert [name for name in missing if name not in {"scenario", "topic"}] == []
    assert "scenarios/NAME.yaml" in PAGE
    assert "topics/NAME.md" in PAGE


def test_commands_for_authors_are_told() -> None:
    """Each command that works on a course's files is on the page."""
    told = set(INLINE.findall(PAGE)) | {
        command.split()[1] for command in re.findall(r"^\$ (?:\S+=\S+ )?(.*)", PAGE, re.MULTILINE)
    }
    assert {"new", "lint", "preview", "schema", "export", "import", "learn"} <= told & set(COMMANDS)
