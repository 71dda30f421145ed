"""A tutor in a process of its own, which can be made to die in the middle of a send.

Reads commands from its input, one a line, and answers each with a line:
`receive N` takes N turns at once, each in its own conversation, and says how many were new;
`forward SECONDS` puts its clock on; `sweep` says how many replies were taken up, once they are sent.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from aiohttp import web

from bot.delivery import Delivery
from bot.router import Router
from bot.store import Outgoing, open_store
from bot.turns import Turns
from dialogs.turn import Address, Turn
from tests.delivery.fakes import Clock, EchoDialog, message


class FileChannel:
    """Appends the ids of what it sends to a file; its process is killed in the middle of one send."""

    name = "chat"
    collects = False

    def __init__(self, sent: Path, *, die_before: int, die_after: int) -> None:
        """The send of this number, from 1 on, kills the process just before or after it; 0 is never."""
        self._sent = sent
        self._die_before = die_before
        self._die_after = die_after
        self._count = 0

    def stream(self, outgoing: Outgoing) -> None:
        """See `Channel`."""

    async def working(self, outgoing: Outgoing) -> None:
        """See `Channel`."""

    async def send(self, outgoing: Outgoing) -> str:
        """Append a line."""
        self._count += 1
        self._die_if(self._die_before)
        with self._sent.open("a") as file:
            file.write(f"{outgoing.id}\n")
        self._die_if(self._die_after)
        return "sent"

    def _die_if(self, number: int) -> None:
        if self._count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Channel`."""
        return ()

    async def close(self) -> None:
        """See `Channel`."""


async def obey(url: str, channel: FileChannel) -> None:
    """Do what the input says until it ends."""
    clock, store = Clock(), open_store(url)
    delivery = Delivery(store, {channel.name: channel}, clock)
    turns = Turns(Router([EchoDialog()]), store, delivery)
    while line := await asyncio.to_thread(sys.stdin.readline):
        match line.split():
            case ["receive", count]:
                said = (turns.receive(_turn(n)) for n in range(int(count)))
                answer = str(sum(await asyncio.gather(*said)))
                await delivery.drain()
            case ["forward", seconds]:
                clock.forward(float(seconds))
                answer = str(clock())
            case _:
                answer = str(await delivery.sweep())
                await delivery.drain()
        click.echo(answer)
    await store.close()


def _turn(n: int) -> Turn:
    return message(f"turn-{n}", "ping", Address("chat", "local", f"user-{n}", f"place-{n}"))


@click.command()
@click.argument("url")
@click.argument("sent", type=click.Path(path_type=Path))
@click.option("--die-before", default=0)
@click.option("--die-after", default=0)
def main(url: str, sent: Path, die_before: int, die_after: int) -> None:
    """Run the tutor."""
    asyncio.run(obey(url, FileChannel(sent, die_before=die_before, die_after=die_after)))


if __name__ == "__main__":
    main()
