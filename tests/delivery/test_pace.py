"""A channel is written to at its pace; what is shown to one person alone holds up nobody there."""

from datetime import timedelta
from time import process_time

import pytest

from bot.delivery import Delivery
from bot.delivery.pace import MOST, RATES, Pace
from bot.router import Router
from bot.store import Store
from bot.turns import Turns
from dialogs.turn import Address
from tests.delivery.fakes import START, Clock, EchoDialog, RecordingChannel, message

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


def test_more_places_than_are_remembered() -> None:
    """However many are written to at once, each keeps its pace, and none pays for the others; who rested is as new."""
    pace, rate = Pace(), RATES["slack"].conversation

    def busy(first: int, last: int) -> float:
        """Spend the bursts of so many places; seconds that it took."""
        began = process_time()
        for _ in range(rate.at_once - 1):
            for n in range(first, last):
                pace.reserve(n, rate, START)
        return process_time() - began

    filling = busy(0, MOST)
    assert busy(MOST, MOST + 200) < filling, "a few more cost less than all before"
    places = (0, MOST, MOST + 199)
    assert [pace.reserve(n, rate, START) for n in places] == [0, 0, 0]
    assert [pace.reserve(n, rate, START) for n in places] == [1, 1, 1]
    assert [pace.take(n, rate, START) for n in places] == [False, False, False]
    later = START + timedelta(seconds=rate.at_once + 1)
    assert [[pace.take(n, rate, later) for _ in range(rate.at_once + 1)] for n in places] == [
        [*[True] * rate.at_once, False]
    ] * 3


def test_a_burst_is_whole() -> None:
    """As many streams as a workspace may begin at once begin, though a third of a second is no exact number."""
    pace, rate = Pace(), RATES["slack"].streams
    assert rate is not None
    for seconds in range(0, 6_000, 60):
        now = START + timedelta(seconds=seconds, microseconds=seconds)
        assert [pace.take("T1", rate, now) for _ in range(rate.at_once + 1)] == [*[True] * rate.at_once, False]
