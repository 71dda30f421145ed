"""The editorial rules: a course in, findings out. Pure: the day is passed in, and nothing is read but the course.

The rules follow the flaw list of the NBME as tabulated in doi 10.1186/s12909-016-0559-7, and Haladyna, Downing and
Rodriguez (doi 10.1207/S15324818AME1503_5); those of `chat` and `language` are what chat platforms ask for besides.
"""

from content.lint import rules as _rules  # noqa: F401  (importing the rules enters them in the list)
from content.lint.finding import Finding, Severity
from content.lint.registry import RULES, Rule
from content.lint.run import catalogue, lint, unusable

__all__ = ["RULES", "Finding", "Rule", "Severity", "catalogue", "lint", "unusable"]
