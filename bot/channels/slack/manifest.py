"""The app manifest: what Slack wants to know of the app, made from the dialogs' commands and what is read."""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from bot.channels.slack.departure import EVENTS as LEFT
from bot.channels.slack.departure import OF_AN_ORGANISATION
from bot.channels.slack.prompts import PROMPTS
from bot.channels.slack.reading import COMMAND, EXPLAIN, QUIZ
from content.model import Course
from dialogs.dialog import CommandSpec, Dialog

Json = dict[str, Any]

NAME = "Tutor"
COLOUR = "#1f4e79"
PATH = "/slack/events"
"""Where Slack sends events, buttons and commands alike."""

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
"""Where any workspace installs the app, and where Slack leads people back to."""

EVENTS: dict[str, tuple[str, str]] = {
    "message": ("message.im", "im:history"),
    "app_mention": ("app_mention", "app_mentions:read"),
    "app_home_opened": ("app_home_opened", ""),
}
"""For each type of event that is read: what to subscribe to, and the scope that this takes."""

SCOPES = {
    "assistant:write": "prompts above the field to type in",
    "chat:write": "answers",
    "commands": "the slash command and the shortcuts",
    "im:write": "the direct message in which a shortcut's quiz begins",
    "users:read": "first names and time zones",
}
"""Further scopes, and what for."""

SHORTCUTS: tuple[Json, ...] = (
    {
        "name": "Explain with Tutor",
        "type": "message",
        "callback_id": EXPLAIN,
        "description": "Explains what a message says of the course, to you alone",
    },
    {
        "name": "Quiz me",
        "type": "global",
        "callback_id": QUIZ,
        "description": "Begins a short quiz in your direct chat with the tutor",
    },
)

_HINTED = ("quiz", "quiz everyone", "explain", "define", "compare", "daily", "progress", "help")
"""Commands that the hint beside the slash command names, as far as there are such."""


_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def events(*, oauth: bool = False) -> list[str]:
    """What to subscribe to."""
    return sorted({*(name for name, _ in EVENTS.values()), *LEFT, *(OF_AN_ORGANISATION if oauth else ())})


def scopes() -> list[str]:
    """Every scope that the app asks for."""
    return sorted({*SCOPES, *(scope for _, scope in EVENTS.values() if scope)})


def check(domain: str, *, oauth: bool = False) -> None:
    """Look at what an owner gave.

    Raises:
        ValueError: the domain cannot be one, or there has to be one; the message says what is meant.
    """
    if oauth and not domain:
        raise ValueError("Workspaces install the app at an address of yours: name it with --domain tutor.example.com")
    if domain and not _DOMAIN.fullmatch(domain):
        raise ValueError(f"{domain!r} is no domain; it looks like tutor.example.com, without https://")


def manifest(course: Course, dialogs: Sequence[Dialog], domain: str = "", *, oauth: bool = False) -> Json:
    """The manifest of an app that receives over HTTP at this domain; without one, over Socket Mode.

    `oauth`: any workspace, and any organisation as a whole, may install it; then there has to be a domain.
    """
    about = " and ".join(section.title.lower() for section in course.sections)
    specs = [spec for dialog in dialogs for spec in dialog.commands]
    url = {"request_url": f"https://{domain}{PATH}"} if domain else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": f"Learn about {about}, two minutes at a time."[:140],
            "long_description": _long(about, specs),
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [dict(shortcut) for shortcut in SHORTCUTS],
            "slash_commands": [_command(specs, domain)],
            "agent_view": {
                "agent_description": f"Asks, explains and looks things up about {about}."[:300],
                "suggested_prompts": PROMPTS,
            },
        },
        "oauth_config": {
            **({"redirect_urls": [f"https://{domain}{REDIRECT}"]} if oauth else {}),
            "scopes": {"bot": scopes()},
        },
        "settings": {
            "event_subscriptions": {**url, "bot_events": events(oauth=oauth)},
            "interactivity": {"is_enabled": True, **url},
            "org_deploy_enabled": oauth,
            "socket_mode_enabled": not domain,
            "token_rotation_enabled": oauth,
        },
    }


def as_yaml(described: Json) -> str:
    """The manifest as Slack's page for a new app takes it."""
    return yaml.dump(described, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as they are."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)


def _long(about: str, specs: Sequence[CommandSpec]) -> str:
    told = "\n".join(f"• {spec.usage}: {spec.summary}" for spec in specs)
    return (
        f"A tutor on {about}. Write to it, mention it in a channel, or use {COMMAND} anywhere: it answers"
        " with what the course's authors wrote, names its sources, and says so when a question lies outside"
        f" the course.\n\nCommands:\n{told}"
    )[:4000]


def _command(specs: Sequence[CommandSpec], domain: str) -> Json:
    examples = {spec.name: spec.example for spec in specs}
    hint = " | ".join(examples[name] for name in _HINTED if name in examples)
    url = {"url": f"https://{domain}{PATH}"} if domain else {}
    return {
        "command": COMMAND,
        **url,
        "description": "Ask, look up or practise; only you see the answer",
        "usage_hint": f"[a term, a question, or: {hint}]"[:1000],
        "should_escape": False,
    }
