"""The daily quiz in Teams: joined there, sent there first, and ended when the bot is shut out."""

from datetime import timedelta

import pytest

from bot.delivery import Scheduler, Timetable
from tests.talk import router
from tests.teams.platform import PERSONAL, Call, Platform, fault, shown
from tests.teams.tutor import Tutor


async def next_morning(tutor: Tutor, platform: Platform, *, error: int = 0) -> list[Call]:
    """Somebody joins; what is sent at their hour on the next day."""
    await tutor.answers(platform.payload("message-personal", text="daily on 09:00 every day"))
    scheduler = Scheduler(tutor.app.store, router(), tutor.app.delivery)
    learner, _ = await tutor.state()
    due = Timetable().due(learner)
    assert due is not None
    tutor.clock.at = due + timedelta(seconds=1)
    if error:
        platform.faults.append(fault(error, "ConversationBlockedByUser"))
    assert await scheduler.step() == 1
    return await tutor.settled()


async def test_it_is_sent_first(tutor: Tutor, platform: Platform) -> None:
    """At its hour the first question stands in the personal chat, with ways to pause and to stop."""
    (call,) = await next_morning(tutor, platform)
    assert (call.method, call.conversation) == ("POST", PERSONAL)
    for told in ("question 1 of 3", "pause", "turn daily off"):
        assert told in shown(call)


@pytest.mark.parametrize(("status", "over"), [(403, True), (413, False)])
async def test_it_ends_when_the_bot_is_shut_out(status: int, over: bool, tutor: Tutor, platform: Platform) -> None:
    """Blocked or removed, nothing more is sent; a message that is not taken ends nothing."""
    await next_morning(tutor, platform, error=status)
    learner, _ = await tutor.state()
    assert (learner.daily is None) is over
