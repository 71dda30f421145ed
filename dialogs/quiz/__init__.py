"""The quiz: asks, takes an answer in whatever form, says why, and keeps the score."""

from dialogs.quiz.dialog import QuizDialog

__all__ = ["QuizDialog"]
