"""Explains: a topic at the length asked for, or a lesson step by step with needs to sort between."""

from dialogs.explain.dialog import PARTS, ExplainDialog

__all__ = ["PARTS", "ExplainDialog"]
