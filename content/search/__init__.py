"""Search: which topics and claims of a course a text asks about. Offline, light, the same on every machine."""

from content.search.claims import POLARITY_OF, TURNED, Found, Holds, Polarity
from content.search.index import Hit, Index, Ranking, Reason
from content.search.languages import foreign

__all__ = ["POLARITY_OF", "TURNED", "Found", "Hit", "Holds", "Index", "Polarity", "Ranking", "Reason", "foreign"]
