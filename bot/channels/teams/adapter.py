"""The SDK's adapter over our own connector: without its HTTP clients, its thread pool and its slow models."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from botbuilder.core import ActivityHandler, BotAdapter, TurnContext
from botbuilder.schema import ResourceResponse

from bot.channels.teams.activity import Activity, Json, Post
from bot.channels.teams.connector import Connector

TARGETED = "isTargetedActivity=true"
"""Asks that a message in a group is shown to its recipient alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an activity is answered with; only an invoke's answer has a body."""

    status: int = 200
    body: Json | None = None


class Adapter(BotAdapter):  # type: ignore[misc]
    """Runs activities through the SDK's pipeline and sends what has `serialize`, the SDK's models or ours."""

    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self._connector = connector

    async def process(self, activity: Activity, handler: ActivityHandler) -> Answer:
        """Run the handler; what it answered."""
        context = TurnContext(self, activity)
        await self.run_pipeline(context, handler.on_turn)
        answer: Answer = context.turn_state.get(self._INVOKE_RESPONSE_KEY) or Answer()
        return answer

    @classmethod
    def answer(cls, context: TurnContext, status: int, body: Json | None = None) -> None:
        """Answer an invoke."""
        context.turn_state[cls._INVOKE_RESPONSE_KEY] = Answer(status, body)

    async def send_activities(self, context: TurnContext | None, activities: Sequence[Any]) -> list[ResourceResponse]:
        """Post each, as a reply where it names what it replies to."""
        ids = []
        for activity in activities:
            path = ("conversations", activity.conversation.id, "activities")
            thread = (activity.reply_to_id,) if activity.reply_to_id else ()
            body = activity.serialize()
            ids.append(
                await self._connector.call("POST", activity.service_url, (*path, *thread), body, _query(activity))
            )
        return [ResourceResponse(id=str(given.get("id", ""))) for given in ids]

    async def update_activity(self, context: TurnContext | None, activity: Any) -> ResourceResponse:
        """Put it in the place of the message of its id."""
        path = ("conversations", activity.conversation.id, "activities", activity.id)
        body = activity.serialize()
        given = await self._connector.call("PUT", activity.service_url, path, body, _query(activity))
        return ResourceResponse(id=str(given.get("id") or activity.id))

    async def delete_activity(self, context: TurnContext | None, reference: Any) -> None:
        """Take back the message that the reference names."""
        path = ("conversations", reference.conversation.id, "activities", reference.activity_id)
        await self._connector.call("DELETE", reference.service_url, path)


def _query(activity: Any) -> str:
    return TARGETED if isinstance(activity, Post) and activity.targeted else ""
