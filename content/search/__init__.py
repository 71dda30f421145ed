"""Search: which topics of a course a text asks about. Offline, light, and the same on every machine."""

from content.search.index import Hit, Index, Ranking

__all__ = ["Hit", "Index", "Ranking"]
