"""The tutor in a terminal, in one process with its store."""

import asyncio
import sys
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from rich.console import Console

from bot.channels import Intake, Mailbox
from bot.channels.terminal.view import view
from bot.store import Outgoing, StoreUnavailableError
from dialogs.turn import Address, Event, Message, Open, Profile, Turn

ADDRESS = Address("terminal", "local", "me", "me")
PROMPT = "[bold green]you ›[/] "
WIDTH = 88


class TerminalChannel:
    """Reads lines, prints replies. What was printed is confirmed at once."""

    name = "terminal"
    collects = True

    def __init__(self, intake: Intake, mailbox: Mailbox, console: Console | None = None) -> None:
        self._intake = intake
        self._mailbox = mailbox
        self._console = console or Console(highlight=False, soft_wrap=False)
        self._console.width = min(self._console.width, WIDTH)
        self._shown: set[str] = set()

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Channel`."""
        return ()

    async def close(self) -> None:
        """See `Channel`."""

    async def send(self, outgoing: Outgoing) -> str:
        """Print a reply, once."""
        if outgoing.id not in self._shown:
            self._shown.add(outgoing.id)
            self._console.print(view(outgoing.reply))
        return "printed"

    async def working(self, outgoing: Outgoing) -> None:
        """See `Channel`."""
        self._console.print("[dim]  One moment …[/]")

    def stream(self, outgoing: Outgoing) -> None:
        """See `Channel`; what is printed is not taken back."""

    async def converse(self) -> None:
        """Talk until the input ends or the learner says goodbye."""
        await self._show()
        await self._receive(Open())
        self._console.print("[dim]  Type what you like; /help shows what there is, Ctrl-D leaves.[/]\n")
        while (line := await asyncio.to_thread(self._read)) is not None:
            if line.strip().lower() in {"/quit", "/exit", "bye", "goodbye"}:
                break
            await self._receive(Message(line))
        self._console.print("\n[dim]  See you. What you answered is kept.[/]")

    async def _show(self) -> None:
        """Print what has not been printed yet, before the learner is asked for more."""
        for outgoing in await self._mailbox.waiting(ADDRESS):
            await self.send(outgoing)
            await self._mailbox.confirm(ADDRESS, [outgoing.id])

    def _read(self) -> str | None:
        try:
            line = self._console.input(PROMPT)
        except (EOFError, KeyboardInterrupt):
            return None
        if not sys.stdin.isatty():
            self._console.print(line, markup=False)
        return line

    async def _receive(self, event: Event) -> None:
        turn = Turn(f"terminal:{uuid.uuid4()}", ADDRESS, event, datetime.now(UTC), profile=Profile(zone=_zone()))
        try:
            await self._intake.receive(turn)
            await self._mailbox.arrived(ADDRESS)
            await self._show()
        except StoreUnavailableError as error:
            self._console.print(f"  I cannot write anything down right now, so that did not count. {error}\n")


def _zone() -> str:
    """This machine's time zone by its IANA name; empty where it cannot be told."""
    parts = Path("/etc/localtime").resolve().parts
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""
