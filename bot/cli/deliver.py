"""`chat-tutor deliver`."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import click

from bot.app import App, add_channels, build
from bot.cli.shared import course_in_use, for_people
from bot.settings import load_settings
from bot.store import Schedule, Store, Transaction, open_store
from bot.store.transaction import millis
from content.model import Course
from dialogs.days import called, is_late, zone
from dialogs.learner import Daily, Learner
from dialogs.review import pick

PAGE = 500
PATIENCE = 60.0
"""Seconds that replies may take to be sent at the end."""

After = tuple[int, str, str, str]


@click.command(
    epilog="Example: chat-tutor deliver --dry-run --at 2026-11-24T09:00",
)
@click.option("--dry-run", is_flag=True, help="Only list who would get which questions; nothing is sent or kept.")
@click.option("--at", "told", default="", metavar="TIME", help="With --dry-run: as if it were TIME, in UTC.")
@for_people
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
        asyncio.run(_list(course, open_store(settings.database_url.get_secret_value(), migrate=settings.migrate), at))
    else:
        asyncio.run(_send(build(settings)))


async def _send(app: App) -> None:
    add_channels(app)
    try:
        found = 0
        while app.scheduler is not None and (step := await app.scheduler.step()):
            found += step
            await app.delivery.drain(PATIENCE)
        click.echo(f"{found} were due. {_told(app.delivery.counts)}")
    finally:
        await app.close()


async def _list(course: Course, store: Store, at: datetime) -> None:
    after: After = (0, "", "", "")
    counts: Counter[str] = Counter()
    try:
        while page := await store.run(lambda t: Schedule(t).listed(at, after, PAGE)):  # noqa: B023 - awaited
            for line in _lines(course, [who for who, _ in page], at, counts):
                click.echo(line)
            last, due = page[-1]
            after = (millis(due), last.channel, last.tenant, last.user)
        click.echo(f"At {at:%Y-%m-%d %H:%M} UTC: {_told(counts)}")
        if lost := await store.run(_given_up):
            click.echo(f"Of the last days' quizzes some did not arrive: {_told(Counter(lost))}")
    finally:
        await store.close()


def _lines(course: Course, learners: list[Learner], at: datetime, counts: Counter[str]) -> Iterator[str]:
    for learner in learners:
        day = called(learner, at)
        counts["passed over" if day is None else "would get one"] += 1
        if day is not None:
            chosen = pick(course, learner, at, (learner.daily or Daily()).count, again=False)
            late = " (late)" if is_late(learner, day, at) else ""
            here = f"{at.astimezone(zone(learner.zone)):%H:%M} {learner.zone}{late}"
            yield f"{learner.channel}:{learner.tenant}:{learner.user}  {day}  {here}  {' '.join(chosen)}"


def _given_up(transaction: Transaction) -> dict[str, int]:
    return Schedule(transaction).given_up()


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.most_common()) + "." if counts else "nobody."
