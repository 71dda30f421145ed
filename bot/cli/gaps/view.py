"""What the course could not answer, for people at 80 columns and for a program."""

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.gaps.gathering import Cluster, Place
from bot.cli.shared import many
from bot.store.gaps import MOST
from content.model import Course

SCHEMA = 1
"""Raised when a field goes or changes its meaning; new fields may come."""

SHOWN = 30
"""Clusters shown of one workspace."""

_ZONES = {"refuse": "refused", "offer": "topics offered", "answer": "hardly sure"}
_OFF = "Questions are not kept. To keep those that the course could not answer, set KEEP_GAPS=true and start the tutor."
_STILL = "Questions are not kept any more (KEEP_GAPS is off); these are from before, and go after 30 days."


def document(places: Sequence[Place], *, kept: bool, days: int, whole: bool) -> dict[str, Any]:
    """Every cluster, as JSON; with `whole`, nothing was left out."""
    return {
        "schema": SCHEMA,
        "kept": kept,
        "days": days,
        "whole": whole,
        "workspaces": [
            {"channel": place.channel, "tenant": place.tenant, "clusters": [_entry(one) for one in place.clusters]}
            for place in places
        ],
    }


def _entry(one: Cluster) -> dict[str, Any]:
    return {
        "asked": one.asked,
        "example": one.example,
        "zone": next(iter(one.zones)),
        "zones": one.zones,
        "topics": list(one.topics),
        "languages": list(one.languages),
        "newest": one.newest.isoformat(),
        "questions": list(dict.fromkeys(question.words for question in one.questions)),
    }


def view(course: Course, places: Sequence[Place], *, kept: bool, days: int, whole: bool) -> RenderableType:
    """The clusters of each workspace, the most asked first; or why there are none."""
    if not places:
        return Text(f"Nothing that the course could not answer, in {many(days, 'day')}." if kept else _OFF)
    parts: list[RenderableType] = [] if kept else [Text(_STILL, style="yellow")]
    for place in places:
        counted = many(sum(one.asked for one in place.clusters), "question")
        head = Text(f"{place.channel} {place.tenant}", style="bold cyan")
        parts += [head.append(f"  {counted} in {many(days, 'day')}", style="not bold dim"), _table(course, place)]
        if (more := len(place.clusters) - SHOWN) > 0:
            parts.append(Text(f"  and {more} more, in --json", style="dim"))
    if not whole:
        parts.append(Text(f"Only the newest {MOST:,} different questions were read.", style="yellow"))
    parts.append(Text(_LEGEND, style="dim"))
    return Group(*parts)


_LEGEND = (
    "Counts are of questions: nothing is kept of who asked. What needs an answer becomes a topic, or another way to"
    " ask for one that is there. `chat-tutor feedback` shows which answers did not help."
)


def _table(course: Course, place: Place) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold")
    table.add_column("Asked", justify="right")
    table.add_column("For example", overflow="fold", min_width=24)
    table.add_column("Nearest topics", overflow="fold")
    table.add_column("Newest", no_wrap=True)
    for one in place.clusters[:SHOWN]:
        example = Text(one.example)
        told = ", ".join([_ZONES.get(zone, zone) for zone in one.zones] + list(one.languages))
        example.append(f"\n{told}", style="yellow")
        near = (course.topics[name].title if name in course.topics else name for name in one.topics)
        table.add_row(str(one.asked), example, Text("\n".join(near)), f"{one.newest:%d %b}")
    return table
