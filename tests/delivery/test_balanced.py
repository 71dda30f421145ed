"""Three servers on one PostgreSQL behind a balancer: one is killed, one is stopped, and nobody who writes can tell."""

import asyncio
import signal
from contextlib import AsyncExitStack

from tests.delivery.balancer import balancer
from tests.delivery.load import Sent, Tutor, counted, drained, kill_midway, settled, tutor, write
from tests.delivery.people import LINES, on_slack, on_teams, posting
from tests.slack.workspace import Call, Workspace, workspace
from tests.teams.platform import platform

PEOPLE = 12
"""On each platform."""

KILLED_AFTER, STOPPED_AFTER = PEOPLE, PEOPLE
"""Replies on Slack until one process is killed, and from then on until another is stopped."""


async def kill_one_and_stop_one(killed: Tutor, stopped: Tutor, slack: Workspace) -> list[Call]:
    """End two tutors while people write; the calls of Slack until then."""
    calls = await kill_midway(killed, slack, KILLED_AFTER)
    calls += [await slack.sent() for _ in range(STOPPED_AFTER)]
    stopped.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
        assert await stopped.process.wait() == 0
    return calls


async def test_three_processes_behind_a_balancer(postgres_url: str) -> None:
    """No turn is lost or counted twice, no reply is lost, and each conversation has its replies in their order.

    Sent twice are at most those that the killed process had in flight; the one that was stopped sends none twice.
    """
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(workspace())
        teams = await stack.enter_async_context(platform())
        starting = (tutor(postgres_url, slack, name, teams.url) for name in ("killed", "stopped", "left"))
        killed, stopped, left = await asyncio.gather(*map(stack.enter_async_context, starting))
        balancing, url = await stack.enter_async_context(balancer([one.url for one in (killed, stopped, left)]))
        deliver = await stack.enter_async_context(posting(url, teams))
        ending = asyncio.create_task(kill_one_and_stop_one(killed, stopped, slack))
        people = [person for n in range(PEOPLE) for person in (on_slack(n), on_teams(teams, n))]
        again = sum(await asyncio.gather(*(write(person, [deliver], 0) for person in people)))
        calls = await ending
        await settled(left, postgres_url)
    posts = [Sent(call.ts, call.token) for call in (*calls, *drained(slack.calls))]
    cards = [call for call in drained(teams.calls) if call.body.get("attachments")]  # words before one belong to it
    posts += [Sent(call.id, call.token) for call in cards]
    counts = counted(postgres_url, people, posts, killed.token, again)
    assert counts.accepted == counts.recorded == 2 * PEOPLE * len(LINES)
    assert counts.attempts == counts.expected >= 2 * counts.people
    assert counts.replies >= counts.accepted
    assert (counts.lost, counts.disordered) == (0, 0)
    assert counts.sent_twice <= counts.in_flight
    assert balancing.refused > 0
    assert all(balancing.passed.values())
    assert {post.token for post in posts} == {one.token for one in (killed, stopped, left)}
