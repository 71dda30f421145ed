"""A server in a process of its own, and a page that talks to it as the browser's does."""

import asyncio
import json
import os
import re
import sys
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from aiohttp import ClientSession, ClientWebSocketResponse, DummyCookieJar, TCPConnector

TUTOR = (str(Path(sys.executable).with_name("chat-tutor")), "serve")
FLOOR = (sys.executable, "-m", "tests.bench.floor")
ADDRESS = re.compile(rb"http://[\d.]+:\d+")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    url: str
    process: psutil.Process

    @property
    def megabytes(self) -> float:
        """What it has resident."""
        return float(self.process.memory_info().rss / 1e6)

    @property
    def cpu(self) -> float:
        """Seconds of CPU that it took so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def serving(command: tuple[str, ...], database: Path) -> AsyncIterator[Server]:
    """Start a server and wait for the line that names its address; it ends with the block."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PORT": "0",
        "DATABASE_URL": f"sqlite:///{database}",
        "LOG_LEVEL": "WARNING",
    }
    process = await asyncio.create_subprocess_exec(
        *command, cwd=database.parent, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        while not (found := ADDRESS.search(line := await process.stdout.readline())):
            if not line:
                raise RuntimeError(f"{' '.join(command)} ended before it served")
        yield Server(found[0].decode(), psutil.Process(process.pid))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def client() -> AsyncIterator[ClientSession]:
    """Any number of connections, and no cookies but those that a page sends itself."""
    async with ClientSession(connector=TCPConnector(limit=0), cookie_jar=DummyCookieJar()) as session:
        yield session


class Page:
    """One learner's page."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket

    @classmethod
    async def opened(cls, session: ClientSession, url: str) -> "Page":
        """A page of a new learner, its socket open."""
        async with session.get(url) as response:
            cookies = response.headers.get("Set-Cookie", "").partition(";")[0]
        headers = {"Origin": url, "Cookie": cookies}
        return cls(await session.ws_connect(f"{url}/socket", headers=headers))

    async def ask(self, text: str) -> float:
        """Say something; seconds until the reply is there, which is then confirmed."""
        began = time.perf_counter()
        await self._socket.send_json({"type": "say", "id": str(uuid.uuid4()), "text": text})
        while (frame := json.loads(await self._socket.receive_str()))["type"] != "reply":
            pass
        seconds = time.perf_counter() - began
        await self._socket.send_json({"type": "seen", "ids": [frame["id"]]})
        return seconds

    async def close(self) -> None:
        """Close the socket."""
        await self._socket.close()
