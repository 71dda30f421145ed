"""`chat-tutor forget`."""

import asyncio
from datetime import UTC, datetime

import click

from bot.cli.shared import whose
from bot.settings import load_settings
from bot.store import Store, open_store
from bot.store.rights import Rights, Whose

_CALLED = {
    "learner": ("learner", "learners"),
    "conversation": ("conversation", "conversations"),
    "attempt": ("answer", "answers"),
    "feedback": ("message to the author", "messages to the author"),
    "outgoing": ("reply sent or on its way", "replies sent or on their way"),
    "visit": ("day of the last visit", "days of last visits"),
    "token_use": ("daily count of tokens", "daily counts of tokens"),
}


@click.command(epilog="Example: chat-tutor forget --learner slack/T0123/U0456")
@click.option("--learner", default="", help="CHANNEL/TENANT/USER, as `my data` shows it.")
@click.option("--tenant", default="", help="CHANNEL/TENANT: everybody of a workspace, such as one that has left.")
@click.option("--yes", is_flag=True, help="Delete without asking.")
def forget(learner: str, tenant: str, *, yes: bool) -> None:
    """Delete all that is kept of a learner, or of a whole tenant, and say how much that was.

    How often each answer was chosen stays, without who chose it. May run beside a server. Backups are not touched.
    """
    if bool(learner) == bool(tenant):
        raise click.UsageError("Name whom to forget: either --learner CHANNEL/TENANT/USER, or --tenant CHANNEL/TENANT.")
    chosen = whose(learner, 3) if learner else whose(tenant, 2)
    asyncio.run(_forget(chosen, yes=yes))


async def _forget(chosen: Whose, *, yes: bool) -> None:
    store = open_store(load_settings().database_url.get_secret_value(), migrate=False)
    try:
        counts = await store.run(lambda transaction: Rights(transaction).counts(chosen))
        if not any(counts.values()):
            click.echo(f"Nothing is kept of {chosen}.")
        elif yes or _sure(chosen, counts):
            click.echo(f"Deleted of {chosen}: {_told(await _deleted(store, chosen))}.")
        else:
            click.echo("Nothing was deleted.")
    finally:
        await store.close()


async def _deleted(store: Store, chosen: Whose) -> dict[str, int]:
    return await store.run(lambda transaction: Rights(transaction).forget(chosen, datetime.now(UTC)))


def _sure(chosen: Whose, counts: dict[str, int]) -> bool:
    click.echo(f"Kept of {chosen}: {_told(counts)}.")
    return click.confirm("Delete all of it? This cannot be undone")


def _told(counts: dict[str, int]) -> str:
    """The rows of each table, in words; a table without a word of its own by its name."""
    named = ((count, *_CALLED.get(table, (table, table))) for table, count in counts.items())
    return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in named)
