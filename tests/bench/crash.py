"""`kill -9` under load, at full size: two tutors on one PostgreSQL, one killed midway; what was lost, what doubled."""

from tests.bench.table import show
from tests.delivery.load import killed_under_load
from tests.delivery.people import LINES
from tests.support.postgres import database, postgres

PEOPLE, ROUNDS = 400, 3


async def bench_crash() -> None:
    """Count what a killed process costs."""
    rows = []
    with postgres() as server:
        for n in range(ROUNDS):
            with database(server) as url:
                c = await killed_under_load(url, PEOPLE)
            told = (
                c.accepted,
                c.again,
                c.recorded,
                c.attempts,
                c.expected,
                c.replies,
                c.lost,
                c.in_flight,
                c.sent_twice,
            )
            rows.append((f"round {n + 1}", *(f"{figure:,}" for figure in told)))
    show(
        f"Killed with -9 under load: {len(LINES)} turns of each of {PEOPLE} people, two processes, one PostgreSQL",
        (
            *("", "turns accepted", "delivered again", "recorded", "answers", "as without a kill"),
            *("replies", "lost", "in flight at the kill", "sent twice"),
        ),
        rows,
    )
