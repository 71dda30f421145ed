"""Calls to Slack without which everything works: prompts, titles, a working state, a window that points somewhere."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.channels.slack.api import Api
from bot.channels.slack.directs import Directs
from bot.channels.slack.modals import pointing
from bot.channels.slack.prompts import PROMPTS
from bot.channels.slack.reference import Reference
from bot.channels.slack.tasks import Tasks
from bot.channels.slack.threads import Untitled
from dialogs.turn import Message, Open, Turn

log = logging.getLogger(__name__)


class Errands:
    """Runs them beside everything else, as `tasks`; none is tried again."""

    def __init__(self, api: Api, tasks: Tasks) -> None:
        self._api = api
        self._tasks = tasks
        self._untitled = Untitled()
        self._directs = Directs(api)

    async def run(self, tenant: str, method: str, body: Mapping[str, Any]) -> None:
        """One call, now; whatever it raises is logged."""
        try:
            await self._api.call(tenant, method, body)
        except Exception as error:
            log.warning("slack: %s was in vain: %s", method, error or type(error).__name__)

    async def working(self, tenant: str, status: Mapping[str, Any]) -> None:
        """Show a working state."""
        await self.run(tenant, "assistant.threads.setStatus", status)

    def follow_up(self, turn: Turn) -> None:
        """What is due once a turn is taken: prompts in a chat that was opened, a title for a thread that was begun."""
        conversation, thread = turn.address.conversation, Reference.read(turn.address.reference).thread
        tenant, where = turn.address.tenant, {"channel_id": conversation, **({"thread_ts": thread} if thread else {})}
        match turn.event:
            case Open("chat"):
                # In a chat without threads the call does nothing when it names one.
                prompts = where | {"prompts": PROMPTS}
                self._start(tenant, "assistant.threads.setSuggestedPrompts", prompts)
                if thread:
                    self._untitled.begun(conversation, thread)
            case Message(text) if thread and (title := self._untitled.title(conversation, thread, text)):
                self._start(tenant, "assistant.threads.setTitle", where | {"title": title})

    async def placed(self, turn: Turn, trigger: str, app: str) -> tuple[Turn, ...]:
        """The turn in the direct message with the person, and a window that leads there; that alone, if need be."""
        team, user = turn.address.tenant, turn.address.user
        direct = await self._directs.of(team, user)
        if direct:
            told = pointing("Your first question waits in our direct chat.", "Open the chat", team, channel=direct)
        else:
            told = pointing("Write *quiz me* to me in our direct chat, and we begin.", "Open the chat", team, app=app)
        self._start(team, "views.open", {"trigger_id": trigger, "view": told})
        return (replace(turn, address=replace(turn.address, conversation=direct)),) if direct else ()

    def _start(self, tenant: str, method: str, body: Mapping[str, Any]) -> None:
        self._tasks.start(self.run(tenant, method, body))
