"""What the course could not answer, as authors read it: by workspace and day, without who asked."""

from dataclasses import dataclass
from datetime import date

from bot.store.rows import Execute

MOST = 5_000
"""Different questions that are read, the newest first."""

_GAPS = """
select channel, tenant, day, words, zone, score, topics, language, asked from gap
where day >= ? {tenant} order by day desc, asked desc, channel, tenant, words limit ?
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One question of one workspace on one day, and how often it was asked."""

    channel: str
    tenant: str
    day: date
    words: str
    zone: str
    score: float
    topics: tuple[str, ...]
    language: str
    asked: int


def gaps(execute: Execute, since: date, tenant: str | None = None) -> list[Kept]:
    """What was kept from this day on, of one workspace or of all: at most `MOST`, the newest first."""
    only = "" if tenant is None else "and tenant = ?"
    values = (since.isoformat(), *(() if tenant is None else (tenant,)), MOST)
    rows = execute(_GAPS.format(tenant=only), values)
    return [
        Kept(channel, of, date.fromisoformat(day), words, zone, score, tuple(topics.split()), language, asked)
        for channel, of, day, words, zone, score, topics, language, asked in rows
    ]
