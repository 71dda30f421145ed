"""What an answer in words is worth: a scenario's expectations and misconceptions, each by itself."""

from dialogs.grading.evaluation import Evaluation, Marked, agrees, evaluate
from dialogs.grading.marks import Marks, decision, grade
from dialogs.grading.verdicts import Verdict

__all__ = ["Evaluation", "Marked", "Marks", "Verdict", "agrees", "decision", "evaluate", "grade"]
