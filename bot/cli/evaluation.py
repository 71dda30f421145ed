"""What `chat-tutor evaluate` measures: lines of JSON told apart, figures by name, and how they are printed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.jsonl import lines
from dialogs.answering import (
    Answerer,
    Area,
    Expected,
    IntentReport,
    Line,
    Miss,
    Report,
    Share,
    evaluate,
    evaluate_intents,
)

Figure = Share | Area
CEILINGS = frozenset({"answered_wrong", "offered", "refused", "outside_answered"})
"""Figures that are better when they are lower; so is every kind of outside line."""

_TITLES = {
    "first": "right topic first",
    "top_three": "right topic in the first three",
    "auroc": "AUROC, inside against outside",
    "answered_right": "inside: answered and right",
    "answered_wrong": "inside: answered wrongly",
    "offered": "inside: topics offered",
    "refused": "inside: refused (false refusals)",
    "polarity": "yes or no: right",
    "polarity_said": "yes or no: right where one was said",
    "outside_answered": "outside: answered (false answers)",
    "intents": "intents: read as meant",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was read of the files, and what became of it. `faults`: of lines that could not be used."""

    questions: Report | None
    intents: IntentReport | None
    faults: tuple[str, ...]

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure by name; what became of a kind of outside line is `outside:` and its kind."""
        found: dict[str, Figure] = {}
        if self.questions is not None:
            found |= {name: getattr(self.questions, name) for name in _TITLES if hasattr(self.questions, name)}
            found |= {f"outside:{kind}": share for kind, share in self.questions.by_kind.items()}
        if self.intents is not None:
            found["intents"] = self.intents.right
        return found


def measured(answerer: Answerer, files: Sequence[Path]) -> Measured:
    """Ask the questions, and read the typed lines, in some files.

    A line with `labels` is a question, with `kind` and `polarity` where they apply; one with `intent` and
    `open_question` is what somebody typed.
    """
    questions: list[Expected] = []
    typed: list[Line] = []
    faults: list[str] = []
    for path in files:
        with path.open("rb") as stream:
            for line in lines(stream):
                fault = line.fault or _taken(line.row, questions, typed)
                if fault:
                    faults.append(f"{path}, line {line.number}: {fault}")
    return Measured(
        evaluate(answerer, questions) if questions else None,
        evaluate_intents(typed) if typed else None,
        tuple(faults),
    )


def _taken(row: Mapping[str, Any], questions: list[Expected], typed: list[Line]) -> str:
    """Put a line where it belongs; what is wrong with it when it belongs nowhere."""
    if not isinstance(row.get("text"), str):
        return "`text` is missing, or is no string"
    labels = row.get("labels")
    if isinstance(labels, list) and all(isinstance(label, str) for label in labels):
        questions.append(Expected.of({**row, "kind": str(row.get("kind", "outside"))}))
    elif isinstance(row.get("intent"), str) and isinstance(row.get("open_question", False), bool):
        typed.append(Line.of({"open_question": False, **row}))
    else:
        return "neither a question (`labels`, a list) nor a typed line (`intent`, and `open_question` true or false)"
    return ""


def told(found: Measured, *, misses: bool) -> Iterator[str]:
    """The figures in words, each with how many and its 95 % interval."""
    for name, figure in found.figures.items():
        title = _TITLES.get(name) or f"  of these, {name.removeprefix('outside:')}"
        if isinstance(figure, Area) or figure.count:
            yield f"{title:<38}{figure}"
    if found.intents is not None and found.intents.misses:
        yield "\nLines read otherwise than meant:"
        yield from (f"  {n} x {meant} read as {got}" for (meant, got), n in confusion(found.intents))
    if misses:
        yield from _misses("Questions not answered as expected", found.questions.misses if found.questions else ())
        yield from _misses("Lines read otherwise than meant, one by one", found.intents.misses if found.intents else ())


def confusion(report: IntentReport) -> list[tuple[tuple[str, str], int]]:
    """Pairs of the intent meant and the one read, the most frequent first."""
    return Counter((miss.expected, miss.got) for miss in report.misses).most_common()


def _misses(title: str, misses: Sequence[Miss]) -> Iterator[str]:
    if misses:
        yield f"\n{title}:"
    yield from (f"  {miss.text}\n      expected {miss.expected}; got {miss.got}" for miss in misses)


def as_object(found: Measured) -> Mapping[str, Any]:
    """The figures, the confusions and the misses as an object to write."""
    questions, intents = found.questions, found.intents
    return {
        "figures": {name: _figure(figure) for name, figure in found.figures.items()},
        "confusion": [
            {"meant": meant, "read": got, "n": n} for (meant, got), n in (confusion(intents) if intents else ())
        ],
        "misses": [
            {"text": miss.text, "expected": miss.expected, "got": miss.got}
            for report in (questions, intents)
            if report is not None
            for miss in report.misses
        ],
        "faults": list(found.faults),
    }


def _figure(figure: Figure) -> Mapping[str, Any]:
    size = {"n": figure.count, "hits": figure.hits} if isinstance(figure, Share) else _sizes(figure)
    return {"value": round(figure.value, 4), **size, "interval": [round(end, 4) for end in figure.interval]}


def _sizes(area: Area) -> Mapping[str, int]:
    return {"n": area.inside + area.outside, "inside": area.inside, "outside": area.outside}


def short_of(found: Measured, floors: Mapping[str, float]) -> Iterator[str]:
    """The figures that miss their floor, or lie above it where lower is better, in words."""
    for name, floor in floors.items():
        figure = found.figures[name].value
        lower = name in CEILINGS or name.startswith("outside:")
        if figure > floor if lower else figure < floor:
            yield f"{name} is {figure:.3f}, {'above' if lower else 'below'} {floor:g}"
