"""A channel is written to at its pace; what is shown to one person alone holds up nobody there."""

import pytest

from bot.delivery import Delivery
from bot.delivery.pace import RATES
from bot.router import Router
from bot.store import Store
from bot.turns import Turns
from dialogs.turn import Address
from tests.delivery.fakes import Clock, EchoDialog, RecordingChannel, message

BURST = RATES["slack"].conversation.at_once


@pytest.mark.parametrize(("private", "waits"), [(False, True), (True, False)])
async def test_people_in_one_channel(store: Store, clock: Clock, private: bool, waits: bool) -> None:
    """Beyond the burst a channel's replies wait for their turn; private ones of as many people do not."""
    channel, pauses = RecordingChannel("slack"), []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    delivery = Delivery(store, {"slack": channel}, clock, pause)
    turns = Turns(Router([EchoDialog()]), store, delivery)
    for n in range(BURST + 3):
        where = Address("slack", "T1", f"U{n}", "C1", direct=False, private=private)
        await turns.receive(message(f"turn-{n}", "hello", where))
    await delivery.drain()
    held_up = len(pauses) + BURST + 3 - len(channel.sent)
    assert (held_up > 0) == waits
