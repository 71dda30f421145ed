"""`chat-tutor lint`."""

import json
import sys
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from bot.cli.shared import folder_argument, summary
from content.lint import Finding, catalogue, unusable
from content.lint import lint as find
from content.loader import ContentError, load_with_places

WIDTH = 100


@click.command(epilog="Example: chat-tutor lint my-course --strict")
@folder_argument
@click.option("--json", "as_json", is_flag=True, help="Write the findings, or the rules, as JSON.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--rules", is_flag=True, help="List the rules instead, each with what it asks for and how to mend.")
def lint(folder: Path, as_json: bool, strict: bool, rules: bool) -> None:
    """Check a course against the editorial rules; each finding with its file, line and remedy.

    Ends with 1 where there is an error. A finding that may stand is waived beside its item, with the reason:
    `waive: {rule-id: why}`.
    """
    if rules:
        click.echo(_json([rule.as_json() for rule in catalogue()]) if as_json else _listed())
        return
    title, findings = _found(folder)
    errors = sum(found.severity == "error" for found in findings)
    warnings = len(findings) - errors
    if as_json:
        click.echo(_json({"errors": errors, "warnings": warnings, "findings": [f.as_json() for f in findings]}))
    else:
        for found in findings:
            click.echo(found)
        click.echo(f"{title}. {_count(errors, 'error')}, {_count(warnings, 'warning').lower()}.")
    sys.exit(1 if errors or (strict and warnings) else 0)


def _found(folder: Path) -> tuple[str, list[Finding]]:
    """A line about the course, and what there is to say against it."""
    try:
        course, locate = load_with_places(folder)
    except ContentError as error:
        return "The course cannot be used", unusable(error)
    return summary(course), find(course, locate, datetime.now(UTC).date())


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _count(number: int, name: str) -> str:
    return f"{number or 'No'} {name}{'' if number == 1 else 's'}"


def _listed() -> str:
    """The rules as a page for authors."""
    lines = []
    for subject, rules in groupby(catalogue(), key=lambda rule: rule.subject):
        lines.append(subject.upper())
        for rule in rules:
            lines += ["", f"  {rule.id} ({rule.severity})"]
            lines += [click.wrap_text(text, WIDTH, "    ", "    ") for text in (rule.says, f"Mend: {rule.remedy}.")]
        lines.append("")
    return "\n".join(lines).rstrip()
