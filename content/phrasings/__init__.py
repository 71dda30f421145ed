"""How people word what they want of a tutor, and what is learned from that; the same for every course."""

from content.phrasings.lines import KIND
from content.phrasings.wishes import build, wishes

__all__ = ["KIND", "build", "wishes"]
