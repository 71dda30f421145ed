"""What an answer in words is worth: a scenario's expectations and misconceptions, each by itself."""

from dialogs.grading.evaluation import Evaluation, evaluate
from dialogs.grading.marks import Marks, grade

__all__ = ["Evaluation", "Marks", "evaluate", "grade"]
