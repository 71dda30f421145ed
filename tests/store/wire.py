"""The wire between a store and its PostgreSQL server, which a test can break."""

import asyncio
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit


class Wire:
    """Passes bytes on to a server, from a port of its own.

    `silent`: from now on connections are taken and never answered; `silent_after`: once so many were. `lose`: the next
    connection that says this breaks when the server has done it, before the answer is back. `cut_at`: when one says
    this, the wire is cut.
    """

    def __init__(self, server_url: str) -> None:
        self.silent = False
        self.silent_after: int | None = None
        self.lose = b""
        self.cut_at = b""
        self._server = urlsplit(server_url)
        self._port = 0
        self._listener: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._pipes: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The server's URL, through this wire."""
        server = self._server
        return server._replace(netloc=f"{server.username}:secret@127.0.0.1:{self._port}").geturl()

    async def mend(self) -> None:
        """Take connections, at the same port as before."""
        self._listener = await asyncio.start_server(self._take, "127.0.0.1", self._port)
        self._port = self._listener.sockets[0].getsockname()[1]

    def sever(self) -> None:
        """Break every connection, and take no other."""
        if self._listener is not None:
            self._listener.close()
        for writer in self._writers:
            writer.transport.abort()

    async def cut(self) -> None:
        """Sever it, and wait until nothing is under way."""
        self.sever()
        await asyncio.gather(*self._pipes)

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    async def _take(self, store_reader: asyncio.StreamReader, store: asyncio.StreamWriter) -> None:
        self._writers.add(store)
        if self.silent:
            return
        if self.silent_after is not None:
            self.silent_after -= 1
            self.silent = self.silent_after <= 0
        server_reader, server = await asyncio.open_connection(self._server.hostname, self._server.port)
        self._writers.add(server)
        lost = asyncio.Event()
        for pipe in (self._ask(store_reader, server, lost), self._answer(server_reader, store, lost)):
            self._pipes.add(asyncio.create_task(pipe))

    async def _ask(self, store: asyncio.StreamReader, server: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        with suppress(ConnectionError):
            while data := await store.read(65536):
                if self.cut_at and self.cut_at in data:
                    self.sever()
                if self.lose and self.lose in data:
                    self.lose = b""
                    lost.set()
                server.write(data)
        server.transport.abort()

    async def _answer(self, server: asyncio.StreamReader, store: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        with suppress(ConnectionError):
            while (data := await server.read(65536)) and not lost.is_set():
                store.write(data)
        store.transport.abort()
