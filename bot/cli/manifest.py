"""`chat-tutor manifest slack`, `chat-tutor manifest teams`."""

from pathlib import Path

import click

from bot.cli.shared import course_in_use
from content.search import Index
from dialogs import all_dialogs


@click.group()
def manifest() -> None:
    """Write what a platform wants to know of the app. Example: chat-tutor manifest teams --help."""


@manifest.command(
    epilog="Example: chat-tutor manifest teams --app-id 00000000-0000-0000-0000-000000000000 --domain tutor.example.com"
)
@click.option("--app-id", required=True, help="The bot's application (client) id in Entra.")
@click.option("--domain", required=True, help="Where the tutor is served, without https://.")
@click.option("--developer", default="Tutor", help="Who publishes it, as people will see.")
@click.option(
    "--targeted", is_flag=True, help="With slash commands that only who types them sees: manifest 1.29; see deploy/."
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    default=Path("chat-tutor-teams.zip"),
    show_default=True,
)
def teams(app_id: str, domain: str, developer: str, targeted: bool, output: Path) -> None:
    """Write the app package to upload to Teams."""
    from bot.channels.teams.manifest import check, package  # noqa: PLC0415 - one platform at a time
    from bot.channels.teams.manifest import manifest as describe  # noqa: PLC0415

    try:
        check(app_id, domain)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    course, folder = course_in_use()
    dialogs = all_dialogs(course, Index(course, folder))
    described = describe(app_id, domain, course, dialogs, developer, targeted=targeted)
    output.write_bytes(package(described))
    click.echo(f"Wrote {output}. Upload it in Teams: Apps, Manage your apps, Upload an app.")


@manifest.command(epilog="Example: chat-tutor manifest slack --domain tutor.example.com > manifest.yaml")
@click.option("--domain", default="", help="Where the tutor is served, without https://; none: Socket Mode.")
@click.option("--oauth", is_flag=True, help="Any workspace may install it, an organisation as a whole too.")
def slack(domain: str, *, oauth: bool) -> None:
    """Print the app manifest to give to Slack."""
    from bot.channels.slack.manifest import as_yaml, check  # noqa: PLC0415 - one platform at a time
    from bot.channels.slack.manifest import manifest as describe  # noqa: PLC0415

    try:
        check(domain, oauth=oauth)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    course, folder = course_in_use()
    dialogs = all_dialogs(course, Index(course, folder))
    click.echo(as_yaml(describe(course, dialogs, domain, oauth=oauth)), nl=False)
