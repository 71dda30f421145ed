"""People write, some tutors on one PostgreSQL take turns at answering, and one is killed with -9 midway.

What is not acknowledged is delivered again, to another one, as platforms do behind a load balancer. Each tutor has a
token of its own, by which Slack and Teams tell who sent what.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count, pairwise
from typing import TypeVar

from bot.store import State
from dialogs.learner import Attempt
from dialogs.turn import Address
from tests.delivery.people import LINES, Deliver, Person, on_slack, posting
from tests.slack.workspace import Call, Workspace, workspace
from tests.store.database import query
from tests.talk import Talk

T = TypeVar("T")

LEASE_OVER = 60


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of it all.

    `in_flight`: replies that the killed process had sent, and had not yet written down as sent. `attempts` are answers
    to questions, `expected` as many as the same conversations have when nothing fails. `disordered`: replies that
    came before an earlier one in their conversation.
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
    disordered: int
    again: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a platform took: its id there, and the token of who sent it."""

    ref: str
    token: str


@dataclass(frozen=True, slots=True)
class Tutor:
    """A tutor in a process of its own."""

    token: str
    url: str
    process: asyncio.subprocess.Process

    async def tell(self, command: str) -> str:
        """Its answer to a command, see `tests.delivery.serving`."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{command}\n".encode())
        return (await self.process.stdout.readline()).decode().strip()


@asynccontextmanager
async def tutor(
    database_url: str, slack: Workspace, name: str, teams_url: str = "", model_url: str = ""
) -> AsyncIterator[Tutor]:
    """A tutor that is up; it is killed at the end, if it lives."""
    token = f"xoxb-{name}"
    where = [database_url, slack.url, token, "--teams", teams_url, "--model", model_url]
    command = [sys.executable, "-m", "tests.delivery.serving", *where]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert process.stdout
    try:
        yield Tutor(f"Bearer {token}", (await process.stdout.readline()).decode().strip(), process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def write(person: Person, deliver: Sequence[Deliver], first: int) -> int:
    """One person's lines, each delivered until it is acknowledged; how often one had to be delivered again."""
    again, at = 0, count(first)
    for line in range(len(LINES)):
        while not await deliver[next(at) % len(deliver)](person, line):
            again += 1
    return again


async def kill_midway(tutor: Tutor, slack: Workspace, after: int) -> list[Call]:
    """Kill a tutor once so many replies came, in the middle of a send; the calls until then."""
    calls = [await slack.sent() for _ in range(after)]
    slack.hold = asyncio.Event()
    calls += [slack.calls.get_nowait() for _ in range(slack.calls.qsize())]
    held = await slack.sent()
    calls.append(held)
    while held.token != tutor.token:
        held = await slack.sent()
        calls.append(held)
    tutor.process.kill()
    await tutor.process.wait()
    slack.hold.set()
    slack.hold = None
    return calls


async def settled(tutor: Tutor, database_url: str) -> None:
    """Let leases run out, until nothing waits any more."""
    await tutor.tell("sweep")
    while query(database_url, "select 1 from outgoing where state = 0 limit 1"):
        await tutor.tell(f"forward {LEASE_OVER}")
        await tutor.tell("sweep")


async def killed_under_load(database_url: str, people: int) -> Counts:
    """Let these people write to Slack at once, and kill one of two tutors when an eighth is answered."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(workspace())
        first, second = [
            await stack.enter_async_context(tutor(database_url, slack, name)) for name in ("first", "second")
        ]
        deliver = [await stack.enter_async_context(posting(one.url)) for one in (first, second)]
        killing = asyncio.create_task(kill_midway(first, slack, people * len(LINES) // 8))
        everybody = [on_slack(n) for n in range(people)]
        again = sum(await asyncio.gather(*(write(person, deliver, n) for n, person in enumerate(everybody))))
        calls = await killing
        await settled(second, database_url)
        calls += drained(slack.calls)
    return counted(database_url, everybody, [Sent(call.ts, call.token) for call in calls], first.token, again)


def drained(calls: "asyncio.Queue[T]") -> list[T]:
    """What came and was not looked at."""
    return [calls.get_nowait() for _ in range(calls.qsize())]


def expected(addresses: Iterable[Address]) -> int:
    """How many answers the people's lines are, where nothing fails."""
    found = 0
    for address in addresses:
        talk = Talk(address)
        for line in LINES:
            talk.say(line)
        found += sum(isinstance(record, Attempt) for record in talk.records)
    return found


def counted(database_url: str, people: Sequence[Person], sent: Sequence[Sent], killed: str, again: int) -> Counts:
    """What the database and the platforms know of it; `killed` is the token of the process that was."""
    ((recorded, attempts),) = query(database_url, "select (select count(*) from turn), (select count(*) from attempt)")
    rows = query(
        database_url, "select sent_ref, state, channel, conversation, user_id from outgoing order by channel, turn, n"
    )
    written_down = {ref for ref, state, *_ in rows if state == State.SENT}
    posted = {one.ref: n for n, one in enumerate(sent)}
    places: dict[tuple[str, ...], list[int]] = {}
    for ref, _, *place in rows:
        places.setdefault(tuple(place), []).append(posted.get(ref, -1))
    return Counts(
        people=len(people),
        accepted=len(people) * len(LINES),
        recorded=recorded,
        attempts=attempts,
        expected=expected(person.address for person in people),
        replies=len(rows),
        lost=len(rows) - len(written_down & set(posted)),
        sent_twice=len(sent) - len(rows),
        in_flight=sum(one.token == killed and one.ref not in written_down for one in sent),
        disordered=sum(later < earlier for order in places.values() for earlier, later in pairwise(order)),
        again=again,
    )
