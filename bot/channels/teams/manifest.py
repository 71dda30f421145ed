"""The Teams app package: its manifest, made from the dialogs' commands, and two icons."""

import io
import json
import re
from collections.abc import Sequence
from importlib.metadata import version
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.channels.teams import search
from bot.channels.teams.activity import Json
from bot.channels.teams.icons import ACCENT, colour_icon, outline_icon
from content.model import Course
from dialogs.dialog import CommandSpec, Dialog

VERSION, TARGETED = "1.19", "1.29"
"""Versions of the manifest's schema: what every organisation takes, and the first with messages to the bot alone."""

NAME = "Tutor"
SCOPES = ("personal", "team", "groupChat")
MOST_COMMANDS = 10
UNLISTED = frozenset({"ask", "board", "feedback", "find", "hello", "thanks"})
"""Commands that a list of ten does without; `help` has them all."""

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def check(app_id: str, domain: str) -> None:
    """Look at what an owner gave.

    Raises:
        ValueError: the id or the domain cannot be one; the message says what is meant.
    """
    if not _GUID.fullmatch(app_id):
        raise ValueError(f"{app_id!r} is no application id; it looks like 00000000-0000-0000-0000-000000000000")
    if not _DOMAIN.fullmatch(domain):
        raise ValueError(f"{domain!r} is no domain; it looks like tutor.example.com, without https://")


def manifest(
    app_id: str,
    domain: str,
    course: Course,
    dialogs: Sequence[Dialog],
    developer: str = NAME,
    *,
    targeted: bool = False,
) -> Json:
    """The manifest of the bot with this Entra application id, which is served at this domain.

    `targeted`: in groups, its commands can be typed with a slash as well, and are then seen by who typed them alone.
    """
    schema = TARGETED if targeted else VERSION
    commands = _commands(dialogs)
    lists: list[Json] = [{"scopes": list(SCOPES), "commands": commands}]
    if targeted:
        lists = [lists[0] | {"triggers": ["mention"]}, _SLASHED | {"commands": commands}]
    site = f"https://{domain}"
    about = " and ".join(section.title.lower() for section in course.sections)
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{schema}/MicrosoftTeams.schema.json",
        "manifestVersion": schema,
        "version": version("chat-tutor"),
        "id": app_id,
        "developer": {
            "name": developer[:32],
            "websiteUrl": site,
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "name": {"short": NAME, "full": f"{NAME}: {course.title}"[:100]},
        "description": {
            "short": "Quizzes, explanations and answers, two minutes at a time."[:80],
            "full": (
                f"A tutor on {about}. Ask it a question, take a short quiz, look up a term, compare the"
                " models or work through a business case. What it says is written by the course's authors,"
                " with sources; it says so when a question lies outside the course."
            )[:4000],
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "defaultInstallScope": "personal",
        "bots": [
            {
                "botId": app_id,
                "scopes": list(SCOPES),
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": lists,
                **({"supportsTargetedMessages": True} if targeted else {}),
            }
        ],
        "composeExtensions": [{"botId": app_id, "commands": [_search(spec) for spec in _searched(dialogs)]}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [domain],
    }


_SLASHED: Json = {"scopes": ["team", "groupChat"], "triggers": ["slash"]}
"""In a personal chat nobody reads along, so that Teams has no slash commands there."""


def _commands(dialogs: Sequence[Dialog]) -> list[Json]:
    """The commands that Teams suggests; `help`, which lists all, is always among them."""
    specs = [spec for dialog in dialogs for spec in dialog.commands if spec.name not in UNLISTED]
    first = [spec for spec in specs if spec.name == "help"]
    others = [spec for spec in specs if spec.name != "help"]
    return [_command(spec) for spec in (*others[: MOST_COMMANDS - len(first)], *first)]


def _searched(dialogs: Sequence[Dialog]) -> list[CommandSpec]:
    """The commands that can be used while a message is being written."""
    specs = {spec.name: spec for dialog in dialogs for spec in dialog.commands}
    return [specs[name] for name in search.COMMANDS if name in specs]


def _search(spec: CommandSpec) -> Json:
    """A search command; the first one shows what is looked up most before anything is typed."""
    name, _, what = spec.usage.partition(" ")
    return {
        "id": spec.name,
        "type": "query",
        "title": name.capitalize()[:32],
        "description": f"{spec.summary}. Example: {spec.example}"[:128],
        "context": ["compose", "commandBox"],
        "initialRun": spec.name == search.COMMANDS[0],
        "parameters": [
            {
                "name": search.PARAMETER,
                "title": (what or name).capitalize()[:32],
                "description": spec.summary[:128],
                "inputType": "text",
            }
        ],
    }


def _command(spec: CommandSpec) -> Json:
    return {"title": spec.name[:32], "description": f"{spec.summary}. Example: {spec.example}"[:128]}


def package(described: Json) -> bytes:
    """The zip to upload; the same bytes for the same manifest."""
    files = {
        "manifest.json": (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode(),
        "color.png": colour_icon(),
        "outline.png": outline_icon(),
    }
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, ZIP_DEFLATED)
    return written.getvalue()
