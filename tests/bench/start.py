"""From the start of the process to the first answer on a web socket, and what is resident then."""

import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.server import FLOOR, TUTOR, Page, client, serving
from tests.bench.table import show

STARTS = 5
GOAL = ("the goal", "1.50", "", "", "60")


async def bench_start() -> None:
    """The tutor, web only, beside a bare server."""
    rows = []
    for name, command in (("chat-tutor serve", TUTOR), ("bare aiohttp, nothing kept", FLOOR)):
        with tempfile.TemporaryDirectory() as folder:
            figures = [await started(command, Path(folder) / "store.db") for _ in range(STARTS)]
        seconds, cpu, megabytes = zip(*figures, strict=True)
        rows.append(
            (name, f"{median(seconds):.2f}", f"{max(seconds):.2f}", f"{median(cpu):.2f}", f"{median(megabytes):.0f}")
        )
    show(
        f"Start to the first answer, {STARTS} starts, web chat only",
        ("", "seconds", "slowest", "CPU seconds", "MB resident"),
        [*rows, GOAL],
    )


async def started(command: tuple[str, ...], database: Path) -> tuple[float, float, float]:
    """Seconds from the start to the first answer, of the clock and of CPU, and megabytes."""
    began = time.perf_counter()
    async with serving(command, database) as server, client() as session:
        page = await Page.opened(session, server.url)
        await page.ask("define RAG")
        seconds = time.perf_counter() - began
        await page.close()
        return seconds, server.cpu, server.megabytes
