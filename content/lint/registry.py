"""The list of rules. A rule is one function in `content.lint.rules`; its name is its id, its docstring what it says."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content.lint.bank import Bank
from content.lint.finding import Severity
from content.model import Place

Problem = tuple[Place, str]
"""Where something is wrong, and what."""

Check = Callable[[Bank], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """An editorial rule: what it asks for, how grave a breach is, and how to mend one."""

    id: str
    severity: Severity
    subject: str
    says: str
    remedy: str
    check: Check = lambda _: iter(())

    def as_json(self) -> dict[str, str]:
        """The rule in words that JSON has."""
        return {field: getattr(self, field) for field in ("id", "severity", "subject", "says", "remedy")}


RULES: dict[str, Rule] = {}
"""Every rule by id, in the order of the subjects."""


def rule(severity: Severity, remedy: str) -> Callable[[Check], Check]:
    """Enter a check in the list: `key_longest` in `keys.py` is the rule `key-longest` of the subject `keys`."""

    def enter(check: Check) -> Check:
        name = check.__name__.replace("_", "-")
        subject = check.__module__.rsplit(".", 1)[-1]
        RULES[name] = Rule(name, severity, subject, " ".join((inspect.getdoc(check) or "").split()), remedy, check)
        return check

    return enter
