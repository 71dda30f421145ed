"""How often terms are looked up: counted for a workspace, without who did, on both engines."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.store import Store, Transaction
from bot.store.rights import Rights, Whose
from dialogs.dialog import LookedUp
from tests.store.samples import LEARNER

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OTHER = replace(LEARNER, user="U2")
ELSEWHERE = replace(LEARNER, tenant="T2")


def keep(transaction: Transaction) -> None:
    """Three people in two workspaces look something up."""
    transaction.append(LEARNER, [LookedUp("rag"), LookedUp("grounding")])
    transaction.append(OTHER, [LookedUp("rag")])
    transaction.append(ELSEWHERE, [LookedUp("context"), LookedUp("context"), LookedUp("base-model")])


async def test_counted_by_workspace(store: Store) -> None:
    """The most wanted come first, those wanted as often by their names; each workspace has its own."""
    await store.run(keep)
    assert await store.run(lambda t: t.looked_up(LEARNER.channel, LEARNER.tenant, 9)) == ("rag", "grounding")
    assert await store.run(lambda t: t.looked_up(LEARNER.channel, "T2", 1)) == ("context",)
    assert await store.run(lambda t: t.looked_up("another", LEARNER.tenant, 9)) == ()
    assert await store.run(lambda t: t.count("lookup")) == 4


async def test_nobody_is_in_it(store: Store) -> None:
    """A learner who is forgotten changes no count; a workspace that is forgotten takes its counts along."""
    await store.run(keep)
    await store.run(lambda t: Rights(t).forget(Whose.learner(LEARNER), NOW))
    assert await store.run(lambda t: t.count("lookup")) == 4
    await store.run(lambda t: Rights(t).forget(Whose(LEARNER.channel, LEARNER.tenant), NOW))
    assert await store.run(lambda t: t.looked_up(LEARNER.channel, LEARNER.tenant, 9)) == ()
    assert await store.run(lambda t: t.count("lookup")) == 2
