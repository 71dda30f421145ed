"""`chat-tutor deliver`."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click

from bot.app import App, add_channels, build
from bot.cli.shared import course_in_use
from bot.delivery import Sweeper
from bot.delivery.scheduler import EVERY, MOST_ON_THE_WAY
from bot.settings import load_settings
from bot.store import Schedule, Transaction
from bot.store.reading import read
from bot.store.rows import Execute
from content.model import Course
from dialogs.days import called, is_late, zone
from dialogs.learner import Daily, Learner
from dialogs.review import pick

PAGE = 500
PATIENCE = 60.0
"""Seconds that replies may take to be sent at the end, those included that a platform put off."""


@click.command(
    epilog="Example: chat-tutor deliver --dry-run --at 2026-11-24T09:00",
)
@click.option("--dry-run", is_flag=True, help="Only list who would get which questions; nothing is sent or kept.")
@click.option("--at", "told", default="", metavar="TIME", help="With --dry-run: as if it were TIME, in UTC.")
def deliver(dry_run: bool, told: str) -> None:
    """Send the daily quizzes that are due, and end; `serve` does so all the time by itself.

    The list names learners and questions by their ids.
    """
    if told and not dry_run:
        raise click.UsageError("--at goes with --dry-run: what is sent is sent now.")
    try:
        at = datetime.fromisoformat(told) if told else datetime.now(UTC)
    except ValueError as error:
        raise click.UsageError(f"--at {told}: put it like 2026-11-24T09:00.") from error
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    settings = load_settings()
    if dry_run:
        course, _ = course_in_use()
        read(settings.database_url.get_secret_value(), lambda execute: _list(course, execute, at))
    else:
        asyncio.run(_send(build(settings)))


async def _send(app: App) -> None:
    add_channels(app)
    sweeper = asyncio.create_task(Sweeper(app.store, app.delivery).run())
    try:
        found = 0
        while app.scheduler is not None and (step := await app.scheduler.step()):
            found += step
            await app.delivery.room(MOST_ON_THE_WAY)
        left = await _sent(app)
        click.echo(f"{found} were due. {_told(app.delivery.counts)}")
        if left:
            click.echo(f"{left} wait for their platform; `serve`, or the next `deliver`, sends them.")
    finally:
        sweeper.cancel()
        await asyncio.gather(sweeper, return_exceptions=True)
        await app.close()


async def _sent(app: App) -> int:
    """Let the sweeper bring out what was put off; how many replies are left when the patience ends."""
    swept = [channel.name for channel in app.channels.values() if not channel.collects]
    left, deadline = 0, app.delivery.clock() + timedelta(seconds=PATIENCE)
    while app.delivery.clock() < deadline:
        await app.delivery.room(0)
        backlog = await app.store.run(Transaction.backlog)
        left = sum(backlog[name][0] for name in swept if name in backlog)
        if not left:
            break
        await asyncio.sleep(EVERY)
    return left


def _list(course: Course, execute: Execute, at: datetime) -> None:
    schedule, counts = Schedule(Transaction(execute)), Counter[str]()
    after: tuple[Learner, datetime] | None = None
    while page := schedule.listed(at, after, PAGE):
        for line in _lines(course, [who for who, _ in page], at, counts):
            click.echo(line)
        after = page[-1]
    click.echo(f"At {at:%Y-%m-%d %H:%M} UTC: {_told(counts)}")
    if lost := schedule.given_up():
        click.echo(f"Of the last days' quizzes some did not arrive: {_told(Counter(lost))}")


def _lines(course: Course, learners: list[Learner], at: datetime, counts: Counter[str]) -> Iterator[str]:
    for learner in learners:
        day = called(learner, at)
        counts["passed over" if day is None else "would get one"] += 1
        if day is not None:
            chosen = pick(course, learner, at, (learner.daily or Daily()).count, again=False)
            late = " (late)" if is_late(learner, day, at) else ""
            here = f"{at.astimezone(zone(learner.zone)):%H:%M} {learner.zone}{late}"
            yield f"{learner.channel}:{learner.tenant}:{learner.user}  {day}  {here}  {' '.join(chosen)}"


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.most_common()) + "." if counts else "nobody."
