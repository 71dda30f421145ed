"""`chat-tutor serve`."""

import asyncio
from importlib.metadata import version
from pathlib import Path

import click

from bot import logs
from bot.app import App, add_channels, build
from bot.channels import LISTINGS
from bot.cli.shared import summary
from bot.server import serve as serve_app
from bot.settings import Settings, load_settings


@click.command(epilog="Example: PORT=8080 chat-tutor serve")
def serve() -> None:
    """Serve the tutor: the web chat, and every platform whose settings are there."""
    settings = load_settings()
    logs.configure(settings.log_level)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    app = build(settings)
    add_channels(app)
    try:
        await serve_app(app, lambda address: click.echo("\n".join(_announcement(app, address))))
    except OSError as error:
        alone = settings.metrics_port is None
        other = "PORT to another number" if alone else "PORT and METRICS_PORT to other numbers"
        raise click.ClickException(
            f"Cannot listen: {error.strerror}. Is the tutor running already? Set {other} to run a second one."
        ) from error
    click.echo("Stopped. Everything that was taken was finished.")


def _announcement(app: App, address: str) -> list[str]:
    """What is on, what is off and how to turn it on, what is taught, and where data is kept."""
    lines = [f"chat-tutor {version('chat-tutor')}"]
    for listing in LISTINGS:
        missing = listing.missing(app.settings)
        state = f"off; to turn it on, set {' and '.join(missing)} (see deploy/README.md)" if missing else "on"
        lines.append(f"  {listing.title:<10}{address if listing.name == 'web' and not missing else state}")
    lines.append(f"  {'Course':<10}{summary(app.course)}")
    lines.append(f"  {'Data':<10}{_place(app.settings)}")
    return [*lines, "Ctrl-C ends it."]


def _place(settings: Settings) -> str:
    """The database, without any password."""
    url = settings.database_url.get_secret_value()
    if url.startswith("sqlite:///"):
        return str(Path(url.removeprefix("sqlite:///")))
    return "PostgreSQL at " + url.rpartition("@")[2].removeprefix("postgresql://").partition("?")[0]
