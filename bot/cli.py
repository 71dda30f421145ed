"""The command line: `chat-tutor`."""

import asyncio
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from bot.app import App, add_channels, build
from bot.channels import LISTINGS
from bot.router import Router
from bot.server import serve as serve_app
from bot.settings import Settings, SettingsError, load_settings
from bot.store import SchemaError, StoreUnavailableError
from content.loader import SHIPPED, ContentError, load
from content.model import Course
from content.search import Index
from content.search.index import FILE as MODEL_FILE
from content.search.model import build as learn_course
from content.search.model import pack
from dialogs import all_dialogs
from dialogs.learner import Conversation, Learner
from dialogs.turn import Address, Message, Turn


def _for_people(command: Callable[..., Any]) -> Callable[..., Any]:
    """Faults that somebody can mend end the command with what to do, not with a traceback."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except SettingsError as error:
            raise click.ClickException(f"A setting cannot be used.\n{error}") from error
        except ContentError as error:
            count = len(error.faults)
            raise click.ClickException(
                f"The course cannot be used: {count} fault{'' if count == 1 else 's'} found.\n{error}"
            ) from error
        except (StoreUnavailableError, SchemaError, ValueError) as error:
            raise click.ClickException(f"The database cannot be used.\n{error}") from error

    return guarded


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("chat-tutor"), prog_name="chat-tutor")
def main() -> None:
    """A tutor that lives in chat. Example: chat-tutor serve."""


@main.command(epilog="Example: PORT=8080 chat-tutor serve")
@_for_people
def serve() -> None:
    """Serve the tutor: the web chat, and every platform whose settings are there."""
    settings = load_settings()
    _log(settings)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    app = build(settings)
    add_channels(app)
    try:
        await serve_app(app, lambda address: click.echo("\n".join(_announcement(app, address))))
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {settings.host}:{settings.port} ({error.strerror})."
            " Is the tutor running already? Set PORT to another number to run a second one."
        ) from error
    click.echo("Stopped. Everything that was taken was finished.")


def _announcement(app: App, address: str) -> list[str]:
    """What is on, what is off and how to turn it on, what is taught, and where data is kept."""
    lines = [f"chat-tutor {version('chat-tutor')}"]
    for listing in LISTINGS:
        missing = listing.missing(app.settings)
        state = f"off; to turn it on, set {' and '.join(missing)} (see deploy/README.md)" if missing else "on"
        lines.append(f"  {listing.title:<10}{address if listing.name == 'web' and not missing else state}")
    lines.append(f"  {'Course':<10}{_summary(app.course)}")
    lines.append(f"  {'Data':<10}{_place(app.settings)}")
    return [*lines, "Ctrl-C ends it."]


def _summary(course: Course) -> str:
    counts = (
        (len(course.questions), "question"),
        (len(course.terms), "term"),
        (len(course.topics), "topic"),
        (len(course.scenarios), "scenario"),
    )
    told = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in counts)
    return f"{course.title}: {told}"


def _place(settings: Settings) -> str:
    """The database, without any password."""
    url = settings.database_url.get_secret_value()
    if url.startswith("sqlite:///"):
        return str(Path(url.removeprefix("sqlite:///")))
    return "PostgreSQL at " + url.rpartition("@")[2].removeprefix("postgresql://").partition("?")[0]


@main.command(epilog="Example: chat-tutor chat")
@_for_people
def chat() -> None:
    """Talk with the tutor here in the terminal."""
    settings = load_settings()
    logging.disable(logging.WARNING)
    asyncio.run(_chat(settings))


async def _chat(settings: Settings) -> None:
    from bot.channels.terminal import TerminalChannel  # noqa: PLC0415 - rich is not loaded by the server

    app = build(settings)
    channel = TerminalChannel(app.turns, app.delivery)
    app.channels[channel.name] = channel
    try:
        await channel.converse()
    finally:
        await app.close()


@main.command(epilog='Example: chat-tutor ask "does grounding stop made-up answers?"')
@click.argument("question", nargs=-1, required=True)
@_for_people
def ask(question: tuple[str, ...]) -> None:
    """Ask one question; nothing is kept."""
    from rich.console import Console  # noqa: PLC0415 - the server does not load rich

    from bot.channels.terminal.view import view  # noqa: PLC0415

    settings = load_settings()
    address = Address("terminal", "local", "asking", "asking")
    turn = Turn("ask", address, Message(" ".join(question)), datetime.now(UTC))
    folder = settings.content or SHIPPED
    course = load(folder)
    router = Router(all_dialogs(course, Index(course, folder)))
    outcome = router.route(turn, Learner("terminal", "local", "asking"), Conversation("terminal", "local", "", "", ""))
    Console(highlight=False).print(*map(view, outcome.replies))


@main.command(epilog="Example: chat-tutor learn my-course")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SHIPPED)
@_for_people
def learn(folder: Path) -> None:
    """Learn how a course's topics are asked for, and keep that beside it, so that the tutor starts at once.

    A course that changed since is learned anew at each start; nothing else depends on this.
    """
    course = load(folder)
    (folder / MODEL_FILE).write_bytes(pack(learn_course(course)))
    click.echo(f"Learned {_summary(course)}.")


@main.command(epilog="Example: chat-tutor lint my-course")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SHIPPED)
def lint(folder: Path) -> None:
    """Check a course; each fault with its file, line and remedy."""
    try:
        course = load(folder)
    except ContentError as error:
        click.echo(error, err=True)
        sys.exit(1)
    click.echo(f"{_summary(course)}. No faults.")


@main.group()
def manifest() -> None:
    """Write what a platform wants to know of the app. Example: chat-tutor manifest teams --help."""


@manifest.command(
    epilog="Example: chat-tutor manifest teams --app-id 00000000-0000-0000-0000-000000000000 --domain tutor.example.com"
)
@click.option("--app-id", required=True, help="The bot's application (client) id in Entra.")
@click.option("--domain", required=True, help="Where the tutor is served, without https://.")
@click.option("--developer", default="Tutor", help="Who publishes it, as people will see.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    default=Path("chat-tutor-teams.zip"),
    show_default=True,
)
@_for_people
def teams(app_id: str, domain: str, developer: str, output: Path) -> None:
    """Write the app package to upload to Teams."""
    from bot.channels.teams.manifest import check, package  # noqa: PLC0415 - for this command alone
    from bot.channels.teams.manifest import manifest as describe  # noqa: PLC0415

    try:
        check(app_id, domain)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    course = load(load_settings().content or SHIPPED)
    output.write_bytes(package(describe(app_id, domain, course, all_dialogs(course), developer)))
    click.echo(f"Wrote {output}. Upload it in Teams: Apps, Manage your apps, Upload an app.")


@manifest.command(epilog="Example: chat-tutor manifest slack --domain tutor.example.com > manifest.yaml")
@click.option("--domain", default="", help="Where the tutor is served, without https://; none: Socket Mode.")
@_for_people
def slack(domain: str) -> None:
    """Print the app manifest to give to Slack."""
    from bot.channels.slack.manifest import as_yaml, check  # noqa: PLC0415 - for this command alone
    from bot.channels.slack.manifest import manifest as describe  # noqa: PLC0415

    try:
        check(domain)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    course = load(load_settings().content or SHIPPED)
    click.echo(as_yaml(describe(course, all_dialogs(course), domain)), nl=False)


def _log(settings: Settings) -> None:
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("aiohttp").setLevel(logging.WARNING)
