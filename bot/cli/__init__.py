"""The command line: `chat-tutor`.

To add a command: a file here with a click command of the same name, and its name in `COMMANDS`. A name that is
Python's own has an underscore behind it there.
"""

from importlib import import_module
from importlib.metadata import version
from keyword import iskeyword

import click

from bot.cli.faults import GuardedGroup

COMMANDS = (
    "serve",
    "chat",
    "ask",
    "route",
    "grade",
    "evaluate",
    "deliver",
    "simulate",
    "items",
    "feedback",
    "gaps",
    "forget",
    "lint",
    "schema",
    "new",
    "import",
    "export",
    "preview",
    "learn",
    "manifest",
    "settings",
    "doctor",
    "backup",
    "migrate",
)


class _Commands(GuardedGroup):
    """Commands that are imported when they are called, so that a server loads nothing that it does not need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"bot.cli.{name}"), name)
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("chat-tutor"), prog_name="chat-tutor")
def main() -> None:
    """A tutor that lives in chat. Example: chat-tutor serve."""
