"""The hosts that may be called with the bot's token."""

from functools import lru_cache
from urllib.parse import SplitResult, urlsplit


class ServiceUrls:
    """Where the bot's own token may go: `https://host` and `https://*.domain`, with its port if not 443."""

    def __init__(self, allowed: str) -> None:
        """`allowed`: patterns with spaces or commas between them."""
        self._allowed = [urlsplit(pattern) for pattern in allowed.replace(",", " ").split()]
        self._admits = lru_cache(maxsize=100)(self._admitted)  # there is one a region

    def __contains__(self, url: object) -> bool:
        return self._admits(str(url))

    def _admitted(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            return any(_matches(parts, pattern) for pattern in self._allowed)
        except ValueError:
            return False


def _matches(url: SplitResult, pattern: SplitResult) -> bool:
    host, wanted = url.hostname or "", pattern.hostname or ""
    named = host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted
    plain = url.username is None and not url.query and not url.fragment
    return plain and bool(host) and named and (url.scheme, url.port) == (pattern.scheme, pattern.port)
