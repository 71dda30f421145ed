"""What learners tell the course's author: a question challenged, an answer that helped or not, anything else."""

from dialogs.feedback.dialog import FeedbackDialog
from dialogs.feedback.forms import LIMIT, REASONS

__all__ = ["LIMIT", "REASONS", "FeedbackDialog"]
