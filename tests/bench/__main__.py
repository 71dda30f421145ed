"""Measure: `python -m tests.bench`, or only some: `python -m tests.bench turns`."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import click

from tests.bench.answering import bench_answering
from tests.bench.crash import bench_crash
from tests.bench.deliveries import bench_deliveries
from tests.bench.slack import bench_slack
from tests.bench.sockets import bench_sockets
from tests.bench.start import bench_start
from tests.bench.teams import bench_teams
from tests.bench.turns import bench_turns

BENCHES: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
    "answering": bench_answering,
    "turns": bench_turns,
    "start": bench_start,
    "sockets": bench_sockets,
    "slack": bench_slack,
    "teams": bench_teams,
    "crash": bench_crash,
    "deliveries": bench_deliveries,
}


@click.command(epilog="Example: python -m tests.bench turns")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHES)))
def main(names: tuple[str, ...]) -> None:
    """Measure turns, the start, open sockets, each platform, and what a crash costs; without names, everything."""
    for name in names or BENCHES:
        asyncio.run(BENCHES[name]())


if __name__ == "__main__":
    main()
