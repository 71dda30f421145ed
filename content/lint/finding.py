"""What the linter reports."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found: where it stands, what is wrong, and how to mend it."""

    rule: str
    severity: Severity
    file: str
    line: int
    item: str
    message: str
    remedy: str

    def __str__(self) -> str:
        about = f" {self.item}:" if self.item else ""
        mend = f"; {self.remedy}" if self.remedy else ""
        return f"{self.file}:{self.line}: {self.severity} [{self.rule}]{about} {self.message}{mend}"

    def as_json(self) -> dict[str, Any]:
        """The finding in words that JSON has."""
        return asdict(self)
