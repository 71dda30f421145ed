"""The figures for people, at 80 columns."""

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.cli.items.gathering import Item
from bot.cli.shared import many
from bot.store.items import Told
from content.markup import plain
from content.model import Course, Match, Order
from content.statistics import ACT_FROM, SHOW_FROM, Figures, Part, Share, band
from dialogs.feedback import REASONS

NOTES = 10
"""Messages shown for one revision."""


def overview(chosen: Sequence[Item]) -> RenderableType:
    """A line for each question as it is now: first what to act on, then what to watch, then the rest."""
    current = [one for one in chosen if one.current]
    shown = sorted((one for one in current if one.figures.shown), key=_pressing)
    waiting = [one for one in current if not one.figures.shown]
    parts: list[RenderableType] = [_counted(shown, waiting)]
    if shown:
        parts.append(_table(shown))
        parts.append(Text(_LEGEND, style="dim"))
    if disputed := [one for one in waiting if one.figures.challenges]:
        parts.append(Text("\nChallenged before there are figures:", style="bold"))
        parts += [Text(f"  {one.tally.question}: {_times(one.figures.challenges)}") for one in disputed]
    if begun := [one for one in waiting if one.tally.answers]:
        counts = ", ".join(f"{one.tally.question} {one.tally.answers}" for one in begun)
        parts.append(Text(f"\nNot shown, under {SHOW_FROM} first answers: {counts}.", style="dim"))
    parts.append(Text("\n`chat-tutor items ITEM` shows a question's options and what was said of it.", style="dim"))
    return Group(*parts)


_LEGEND = (
    "Right: share of first answers that were right, with its 95 % interval. Apart: how far the"
    " question tells strong learners from others (corrected point-biserial). Said: challenges."
)


def _counted(shown: Sequence[Item], waiting: Sequence[Item]) -> Text:
    flagged = sum(bool(one.figures.flags) for one in shown)
    urgent = sum(one.figures.urgent for one in shown)
    told = (
        f"{many(len(shown) + len(waiting), 'question')}: {len(shown)} with {SHOW_FROM} first answers or more,"
        f" {len(waiting)} with fewer."
    )
    if flagged:
        told += f" {urgent} to act on (from {ACT_FROM} answers), {flagged - urgent} to watch."
    return Text(told)


def _pressing(one: Item) -> tuple[bool, int]:
    return (not one.figures.urgent, -len(one.figures.flags))


def _table(shown: Sequence[Item]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold")
    table.add_column("Question", overflow="fold", min_width=30)
    table.add_column("n", justify="right")
    table.add_column("Right", no_wrap=True)
    table.add_column("Apart", max_width=14)
    table.add_column("Said", justify="right")
    for one in shown:
        made = one.figures
        name = Text(one.tally.question, style="bold")
        if made.flags:
            led = "act: " if made.urgent else "watch: "
            name.append("\n" + led + "; ".join(flag.short for flag in made.flags), style="yellow not bold")
        said = str(made.challenges) if made.challenges else ""
        table.add_row(name, str(one.tally.answers), _share(made.difficulty), _apart(made), said)
    return table


def detail(course: Course, chosen: Sequence[Item]) -> RenderableType:
    """One question: its words, and each of its revisions."""
    parts: list[RenderableType] = [Text(chosen[0].tally.question, style="bold cyan")]
    question = chosen[0].question
    if question is None:
        parts.append(Text("This question has left the course.", style="dim"))
    else:
        objective = course.objectives[question.objective].title
        parts.append(Text(f"{question.kind}, {question.level}; objective: {objective}", style="dim"))
        parts.append(Padding(Text(plain(question.stem)), (1, 0, 0, 2)))
    for one in chosen:
        parts += ["", *_revision(one)]
    return Group(*parts)


def _revision(one: Item) -> list[RenderableType]:
    made, tally = one.figures, one.tally
    told = Text(f"Revision {tally.revision}", style="bold")
    told.append("" if one.current else ", a former one", style="dim")
    parts: list[RenderableType] = [told]
    if made.shown:
        parts += [_figures(one), *_parts(one), *_flags(made)]
    else:
        count = many(tally.answers, "first answer")
        parts.append(Text(f"  {count} so far. Figures are shown from {SHOW_FROM}, when they begin to mean something."))
    return [*parts, *_messages(one)]


def _figures(one: Item) -> RenderableType:
    made = one.figures
    grid = Table.grid(padding=(0, 2))
    guess = f", the author's guess was {_short(one.question.difficulty)}" if one.question and one.current else ""
    grid.add_row("  First answers", str(one.tally.answers))
    grid.add_row("  Right", _share(made.difficulty) + guess)
    grid.add_row("  Tells apart", _apart(made) + (f", over {made.compared} learners" if made.compared else ""))
    if made.hinted is not None and made.hints_each is not None:
        grid.add_row("  Took a hint", f"{made.hinted.value:.0%}, {made.hints_each:.1f} hints for each answer")
    if made.sure_when_wrong is not None:
        told = f"{made.sure_when_wrong:.1f} of 3 (1 a guess, 3 sure), over {made.mistaken} wrong answers"
        grid.add_row("  Sure when wrong", told)
    return grid


def _parts(one: Item) -> list[RenderableType]:
    if not one.figures.parts:
        return []
    lines = one.current and isinstance(one.question, Match | Order)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold")
    table.add_column("")
    table.add_column("Line" if lines else "Option", overflow="fold")
    table.add_column("Right" if lines else "Chosen", justify="right")
    table.add_column("")
    for part in one.figures.parts:
        table.add_row(part.letter, Text(plain(part.text)), f"{part.share.value:.0%}", _mark(part))
    return [table]


def _mark(part: Part) -> Text:
    if part.key:
        return Text("key", style="bold")
    return Text("hardly chosen", style="yellow") if part.dead else Text()


def _flags(made: Figures) -> list[RenderableType]:
    led = "Act on this" if made.urgent else f"Watch this until {ACT_FROM} have answered"
    if not made.flags:
        return [Text("  Nothing to mend.", style="green")]
    lines = [Padding(Text(f"{flag.short.capitalize()}. {flag.advice}"), (0, 0, 0, 4)) for flag in made.flags]
    return [Text(f"  {led}:", style="yellow"), *lines]


def _messages(one: Item) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if one.told:
        counts = ", ".join(
            f"{REASONS['challenge'].get(reason, reason).lower()} {count}"
            for reason, count in sorted(one.tally.reasons.items(), key=lambda pair: -pair[1])
        )
        head = _times(one.figures.challenges).capitalize() + (f": {counts}" if counts else "")
        parts.append(Padding(Text(head, style="bold"), (0, 0, 0, 2)))
    parts += [message(told) for told in one.told[:NOTES]]
    if len(one.told) > NOTES:
        parts.append(Text(f"    and {len(one.told) - NOTES} older ones, in --json", style="dim"))
    return parts


def message(told: Told) -> RenderableType:
    """One message: its day, its reason, its words, and nothing of who sent it."""
    reason = REASONS[told.kind].get(told.reason, told.reason)
    line = Text(f"{told.at:%d %b %Y}  ", style="dim")
    line.append(reason, style="not dim")
    if told.words:
        line.append(f": {' '.join(told.words.split())}", style="not dim")
    return Padding(line, (0, 0, 0, 4))


def _share(share: Share | None) -> str:
    if share is None:
        return "not told yet"
    low, high = share.interval
    return f"{_short(share.value)} ({_short(low)}–{_short(high)})"


def _apart(made: Figures) -> str:
    r = made.discrimination
    if r is None:
        return "not told yet" if made.compared < SHOW_FROM else "no spread"
    return f"{_short(r)} {band(r)}"


def _short(value: float) -> str:
    """Two decimals without the zero before them."""
    return f"{value:.2f}".replace("0.", ".", 1)


def _times(count: int) -> str:
    return {0: "not challenged", 1: "challenged once", 2: "challenged twice"}.get(count, f"challenged {count} times")
