"""The direct message with somebody, for what begins nowhere: the shortcut that is at hand everywhere."""

import logging

from pydantic import BaseModel

from bot.channels.slack.api import Api
from bot.channels.slack.payloads import Id

log = logging.getLogger(__name__)

MOST = 10_000


class _Opened(BaseModel):
    class _Channel(BaseModel):
        id: Id

    channel: _Channel


class Directs:
    """Asks Slack for the direct message with a person, once in the life of this process."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: dict[tuple[str, str], str] = {}

    async def of(self, team: str, user: str) -> str:
        """Its id; empty where Slack does not tell it."""
        if found := self._known.get((team, user)):
            return found
        try:
            found = _Opened.model_validate(await self._api.call("conversations.open", {"users": user})).channel.id
        except Exception as error:
            log.warning("slack: no direct message with %s: %s", user, error)
            return ""
        self._known[team, user] = found
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]
        return found
