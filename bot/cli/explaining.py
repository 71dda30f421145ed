"""How an answer was chosen, drawn for a terminal."""

from collections.abc import Iterator, Mapping

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from content.markup import plain
from content.model import Course
from content.search import Polarity, Ranking
from dialogs.answering import Answer, Offer
from dialogs.answering.explanation import THRESHOLDS, Explanation, Verdict
from dialogs.answering.wording import said

WHY = {
    "part": "It asks for another part of the topic talked about.",
    "order": "It gives orders to the tutor, so it is left aside.",
    "foreign": "It compares with something that the course never speaks of.",
    "claim": "It wants a yes or a no, one is sure, and a claim gives the reason.",
    "several": "It holds several questions, each with a clear topic.",
    "outside": "It is less likely inside the course than an offer needs.",
    "doubt": "It may be inside the course, and less likely than an answer needs.",
    "unclear": "It is inside the course, no topic stands out enough, and neither a yes nor a no is sure.",
    "judged": "It wants a yes or a no, one is sure, and no claim gives the reason, so the likeliest topic does.",
    "near": "One topic stands out, neither a yes nor a no is sure, and a claim that comes near and holds is said.",
    "topic": "It is inside the course, and one topic stands out.",
}
WIDTH = 24
SHOWN = 5


def drawn(explanation: Explanation, course: Course) -> RenderableType:
    """An explanation, from the outcome to what spoke for it."""
    return Padding(Group(*_parts(explanation, course)), (1, 2))


def _parts(explanation: Explanation, course: Course) -> Iterator[RenderableType]:
    decision = explanation.decision
    found, ranking = decision.found, decision.ranking
    zone = "answer" if isinstance(found, Answer) else "offer" if isinstance(found, Offer) else "refuse"
    yield Text.assemble(
        ("Zone      ", "bold"), (zone, "bold cyan"), f"   score {found.score:.2f}   {WHY[decision.why]}"
    )
    yield Text.assemble(("Read as   ", "bold"), decision.read or "(nothing)", _language(explanation))
    if ranking is not None:
        yield from _topics(ranking, course)
    if explanation.reasons:
        yield Text("\nWhat spoke most for the first topic (= a group of phrases that mean the same)", "bold")
        yield Text("  ".join(f"{reason.said} {reason.push:+.2f}" for reason in explanation.reasons))
    if explanation.strange:
        yield Text.assemble(("\nNever said in the course  ", "bold"), ", ".join(explanation.strange))
    if explanation.sides is not None:
        sides = explanation.sides
        yield Text.assemble(("\nCompares  ", "bold"), f"“{sides.left}” and “{sides.right}”")
    if explanation.verdict is not None:
        yield from _verdict(explanation.verdict)
    yield Text("\nWhat is said", "bold")
    yield Padding(Text(plain(said(found, course.topics))), (0, 0, 0, 2))
    if isinstance(found, Answer):
        yield Padding(Text("\n".join(f"{quote.source}  {quote.url}" for quote in found.quotes), "dim"), (1, 0, 0, 2))
    yield Text("\n" + ", ".join(f"{name} {value}" for name, value in THRESHOLDS.items()), "dim")


def _language(explanation: Explanation) -> tuple[str, str]:
    return (f"   (key words of {explanation.language})" if explanation.language else "", "dim")


def _topics(ranking: Ranking, course: Course) -> Iterator[RenderableType]:
    outside = "" if ranking.inside >= 0.5 else f", likeliest as {ranking.kind}"
    yield Text.assemble(("Inside    ", "bold"), f"{ranking.inside:.2f}{outside}")
    grid = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold")
    grid.add_column("Topic")
    grid.add_column("Share", justify="right")
    grid.add_column("", width=WIDTH)
    for hit in ranking.hits[:SHOWN]:
        bar = ProgressBar(total=1.0, completed=hit.share, width=WIDTH)
        title = Text.assemble(course.topics[hit.topic].title, (f" {hit.topic}", "dim"))
        grid.add_row(title, f"{hit.share:.2f}", bar)
    yield grid


def _verdict(verdict: Verdict) -> Iterator[RenderableType]:
    denied = "   (denied in the question)" if verdict.negated else ""
    yield Text.assemble(("\nYes or no ", "bold"), f"“{verdict.sentence}”{denied}")
    yield Text(f"  by the whole sentence: {_shares(verdict.polarities)}")
    if verdict.found is not None:
        claim, found = verdict.found.claim, verdict.found
        yield Text(f"  nearest claim: {claim.statement} ({_holds(claim.holds)}; {claim.id})")
        turned = f", turned by “{found.turned}”" if found.turned else ""
        yield Text(f"  sure {found.sure:.2f}, this claim {found.share:.2f}, no claim at all {found.apart:.2f}{turned}")
        yield Text(f"  of what is said, {found.explained:.2f} speaks for it")
        if found.parts is not None:
            parts = found.parts
            yield Text(f"  by its parts: {parts.statement} ({_holds(parts.holds)}; {parts.id})")
    yield Text(f"  the right answer, by both: {_shares(verdict.likely)}")


def _shares(polarities: Mapping[Polarity, float]) -> str:
    return ", ".join(f"{name} {share:.2f}" for name, share in polarities.items())


def _holds(holds: bool | str) -> str:
    return holds if isinstance(holds, str) else "it holds" if holds else "it does not hold"
