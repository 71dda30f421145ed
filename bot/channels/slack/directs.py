"""The direct message with somebody, for what begins nowhere: the shortcut that is at hand everywhere."""

import asyncio
import logging

from pydantic import BaseModel

from bot.channels.slack.api import Api
from bot.channels.slack.payloads import Id
from bot.recent import Recent

log = logging.getLogger(__name__)

MOST = 10_000
PATIENCE = 1.5
"""Seconds for Slack to tell; whoever used the shortcut waits for them, and Slack itself for three."""


class _Opened(BaseModel):
    class _Channel(BaseModel):
        id: Id

    channel: _Channel


class Directs:
    """Asks Slack for the direct message with a person, once in the life of this process."""

    def __init__(self, api: Api, patience: float = PATIENCE) -> None:
        self._api = api
        self._patience = patience
        self._known: Recent[tuple[str, str], str] = Recent(MOST)

    async def of(self, team: str, user: str) -> str:
        """Its id; empty where Slack does not tell it."""
        if found := self._known.get((team, user)):
            return found
        try:
            async with asyncio.timeout(self._patience):
                told = await self._api.call(team, "conversations.open", {"users": user})
            found = _Opened.model_validate(told).channel.id
        except Exception as error:
            log.warning("slack: no direct message with %s: %s", user, error or type(error).__name__)
            return ""
        self._known[team, user] = found
        return found
