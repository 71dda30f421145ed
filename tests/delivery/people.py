"""People who write in Slack and in Teams, and their platforms, which sign and deliver what they write."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from bot.channels.slack.manifest import PATH
from dialogs.turn import Address
from tests.slack.tutor import encoded, signed
from tests.slack.workspace import TEAM, Json
from tests.teams.platform import TENANT, Platform

LINES = ("quiz 5", "a", "next", "b", "RAG", "next", "c", "progress")
"""What each person writes, one line after the other."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, where they write, and their line of a number as their platform tells of it."""

    address: Address
    said: Callable[[int], Json]


Deliver = Callable[[Person, int], Awaitable[bool]]
"""Delivers a line of a person; whether it was acknowledged."""


def on_slack(n: int) -> Person:
    """Somebody in a direct message."""
    address = Address("slack", TEAM, f"U{n:08}", f"D{n:08}")

    def said(line: int) -> Json:
        stamp = f"17638884{line:02}.{n:06}"
        message = {"type": "message", "channel_type": "im", "user": address.user, "channel": address.conversation}
        envelope = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{n}x{line}"}
        return envelope | {"event": message | {"text": LINES[line], "ts": stamp, "event_ts": stamp}}

    return Person(address, said)


def on_teams(teams: Platform, n: int) -> Person:
    """Somebody in a personal chat."""
    address = Address("teams", TENANT, f"29:person{n:08}", f"a:chat{n:08}")

    def said(line: int) -> Json:
        activity = teams.payload("message-personal", id=f"17638884{line:02}{n:06}", text=LINES[line])
        activity["from"] = activity["from"] | {"id": address.user}
        activity["conversation"] = activity["conversation"] | {"id": address.conversation}
        return activity

    return Person(address, said)


@asynccontextmanager
async def posting(url: str, teams: Platform | None = None) -> AsyncIterator[Deliver]:
    """Delivers to the tutor, or the balancer, at this address."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def deliver(person: Person, line: int) -> bool:
            if person.address.channel == "slack":
                body, kind = encoded(person.said(line))
                path, headers = PATH, {"Content-Type": kind, **signed(body, time.time())}
            else:
                assert teams is not None
                body, path = json.dumps(person.said(line)).encode(), "/api/messages"
                headers = {"Content-Type": "application/json", "Authorization": f"Bearer {teams.token()}"}
            try:
                async with session.post(f"{url}{path}", data=body, headers=headers) as response:
                    return response.status == 200
            except aiohttp.ClientError:
                return False

        yield deliver
