"""Explains: a topic at the length asked for, or a lesson step by step with needs to sort between."""

from dialogs.explain.dialog import ExplainDialog

__all__ = ["ExplainDialog"]
