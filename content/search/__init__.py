"""Search: which topics and claims of a course a text asks about. Offline, light, the same on every machine."""

from content.search.claims import Found
from content.search.index import Hit, Index, Ranking, Reason
from content.search.languages import foreign

__all__ = ["Found", "Hit", "Index", "Ranking", "Reason", "foreign"]
