"""A tutor with a clock that tests turn, and people who want a daily quiz."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.delivery import Delivery, Scheduler, Timetable
from bot.router import Router
from bot.store import Schedule, Store
from bot.turns import Turns
from dialogs.learner import Daily, Learner
from dialogs.turn import Address
from tests.delivery.fakes import Clock, RecordingChannel
from tests.talk import router

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


WINDOW = timedelta(minutes=10)


@dataclass
class House:
    """A tutor with a clock that tests turn, and a channel that remembers."""

    store: Store
    clock: Clock
    channel: RecordingChannel
    delivery: Delivery
    scheduler: Scheduler
    turns: Turns

    async def tick(self, seconds: float = 0) -> int:
        """Time goes by, and whoever is due is served; how many were due."""
        self.clock.forward(seconds)
        found = 0
        while step := await self.scheduler.step():
            found += step
        await self.delivery.drain()
        await self.delivery.sweep()
        await self.delivery.drain()
        return found

    async def join(self, *learners: Learner) -> None:
        """Keep these learners as their last turns left them."""
        timetable = Timetable(WINDOW)
        await self.store.run(lambda t: Schedule(t).save_learners([(who, timetable.due(who)) for who in learners]))

    async def learner(self, who: Learner) -> Learner:
        """A learner as they are kept now."""
        return await self.store.run(lambda t: t.learner(address(who)))


def address(who: Learner) -> Address:
    """Where somebody is."""
    return Address(who.channel, who.tenant, who.user, who.user)


def somebody(user: str = "ann", tenant: str = "local", at: time = time(9), zone: str = "UTC") -> Learner:
    """Somebody with a daily quiz, who had yesterday's."""
    daily = Daily(at, weekdays_only=False)
    home = Address("chat", tenant, user, user)
    return Learner("chat", tenant, user, zone=zone, home=home, daily=daily, offered_on=date(2026, 11, 23))


def house_on(store: Store, clock: Clock, the_router: Router | None = None) -> House:
    """A tutor on a store."""
    channel = RecordingChannel()
    delivery = Delivery(store, {channel.name: channel}, clock)
    timetable = Timetable(WINDOW)
    use = the_router or router()
    scheduler = Scheduler(store, use, delivery, timetable)
    return House(store, clock, channel, delivery, scheduler, Turns(use, store, delivery, timetable))
