"""An endpoint that speaks the chat completions protocol, on loopback; what it answers is up to the test.

Asked for a stream, it sends an answer word by word, as server-sent events.
"""

import asyncio
import json
import re
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKENS = 500
"""What every answer is said to have cost."""


class End(Enum):
    """How a stream may end otherwise than well."""

    CUT = "the connection is closed"
    SILENT = "it closes in order, and does not say that it is at its end"
    REFUSED = "the model refuses to say more"
    GARBAGE = "something that is no event of the protocol"


Piece = str | asyncio.Event | End
Answer = str | int | None | Sequence[Piece]


@dataclass
class Endpoint:
    """`answers` are given one by one; a number is a status, and `None` is an answer that never comes.

    A sequence is a stream by its pieces: at an event it waits for that. Unless it `streams`, it answers a wish for that
    with its status for `unwilling`, or as if there were none.
    """

    url: str = ""
    answers: deque[Answer] = field(default_factory=deque)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    streams: bool = True
    unwilling: int | None = None

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        self.requests.append(asked | {"path": request.path_qs})
        self.keys.append(request.headers.get("Authorization", request.headers.get("api-key", "")))
        self.asked.set()
        streaming = asked.get("stream") and self.streams
        if asked.get("stream") and not self.streams and self.unwilling:
            return web.json_response({"error": {"message": "no streams"}}, status=self.unwilling)
        answer = self.answers.popleft()
        if answer is None:
            await asyncio.Event().wait()
        if isinstance(answer, int):
            return web.json_response({"error": {"message": "no"}}, status=answer)
        if streaming:
            pieces = re.split(r"(?<=\s)", answer) if isinstance(answer, str) else answer or ()
            return await self._stream(request, pieces)
        message: dict[str, Any] = {"role": "assistant", "content": answer}
        if not isinstance(answer, str | None):
            message |= {"content": "".join(piece for piece in answer if isinstance(piece, str))}
            message |= {"refusal": "I would rather not."} if End.REFUSED in answer else {}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return web.json_response(_about("chat.completion") | {"choices": [choice], "usage": _USAGE})

    async def _stream(self, request: web.Request, pieces: Sequence[Piece]) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for piece in pieces:
            match piece:
                case str():
                    await response.write(_event([{"delta": {"content": piece}}]))
                case asyncio.Event():
                    await piece.wait()
                case End.REFUSED:
                    await response.write(_event([{"delta": {"refusal": "I would rather not."}}]))
                case End.GARBAGE:
                    await response.write(b"data: {not json\n\n")
                case End.SILENT:
                    return response
                case End.CUT:
                    assert request.transport is not None
                    request.transport.abort()
                    return response
        await response.write(_event([{"delta": {}, "finish_reason": "stop"}]) + _event([], usage=_USAGE))
        await response.write(b"data: [DONE]\n\n")
        return response


_USAGE = {"prompt_tokens": TOKENS - 50, "completion_tokens": 50, "total_tokens": TOKENS}


def _about(kind: str) -> dict[str, Any]:
    return {"id": "1", "object": kind, "created": 0, "model": "m"}


def _event(choices: Sequence[dict[str, Any]], **more: Any) -> bytes:
    told = [{"index": 0, "finish_reason": None, **choice} for choice in choices]
    return f"data: {json.dumps(_about('chat.completion.chunk') | {'choices': told} | more)}\n\n".encode()


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
