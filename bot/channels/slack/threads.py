"""Threads of workspaces where an app is still an assistant with a list of chats, each of which has a title.

Which threads those are Slack tells when one is begun; they are remembered until they have their title, in memory alone.
"""

from bot.recent import Recent
from bot.render.words import clean
from content.markup import shorten

MOST = 1_000
TITLE = 60


class Untitled:
    """Threads that were begun and have no title yet."""

    def __init__(self) -> None:
        self._begun: Recent[tuple[str, str], None] = Recent(MOST)

    def begun(self, channel: str, thread: str) -> None:
        """A thread was begun; the one begun longest ago is forgotten first."""
        self._begun[channel, thread] = None

    def title(self, channel: str, thread: str, said: str) -> str:
        """The title by what is said first in a thread; empty for a thread that has one, or is none of these."""
        title = shorten(" ".join(clean(said).split()), TITLE)
        if not title or (channel, thread) not in self._begun:
            return ""
        del self._begun[channel, thread]
        return title
