"""Slack's Web API on loopback in a process of its own: takes messages, and now and then answers 429 or 500.

It counts what it took. `/counts` tells how many messages that were, and in how many places.
"""

import hashlib
import time
from collections import Counter

import click
from aiohttp import web

BUSY, FAULTY = 0.01, 0.005
"""Shares of calls that are answered 429 and 500; such a call takes no message."""

SECONDS = "1"


class Api:
    """What it was asked for, by place."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.calls = 0
        self.refused = 0
        self.times: list[float] = []

    async def post(self, request: web.Request) -> web.Response:
        """`chat.postMessage`."""
        body = await request.json()
        self.calls += 1
        draw = int.from_bytes(hashlib.sha256(f"{self.calls}".encode()).digest()[:4]) / 2**32
        if draw < BUSY:
            self.refused += 1
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers={"Retry-After": SECONDS})
        if draw < BUSY + FAULTY:
            self.refused += 1
            return web.Response(status=500)
        self.times.append(time.monotonic())
        self.taken[body["channel"]] += 1
        return web.json_response({"ok": True, "channel": body["channel"], "ts": f"{self.calls}.000100"})

    async def counts(self, request: web.Request) -> web.Response:
        """What came so far, how long ago the last was, and in how many seconds the first `first` of them came."""
        first = min(int(request.query.get("first", "0")), len(self.times))
        told = {
            "total": self.taken.total(),
            "places": len(self.taken),
            "refused": self.refused,
            "seconds": self.times[first - 1] - self.times[0] if first else 0.0,
            "quiet_for": time.monotonic() - self.times[-1] if self.times else 0.0,
        }
        return web.json_response(told)


def application() -> web.Application:
    """The server."""
    api, server = Api(), web.Application()
    server.add_routes([web.post("/api/chat.postMessage", api.post), web.get("/counts", api.counts)])
    return server


@click.command()
def main() -> None:
    """Serve on a free port, and say where."""
    web.run_app(application(), host="127.0.0.1", port=0, print=click.echo)


if __name__ == "__main__":
    main()
