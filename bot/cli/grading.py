"""What `grade` and `evaluate --scenario` share: cases by name, graded and marked answers, and reports of them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import click

from bot.cli.jsonl import Line, lines
from content.model import Course, Expectation, Scenario
from content.statistics import Share
from dialogs.grading import Marks, Verdict, grade
from dialogs.grading.evaluation import Marked, agrees, evaluate


def named(course: Course, name: str) -> Scenario:
    """The case of this id.

    Raises:
        click.BadParameter: there is none.
    """
    scenario = course.scenarios_by_id.get(name.strip().lower().replace(" ", "-"))
    if scenario is None:
        known = ", ".join(course.scenarios_by_id) or "none at all"
        raise click.BadParameter(f"There is no scenario {name!r}. This course has {known}.")
    return scenario


def as_row(marks: Marks) -> dict[str, Any]:
    """The marks as an object to write."""
    return {
        "verdict": marks.verdict,
        "expectations": dict(marks.expectations),
        "misconceptions": list(marks.misconceptions),
        "unsure": marks.unsure,
    }


def told(scenario: Scenario, marks: Marks) -> str:
    """The marks in words, each with its reason."""
    lines_ = [f"Verdict: {marks.verdict} (this case asks for {scenario.verdict})"]
    if marks.deferred:
        lines_.append("Grounds first and puts tuning off until measured, which is a full answer.")
    lines_ += [_expectation(scenario, expectation, marks) for expectation in scenario.expectations]
    for wrong in scenario.misconceptions:
        if wrong.id in marks.misconceptions:
            lines_.append(f"Misconception {wrong.id}: {wrong.correction}")
    if not marks.misconceptions:
        lines_.append("Misconceptions: none")
    if marks.pleads:
        lines_.append("It asks for marks, which changes none.")
    if marks.unsure:
        lines_.append("Unsure: it is about the case, and what it means cannot be told. The tutor would ask back.")
    if marks.silent:
        lines_.append("It names neither a technique nor a need of this case.")
    return "\n".join((*lines_, f"Full marks: {'yes' if marks.full(scenario) else 'no'}"))


def _expectation(scenario: Scenario, expectation: Expectation, marks: Marks) -> str:
    need = next(need for need in scenario.needs if need.id == expectation.need)
    given = sorted(technique for name, technique in marks.pairs if name == need.id)
    words = marks.words.get(need.id)
    said = f"gives {' and '.join(given)} to “{words or need.name}”" if given else "says nothing of it"
    if marks.expectations[expectation.id] and not given:
        said = "says it by what it turns down or puts off"
    met = "met" if marks.expectations[expectation.id] else "not met"
    return f"{expectation.id}: {met} ({need.name}: {expectation.technique}); the answer {said}"


def report(scenario: Scenario, path: Path, *, misses: bool = False) -> tuple[str, tuple[str, ...]]:
    """How well grading agrees with the marks in a file, in words, and what is wrong with the file's lines.

    A line has `text` and `verdict`, and marks in either form: `expectations` (id to true or false) and
    `misconception`, or `covers_<expectation>_needs_<technique>` and `has_misconception`. Lines of another `scenario`
    are left out. `misses`: with each answer on which grading and marks differ.

    Raises:
        click.ClickException: the file has no line that can be used.
    """
    answers: list[tuple[Line, Marked]] = []
    faults: list[str] = []
    with path.open("rb") as stream:
        for line in lines(stream):
            answer = line.fault or _marked(scenario, line.row)
            if isinstance(answer, Marked):
                answers.append((line, answer))
            elif answer:
                faults.append(f"line {line.number}: {answer}")
    if not answers:
        first = f" The first fault: {faults[0]}." if faults else ""
        raise click.ClickException(f"{path} holds no answer to {scenario.id} with its marks.{first}")
    found = evaluate(scenario, [answer for _, answer in answers])
    low, high = found.kappa_interval
    others = found.answers - found.full
    told_ = [
        f"{scenario.title}: {found.answers} answers",
        f"  {'verdict':<20}{Share(found.same_verdict, found.answers)}",
        f"  {'all marks':<20}{Share(found.same_marks, found.answers)}",
        f"  {'weighted kappa':<20}{found.kappa:.3f} (n {found.answers}; {low:.2f} to {high:.2f})",
        f"  {'wrongly full marks':<20}{Share(found.wrongly_full, others)}",
        f"  {'full marks missed':<20}{Share(found.missed, found.full)}",
    ]
    if misses:
        told_ += list(_misses(scenario, answers))
    return "\n".join(told_), tuple(faults)


def _misses(scenario: Scenario, answers: list[tuple[Line, Marked]]) -> Iterator[str]:
    for line, answer in answers:
        marks = grade(scenario, answer.text)
        if not agrees(answer, marks):
            yield f"  line {line.number}: {answer.text}"
            yield f"    marked {answer.verdict}, {_listed(answer.expectations)}, {_wrong(answer.misconception)}"
            yield f"    read   {marks.verdict}, {_listed(marks.expectations)}, {_wrong(bool(marks.misconceptions))}"


def _listed(expectations: Mapping[str, bool]) -> str:
    return ", ".join(f"{name} {'met' if met else 'not met'}" for name, met in expectations.items())


def _wrong(misconception: bool) -> str:
    return "a misconception" if misconception else "no misconception"


def _marked(scenario: Scenario, row: Mapping[str, Any]) -> Marked | str:
    """The marked answer of a line, what is wrong with it, or nothing for an answer to another case."""
    if row.get("scenario", scenario.id) != scenario.id:
        return ""
    text = row.get("text")
    verdict = next((name for name in get_args(Verdict) if name == row.get("verdict")), None)
    if not isinstance(text, str):
        return "`text` is missing, or is no string"
    if verdict is None:
        return f"`verdict` must be one of {', '.join(get_args(Verdict))}"
    given = row.get("expectations")
    marks = {e.id: given.get(e.id) if isinstance(given, dict) else row.get(_key(e)) for e in scenario.expectations}
    wrong = row.get("misconception", row.get("has_misconception"))
    for name, value in {**marks, "misconception": wrong}.items():
        if not isinstance(value, bool):
            return f"the mark for {name} is missing, or is neither true nor false"
    return Marked(text, verdict, {name: bool(value) for name, value in marks.items()}, bool(wrong))


def _key(expectation: Expectation) -> str:
    name, technique = expectation.id.replace("-", "_"), expectation.technique.replace("-", "")
    return f"covers_{name}_needs_{technique}"
