"""The app package: complete, valid, and made of what the tutor does."""

import io
import json
import struct
import zlib
from pathlib import Path
from zipfile import ZipFile

import jsonschema
import pytest
from click.testing import CliRunner

from bot.channels.teams.icons import colour_icon, outline_icon
from bot.channels.teams.manifest import manifest
from bot.cli import main
from tests.talk import Talk, dialogs, shipped
from tests.teams.platform import APP_ID, Json

SCHEMA = Path(__file__).parents[3] / "shared" / "schemas" / "teams-manifest.1.19.json"


@pytest.fixture(scope="module")
def described() -> Json:
    """The manifest of the shipped course."""
    return manifest(APP_ID, "tutor.example.com", shipped(), dialogs())


def test_valid(described: Json) -> None:
    """It keeps the lengths and counts that matter, and the platform's own schema where that is at hand."""
    if SCHEMA.exists():
        jsonschema.Draft4Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(described)
    (bot,) = described["bots"]
    (commands,) = (listed["commands"] for listed in bot["commandLists"])
    assert (described["id"], bot["botId"]) == (APP_ID, APP_ID)
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert 1 <= len(commands) <= 10
    assert all(len(c["title"]) <= 32 and len(c["description"]) <= 128 for c in commands)
    assert len({command["title"] for command in commands}) == len(commands)
    assert len(described["name"]["short"]) <= 30
    assert len(described["description"]["short"]) <= 80
    assert all(described["developer"][name].startswith("https://tutor.example.com") for name in _URLS)
    assert "*" not in "".join(described["validDomains"])


_URLS = ("websiteUrl", "privacyUrl", "termsOfUseUrl")


def test_commands_are_the_dialogs(described: Json) -> None:
    """Each suggested command is one that a dialog takes, `help` among them, and none ends in nothing."""
    known = {spec.name for dialog in dialogs() for spec in dialog.commands}
    titles = [command["title"] for command in described["bots"][0]["commandLists"][0]["commands"]]
    assert set(titles) <= known
    assert "help" in titles
    assert all(Talk().say(title) for title in titles)


def test_no_other_platform(described: Json) -> None:
    """Store policy: no other chat platform is named, and the app's name has no product's in it."""
    assert "slack" not in json.dumps(described).lower()
    assert not {"teams", "microsoft", "help", "chat"} & set(described["name"]["short"].lower().split())


def test_search_commands(described: Json) -> None:
    """A term or a question can be looked up while writing, and one command shows results before a word is typed."""
    (extension,) = described["composeExtensions"]
    assert extension["botId"] == APP_ID
    assert [command["id"] for command in extension["commands"]] == ["define", "ask"]
    assert [command["initialRun"] for command in extension["commands"]] == [True, False]
    for command in extension["commands"]:
        assert (command["type"], command["context"]) == ("query", ["compose", "commandBox"])
        assert [parameter["name"] for parameter in command["parameters"]] == ["text"]
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128


def test_a_welcome_and_no_prompts(described: Json) -> None:
    """The tutor says hello, so that the manifest has no suggested prompts: Teams wants one or the other."""
    commands = described["bots"][0]["commandLists"][0]["commands"]
    assert all("prompt" not in command and "type" not in command for command in commands)


def test_targeted() -> None:
    """With slash commands for one person alone: in groups, of the schema that has them, and no more commands."""
    made = manifest(APP_ID, "tutor.example.com", shipped(), dialogs(), targeted=True)
    (bot,) = made["bots"]
    assert (made["manifestVersion"], bot["supportsTargetedMessages"]) == ("1.29", True)
    mention, slash = bot["commandLists"]
    assert (mention["triggers"], slash["triggers"]) == (["mention"], ["slash"])
    assert slash["scopes"] == ["team", "groupChat"]
    assert len(slash["commands"]) <= 10


def test_more_commands_than_fit() -> None:
    """With more dialogs, the first commands are kept, and `help`."""
    listed = manifest(APP_ID, "tutor.example.com", shipped(), dialogs() * 2)["bots"][0]["commandLists"][0]["commands"]
    assert len(listed) == 10
    assert listed[-1]["title"] == "help"


@pytest.mark.parametrize(("icon", "size"), [(colour_icon(), 192), (outline_icon(), 32)])
def test_icons(icon: bytes, size: int) -> None:
    """Both are PNG files of the size that Teams wants; what is drawn is not one colour."""
    pixels = _pixels(icon, size)
    assert len(set(pixels)) > 2


def test_outline_is_white_on_nothing() -> None:
    """The outline icon has no colour, and no ground."""
    pixels = _pixels(outline_icon(), 32)
    assert {pixel[:3] for pixel in pixels} == {b"\xff\xff\xff"}
    assert {0, 255} <= {pixel[3] for pixel in pixels}


def test_colour_fills_the_square() -> None:
    """The colour icon has no transparent corner."""
    assert {pixel[3] for pixel in _pixels(colour_icon(), 192)} == {255}


def test_command_line(tmp_path: Path) -> None:
    """`manifest teams` writes the package: the manifest and the icons that it names, and nothing else."""
    output = tmp_path / "app.zip"
    given = ["--app-id", APP_ID, "--domain", "tutor.example.com", "--output", str(output)]
    done = CliRunner().invoke(main, ["manifest", "teams", *given])
    assert done.exit_code == 0, done.output
    with ZipFile(io.BytesIO(output.read_bytes())) as archive:
        assert archive.testzip() is None
        icons = json.loads(archive.read("manifest.json"))["icons"]
        assert sorted(archive.namelist()) == sorted(["manifest.json", *icons.values()])


@pytest.mark.parametrize(
    ("app_id", "domain", "told"),
    [
        ("my-bot", "tutor.example.com", "application id"),
        (APP_ID, "https://tutor.example.com", "without https://"),
        (APP_ID, "*.example.com", "domain"),
        (APP_ID, "localhost", "domain"),
    ],
)
def test_told_what_is_wrong(app_id: str, domain: str, told: str, tmp_path: Path) -> None:
    """What cannot be an id or a domain is told so, and nothing is written."""
    output = tmp_path / "app.zip"
    given = ["--app-id", app_id, "--domain", domain, "--output", str(output)]
    done = CliRunner().invoke(main, ["manifest", "teams", *given])
    assert done.exit_code == 1
    assert told in done.output
    assert not output.exists()


def _pixels(icon: bytes, size: int) -> list[bytes]:
    """The pixels of a PNG file with opacity, whose checksums and size are right."""
    assert icon.startswith(b"\x89PNG\r\n\x1a\n")
    at, found = 8, {}
    while at < len(icon):
        (length,) = struct.unpack(">I", icon[at : at + 4])
        kind, data = icon[at + 4 : at + 8], icon[at + 8 : at + 8 + length]
        assert icon[at + 8 + length : at + 12 + length] == struct.pack(">I", zlib.crc32(kind + data))
        found[kind] = data
        at += 12 + length
    assert struct.unpack(">IIBBBBB", found[b"IHDR"]) == (size, size, 8, 6, 0, 0, 0)
    raw, stride = zlib.decompress(found[b"IDAT"]), 1 + 4 * size
    assert len(raw) == stride * size
    starts = (y * stride + 1 + 4 * x for y in range(size) for x in range(size))
    return [raw[start : start + 4] for start in starts]
