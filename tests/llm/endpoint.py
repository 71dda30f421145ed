"""An endpoint that speaks the chat completions protocol, on loopback; what it answers is up to the test."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKENS = 500
"""What every answer is said to have cost."""


@dataclass
class Endpoint:
    """`answers` are given one by one; a number is a status, and `None` is an answer that never comes."""

    url: str = ""
    answers: deque[str | int | None] = field(default_factory=deque)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def _complete(self, request: web.Request) -> web.Response:
        self.requests.append(await request.json() | {"path": request.path_qs})
        self.keys.append(request.headers.get("Authorization", request.headers.get("api-key", "")))
        self.asked.set()
        answer = self.answers.popleft()
        if answer is None:
            await asyncio.Event().wait()
        if isinstance(answer, int):
            return web.json_response({"error": {"message": "no"}}, status=answer)
        message = {"role": "assistant", "content": answer}
        return web.json_response(
            {
                "id": "1",
                "object": "chat.completion",
                "created": 0,
                "model": "m",
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "usage": {"prompt_tokens": TOKENS - 50, "completion_tokens": 50, "total_tokens": TOKENS},
            }
        )


@asynccontextmanager
async def endpoint() -> AsyncIterator[Endpoint]:
    """One that serves until the block ends."""
    started = Endpoint()
    application = web.Application()
    application.router.add_post("/{path:.*}", started._complete)
    server = TestServer(application, shutdown_timeout=0)
    await server.start_server()
    started.url = str(server.make_url("/v1"))
    yield started
    await server.close()
