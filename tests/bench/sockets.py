"""Five hundred learners with the page open who ask at the same moment."""

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import quantiles

from tests.bench.server import FLOOR, TUTOR, Page, client, serving
from tests.bench.table import show

SOCKETS = 500
PATIENCE = 60
"""Seconds in which all must be answered."""


async def bench_sockets() -> None:
    """The tutor beside a bare server."""
    rows = [await asked(name, command) for name, command in (("chat-tutor serve", TUTOR), ("bare aiohttp", FLOOR))]
    show(
        f"{SOCKETS} open web sockets ask at once; this machine runs the asking, too",
        ("", "answered", "p50 ms", "p95 ms", "all after ms", "CPU ms/answer", "MB resident"),
        rows,
    )


async def asked(name: str, command: tuple[str, ...]) -> tuple[str, ...]:
    """A row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        async with serving(command, Path(folder) / "store.db") as server, client() as session:
            pages = [await Page.opened(session, server.url) for _ in range(SOCKETS)]
            cpu, began = server.cpu, time.perf_counter()
            async with asyncio.timeout(PATIENCE):
                seconds = await asyncio.gather(*(page.ask("what is grounding?") for page in pages))
            wall, cpu, megabytes = time.perf_counter() - began, server.cpu - cpu, server.megabytes
            for page in pages:
                await page.close()
    cuts = quantiles(seconds, n=20)
    figures = (cuts[9] * 1000, cuts[18] * 1000, wall * 1000)
    return (
        name,
        str(len(seconds)),
        *(f"{value:,.0f}" for value in figures),
        f"{cpu / SOCKETS * 1000:.2f}",
        f"{megabytes:.0f}",
    )
