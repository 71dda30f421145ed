"""The daily quiz in Slack: joined there, sent there first, and ended when nobody is there any more."""

from datetime import timedelta

import pytest

from bot.delivery import Scheduler, Timetable
from tests.slack.tutor import Tutor
from tests.slack.workspace import DIRECT, Call, Workspace, fault, shown
from tests.talk import router


async def join(tutor: Tutor, slack: Workspace) -> None:
    """Somebody wants a quiz each day."""
    payload = slack.payload("message-direct")
    await tutor.answers(payload | {"event": payload["event"] | {"text": "daily on 09:00 every day"}})


async def next_morning(tutor: Tutor) -> list[Call]:
    """What is sent at the learner's hour, and not before it."""
    scheduler = Scheduler(tutor.app.store, router(), tutor.app.delivery)
    learner, _ = await tutor.state()
    due = Timetable().due(learner)
    assert due is not None
    tutor.clock.at = due - timedelta(seconds=1)
    assert await scheduler.step() == 0
    tutor.clock.at = due + timedelta(seconds=1)
    assert await scheduler.step() == 1
    return await tutor.settled()


async def test_it_is_sent_first(tutor: Tutor, slack: Workspace) -> None:
    """At its hour the first question stands in the direct message, with ways to pause and to stop."""
    await join(tutor, slack)
    (call,) = await next_morning(tutor)
    assert (call.method, call.body["channel"]) == ("chat.postMessage", DIRECT)
    for told in ("question 1 of 3", "Pause", "Turn daily off"):
        assert told in shown(call)


@pytest.mark.parametrize(
    ("error", "over"),
    [("user_disabled", True), ("token_revoked", True), ("channel_not_found", True), ("msg_too_long", False)],
)
async def test_it_ends_when_nobody_is_there(error: str, over: bool, tutor: Tutor, slack: Workspace) -> None:
    """Somebody who is gone gets no more, and why is kept; a message that is not taken ends nothing."""
    await join(tutor, slack)
    slack.faults["chat.postMessage"].append(fault(error))
    await next_morning(tutor)
    learner, _ = await tutor.state()
    assert (learner.daily is None) is over
    assert (error in learner.daily_ended) is over
