"""`chat-tutor forget`."""

import asyncio
from datetime import UTC, datetime

import click

from bot.cli.shared import whose
from bot.settings import load_settings
from bot.store import Store, Transaction, open_store
from bot.store.installations import Installations
from bot.store.rights import Rights, Whose

INSTALLATION = "installation"

_CALLED = {
    "learner": ("learner", "learners"),
    "conversation": ("conversation", "conversations"),
    "attempt": ("answer", "answers"),
    "feedback": ("message to the author", "messages to the author"),
    "outgoing": ("reply sent or on its way", "replies sent or on their way"),
    "visit": ("day of the last visit", "days of last visits"),
    "token_use": ("daily count of tokens", "daily counts of tokens"),
    "vote": ("answer to a question for everyone", "answers to questions for everyone"),
    "board": ("place on a board", "places on boards"),
    "poll": ("question for everyone", "questions for everyone"),
    "lookup": ("count of a term's look-ups", "counts of terms' look-ups"),
    "gap": ("question that the course could not answer", "questions that the course could not answer"),
    "organisation": ("note of its organisation", "notes of its organisation"),
    "pause": ("pause that its platform asked for", "pauses that its platform asked for"),
    INSTALLATION: ("installation", "installations"),
}


@click.command(epilog="Example: chat-tutor forget --learner slack/T0123/U0456")
@click.option("--learner", default="", help="CHANNEL/TENANT/USER, as `my data` shows it.")
@click.option("--tenant", default="", help="CHANNEL/TENANT: everybody of a workspace, such as one that has left.")
@click.option("--installation", is_flag=True, help="With --tenant: what lets the tutor write there goes too.")
@click.option("--yes", is_flag=True, help="Delete without asking.")
def forget(learner: str, tenant: str, *, installation: bool, yes: bool) -> None:
    """Delete all that is kept of a learner, or of a whole tenant, and say how much that was.

    How often each answer was chosen stays, without who chose it. May run beside a server. Backups are not touched.
    A workspace that installed the tutor, and did not leave, can use it afterwards; with --installation it cannot.
    """
    if bool(learner) == bool(tenant):
        raise click.UsageError("Name whom to forget: either --learner CHANNEL/TENANT/USER, or --tenant CHANNEL/TENANT.")
    if installation and not tenant:
        raise click.UsageError("--installation is of a workspace: name it with --tenant CHANNEL/TENANT.")
    chosen = whose(learner, 3) if learner else whose(tenant, 2)
    asyncio.run(_forget(chosen, installation=installation, yes=yes))


async def _forget(chosen: Whose, *, installation: bool, yes: bool) -> None:
    store = open_store(load_settings().database_url.get_secret_value(), migrate=False)
    try:
        counts = await store.run(lambda t: Rights(t).counts(chosen))
        installed = await store.run(lambda t: Installations(t).own(*_tenant(chosen)))
        if installation and installed:
            counts[INSTALLATION] = 1
        if not any(counts.values()):
            click.echo(f"Nothing is kept of {chosen}.")
        elif yes or _sure(chosen, counts):
            click.echo(f"Deleted of {chosen}: {_told(await _deleted(store, chosen, installation=installation))}.")
        else:
            click.echo("Nothing was deleted.")
            return
        if chosen.user is None and installed and not installation:
            click.echo("The tutor is still installed there. If it is not to be: the same command with --installation.")
    finally:
        await store.close()


async def _deleted(store: Store, chosen: Whose, *, installation: bool) -> dict[str, int]:
    def delete(transaction: Transaction) -> dict[str, int]:
        gone = Rights(transaction).forget(chosen, datetime.now(UTC))
        if installation:
            gone[INSTALLATION] = Installations(transaction).remove(*_tenant(chosen))
        return gone

    return await store.run(delete)


def _tenant(chosen: Whose) -> tuple[str, str]:
    return chosen.channel, chosen.tenant


def _sure(chosen: Whose, counts: dict[str, int]) -> bool:
    click.echo(f"Kept of {chosen}: {_told(counts)}.")
    return click.confirm("Delete all of it? This cannot be undone")


def _told(counts: dict[str, int]) -> str:
    """The rows of each table that has any, in words; a table without a word of its own by its name."""
    named = ((count, *_CALLED.get(table, (table, table))) for table, count in counts.items() if count)
    return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in named)
