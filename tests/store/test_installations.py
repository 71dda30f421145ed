"""Installations, on both engines: which serves a workspace, who may renew, what a departure takes with it."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.delivery import Delivery, Sweeper
from bot.store import Store, Transaction
from bot.store.installations import Installation, Installations
from tests.delivery.fakes import Clock
from tests.store.samples import NOW

ONE = Installation("slack", "", "T1", "A1", "U1", "Acme", ("a", "b"), "sealed", "seal", NOW, NOW)
WIDE = replace(ONE, enterprise="E1", team="", workspace="Grid", token="wide", installed_at=NOW + timedelta(days=1))
LATER = NOW + timedelta(days=2)


async def saved(store: Store, *installations: Installation) -> None:
    for each in installations:
        await store.run(partial(_save, each))


def _save(installation: Installation, transaction: Transaction) -> None:
    Installations(transaction).save(installation)


async def found(store: Store, tenant: str) -> str:
    """The token that serves a workspace."""
    one = await store.run(lambda t: Installations(t).find("slack", tenant))
    return one.token if one else ""


async def test_kept_as_it_was(store: Store) -> None:
    """Everything comes back; a token without an end as well."""
    await saved(store, ONE, replace(WIDE, expires=None))
    assert await store.run(lambda t: Installations(t).all("slack")) == [ONE, replace(WIDE, expires=None)]
    assert await store.run(lambda t: Installations(t).all("teams")) == []


async def test_what_serves_a_workspace(store: Store) -> None:
    """Its own, or its organisation's once it is known to be of it; the newer one; never that of others."""
    await saved(store, ONE, WIDE)
    assert [await found(store, tenant) for tenant in ("T1", "T2", "E1", "")] == ["sealed", "", "wide", ""]
    for tenant, enterprise, known in (("T1", "E1", True), ("T2", "E1", True), ("T3", "E2", False)):
        assert await store.run(lambda t, a=tenant, b=enterprise: Installations(t).belongs("slack", a, b, NOW)) is known  # type: ignore[misc]
    assert [await found(store, tenant) for tenant in ("T1", "T2", "T3")] == ["wide", "wide", ""]
    await saved(store, replace(ONE, token="anew", installed_at=LATER))
    assert await found(store, "T1") == "anew"


async def test_a_workspace_that_joins_an_organisation(store: Store) -> None:
    """Installed again with another key it is there once."""
    await saved(store, ONE, replace(ONE, enterprise="E1", token="joined"))
    assert [one.token for one in await store.run(lambda t: Installations(t).all("slack"))] == ["joined"]


async def test_one_renews(store: Store, second_store: Store) -> None:
    """Who claims first may; the others when its time is over, and never what was renewed or installed anew since."""
    await saved(store, ONE)
    minute = timedelta(minutes=1)
    claim = [s.run(lambda t: Installations(t).claim(ONE, NOW, NOW + minute)) for s in (store, second_store)]
    assert [await each for each in claim] == [True, False]
    assert await second_store.run(lambda t: Installations(t).claim(ONE, NOW + minute, NOW + 2 * minute))
    assert await store.run(lambda t: Installations(t).renew(ONE, "new", "seal2", LATER))
    assert not await second_store.run(lambda t: Installations(t).renew(ONE, "newer", "seal3", LATER))
    assert not await second_store.run(lambda t: Installations(t).claim(ONE, LATER, LATER))
    (kept,) = await store.run(lambda t: Installations(t).all("slack"))
    assert kept == replace(ONE, token="new", refresh="seal2", expires=LATER, version=2)


@pytest.mark.parametrize(("after", "gone"), [(-1, []), (0, ["T1"]), (60, ["T1"])])
async def test_times_are_compared(store: Store, after: int, gone: list[str]) -> None:
    """What happened before the installation is not about it."""
    await saved(store, ONE)
    at = NOW + timedelta(seconds=after)
    assert await store.run(lambda t: Installations(t).leave("slack", "T1", at, at)) == gone
    assert await found(store, "T1") == ("" if gone else "sealed")


async def test_a_state(store: Store, second_store: Store) -> None:
    """Whichever process is asked first takes it, and only in its time."""
    end = NOW + timedelta(minutes=10)
    for state in ("one", "two"):
        await store.run(lambda t, s=state: Installations(t).issue(s, NOW, end))  # type: ignore[misc]
    assert await second_store.run(lambda t: Installations(t).consume("one", NOW))
    assert not await store.run(lambda t: Installations(t).consume("one", NOW))
    assert not await store.run(lambda t: Installations(t).consume("two", end))
    assert not await store.run(lambda t: Installations(t).consume("three", NOW))


async def test_a_state_that_nobody_came_back_with(store: Store) -> None:
    """It goes with the next purge after its time, though nobody installs anything any more."""
    clock = Clock()
    await store.run(lambda t: Installations(t).issue("one", clock(), clock() + timedelta(minutes=10)))
    sweeper = Sweeper(store, Delivery(store, {}, clock))
    clock.forward(599)
    assert await sweeper.purge() == 0
    clock.forward(1)
    assert await sweeper.purge() == 1
