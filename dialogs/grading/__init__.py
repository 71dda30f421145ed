"""What an answer in words is worth: a scenario's expectations and misconceptions, each by itself."""

from dialogs.grading.marks import Marks, decision, grade
from dialogs.grading.verdicts import Verdict

__all__ = ["Marks", "Verdict", "decision", "grade"]
