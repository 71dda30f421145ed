"""What is taught: the course model, its loader and linter, and the course itself. Knows no chat."""

from content.loader import ContentError, load

__all__ = ["ContentError", "load"]
