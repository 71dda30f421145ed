"""The socket without a page: what anybody may write to it."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

from tests.web.serving import Tutor

Frame = dict[str, Any]
PATIENCE = 10


class Line:
    """One connection of one learner."""

    def __init__(self, session: ClientSession, socket: ClientWebSocketResponse) -> None:
        self.session = session
        self.socket = socket

    async def write(self, frame: object) -> None:
        """Send a frame, or any text."""
        await self.socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))

    async def read(self) -> Frame:
        """The next frame."""
        async with asyncio.timeout(PATIENCE):
            message = await self.socket.receive()
        assert message.type is WSMsgType.TEXT, message
        frame: Frame = json.loads(message.data)
        return frame

    async def take(self, frame: Frame, replies: int = 1) -> list[Frame]:
        """Send a turn; its replies, once it is confirmed too."""
        frame = {"id": new_id(), **frame}
        await self.write(frame)
        got = [await self.read() for _ in range(replies + 1)]
        assert {"type": "done", "id": frame["id"]} in got, got
        return [item for item in got if item["type"] == "reply"]

    async def say(self, text: str) -> Frame:
        """Say something that has one reply."""
        (reply,) = await self.take({"type": "say", "text": text})
        return reply

    async def refused(self, frame: object) -> Frame:
        """Send what is no turn; the error."""
        await self.write(frame)
        error = await self.read()
        assert error["type"] == "error", error
        return error


@asynccontextmanager
async def dialled(tutor: Tutor) -> AsyncIterator[Line]:
    """A connection of a new learner."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.get(tutor.url) as page:
            assert page.status == 200
        async with again(session, tutor) as line:
            yield line


@asynccontextmanager
async def again(session: ClientSession, tutor: Tutor) -> AsyncIterator[Line]:
    """Another connection of the same learner."""
    async with session.ws_connect(f"{tutor.url}/socket", headers={"Origin": tutor.url}) as socket:
        yield Line(session, socket)


def new_id() -> str:
    """An id as the page makes them."""
    return secrets.token_hex(16)
