"""People write to Slack, two tutors on one PostgreSQL take turns at answering, and one is killed with -9 midway.

What is not acknowledged is delivered again, to the other one, as Slack does behind a load balancer. Each tutor
has a token of its own, by which the workspace tells who sent what.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp

from bot.channels.slack.manifest import PATH
from bot.store import State
from dialogs.learner import Attempt
from dialogs.turn import Address
from tests.slack.tutor import encoded, signed
from tests.slack.workspace import TEAM, Call, Json, Workspace, workspace
from tests.store.database import query
from tests.talk import Talk

LINES = ("quiz 5", "a", "next", "b", "RAG", "next", "c", "progress")
"""What each person writes, one line after the other."""

LEASE_OVER = 60


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of it all.

    `in_flight`: replies that the killed process had sent, and had not yet written down as sent.
    `attempts` are answers to questions, `expected` as many as the same conversations have when nothing fails.
    """

    people: int
    accepted: int
    recorded: int
    attempts: int
    expected: int
    replies: int
    lost: int
    sent_twice: int
    in_flight: int
    again: int


@dataclass(frozen=True, slots=True)
class Tutor:
    """A tutor in a process of its own."""

    token: str
    url: str
    process: asyncio.subprocess.Process
    session: aiohttp.ClientSession

    async def ask(self, path: str) -> str:
        """What it answers."""
        async with self.session.get(f"{self.url}{path}") as response:
            response.raise_for_status()
            return await response.text()

    async def takes(self, payload: Json) -> bool:
        """Whether it acknowledges a payload."""
        body, kind = encoded(payload)
        headers = {"Content-Type": kind, **signed(body, time.time())}
        try:
            async with self.session.post(f"{self.url}{PATH}", data=body, headers=headers) as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def tutor(database_url: str, slack: Workspace, token: str) -> AsyncIterator[Tutor]:
    """A tutor that is up; it is killed at the end, if it lives."""
    command = [sys.executable, "-m", "tests.delivery.serving", database_url, slack.url, token]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    try:
        port = int(await process.stdout.readline())
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            yield Tutor(token, f"http://127.0.0.1:{port}", process, session)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def message(person: int, line: int) -> Json:
    """One line of one person, as Slack tells of it."""
    user, stamp = f"U{person:08}", f"17638884{line:02}.{person:06}"
    event = {"type": "message", "channel_type": "im", "user": user, "channel": f"D{person:08}", "text": LINES[line]}
    envelope = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{person}x{line}"}
    return envelope | {"event": event | {"ts": stamp, "event_ts": stamp}}


async def write(person: int, tutors: tuple[Tutor, Tutor]) -> int:
    """One person's lines, each delivered until it is acknowledged; how often one had to be delivered again."""
    again = 0
    for line in range(len(LINES)):
        payload = message(person, line)
        at = person + line
        while not await tutors[at % 2].takes(payload):
            at += 1
            again += 1
    return again


async def kill_midway(tutor: Tutor, slack: Workspace, after: int) -> list[Call]:
    """Kill a tutor once so many replies came, in the middle of a send; the calls until then."""
    calls = [await slack.sent() for _ in range(after)]
    slack.hold = asyncio.Event()
    calls += [slack.calls.get_nowait() for _ in range(slack.calls.qsize())]
    held = await slack.sent()
    calls.append(held)
    while held.token != f"Bearer {tutor.token}":
        held = await slack.sent()
        calls.append(held)
    tutor.process.kill()
    await tutor.process.wait()
    slack.hold.set()
    slack.hold = None
    return calls


def expected(people: int) -> int:
    """How many answers the people's lines are, where nothing fails."""
    found = 0
    for person in range(people):
        talk = Talk(Address("slack", TEAM, f"U{person:08}", f"D{person:08}"))
        for line in LINES:
            talk.say(line)
        found += sum(isinstance(record, Attempt) for record in talk.records)
    return found


async def killed_under_load(database_url: str, people: int) -> Counts:
    """Let these people write at once, and kill one of two tutors when half is answered."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(workspace())
        first, second = [
            await stack.enter_async_context(tutor(database_url, slack, f"xoxb-{name}")) for name in ("first", "second")
        ]
        killing = asyncio.create_task(kill_midway(first, slack, people * len(LINES) // 2))
        again = sum(await asyncio.gather(*(write(n, (first, second)) for n in range(people))))
        calls = await killing
        await second.ask("/sweep")
        await second.ask(f"/forward?seconds={LEASE_OVER}")
        while int(await second.ask("/sweep")):
            pass
        calls += [slack.calls.get_nowait() for _ in range(slack.calls.qsize())]
    return counted(database_url, people, calls, f"Bearer {first.token}", again)


def counted(database_url: str, people: int, calls: list[Call], killed: str, again: int) -> Counts:
    """What the database and Slack know of it."""
    ((recorded, attempts),) = query(database_url, "select (select count(*) from turn), (select count(*) from attempt)")
    rows = query(database_url, "select sent_ref, state from outgoing")
    written_down = {ref for ref, state in rows if state == State.SENT}
    posted = [call.ts for call in calls]
    return Counts(
        people=people,
        accepted=people * len(LINES),
        recorded=recorded,
        attempts=attempts,
        expected=expected(people),
        replies=len(rows),
        lost=len(rows) - len(written_down & set(posted)),
        sent_twice=len(posted) - len(rows),
        in_flight=sum(call.token == killed and call.ts not in written_down for call in calls),
        again=again,
    )
