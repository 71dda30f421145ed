"""Every rule over a course, less what is waived."""

from collections.abc import Callable, Iterator
from datetime import date

from content.lint.bank import Bank, Item
from content.lint.finding import Finding
from content.lint.registry import RULES, Problem, Rule
from content.loader import ContentError
from content.model import Course, Place

Locate = Callable[[Place], tuple[str, int]]
"""Tells the file and line of a place in the course."""

BEFORE_AND_AFTER = {
    rule.id: rule
    for rule in (
        Rule(
            "unusable",
            "error",
            "loading",
            "The course can be loaded: keys are known and none is missing, each kind of question has its number of"
            " right options, options fit a button (75 characters), everything has its explanation and its source,"
            " ids are used once and name something.",
            "do what the message says",
        ),
        Rule(
            "waiver-unknown",
            "error",
            "waivers",
            "A waiver names a rule of this list.",
            "take an id from `chat-tutor lint --rules`",
        ),
        Rule("waiver-unused", "warning", "waivers", "A waiver waives something.", "remove the waiver"),
    )
}
"""What is checked before and after the rules; none of it can be waived."""


def lint(course: Course, locate: Locate, today: date) -> list[Finding]:
    """What the rules find in a course, in the order of its files; `today` is what sources age against."""
    bank = Bank(course, today)
    waived: set[tuple[Place, str]] = set()
    findings = []
    for rule in RULES.values():
        for problem in rule.check(bank):
            item = bank.item_at(problem[0])
            if rule.id in item.model.waive:
                waived.add((item.place, rule.id))
            else:
                findings.append(_finding(rule, problem, item, locate))
    findings += _waivers(bank, waived, locate)
    return sorted(findings, key=lambda found: (found.file, found.line, found.rule, found.message))


def unusable(error: ContentError) -> list[Finding]:
    """The faults of a course that could not be loaded, in the form of findings."""
    rule = BEFORE_AND_AFTER["unusable"]
    return [Finding(rule.id, rule.severity, fault.file, fault.line, "", fault.message, "") for fault in error.faults]


def catalogue() -> list[Rule]:
    """Every rule, by subject."""
    loading, *waivers = BEFORE_AND_AFTER.values()
    return [loading, *RULES.values(), *waivers]


def _finding(rule: Rule, problem: Problem, item: Item, locate: Locate) -> Finding:
    place, message = problem
    file, line = locate(place)
    return Finding(rule.id, rule.severity, file, line, item.id, message, rule.remedy)


def _waivers(bank: Bank, waived: set[tuple[Place, str]], locate: Locate) -> Iterator[Finding]:
    """Waivers that name no rule, or that nothing was found for."""
    for item in bank.items.values():
        for name in item.model.waive:
            place = (*item.place, "waive", name)
            if name not in RULES:
                problem = (place, f"there is no rule {name!r} to waive")
                yield _finding(BEFORE_AND_AFTER["waiver-unknown"], problem, item, locate)
            elif (item.place, name) not in waived:
                yield _finding(BEFORE_AND_AFTER["waiver-unused"], (place, f"{name!r} finds nothing here"), item, locate)
