"""Events that tell that a workspace, or an organisation, has the tutor no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field

from bot.channels.slack.origin import Origin
from bot.channels.slack.payloads import Id

EVENTS = ("app_uninstalled", "tokens_revoked")
"""What every app subscribes to."""

OF_AN_ORGANISATION = ("team_access_revoked",)
"""And an app that may be installed by organisations."""


@dataclass(frozen=True, slots=True)
class Departure:
    """At this time the tutor was taken out: of some `teams` of an organisation, or else of the whole `origin`.

    One that is not `certain` may be about a token alone that is used no more.
    """

    origin: Origin
    at: datetime
    certain: bool = True
    teams: tuple[str, ...] = ()


class _Tokens(BaseModel):
    bot: tuple[str, ...] | None = None


class _Event(BaseModel):
    type: str
    tokens: _Tokens = _Tokens()
    team_ids: tuple[Id, ...] = ()


class _Delivery(BaseModel):
    event: _Event
    event_time: int = Field(ge=0, le=10**11)


def departure(payload: Mapping[str, Any], origin: Origin | None) -> Departure | None:
    """What a payload tells of a departure; `None` where it tells of none, as when a person's token is revoked.

    Raises:
        ValidationError: it tells of one, but not as Slack does.
    """
    event = payload.get("event")
    kind = event.get("type") if isinstance(event, Mapping) else None
    if origin is None or kind not in {*EVENTS, *OF_AN_ORGANISATION}:
        return None
    told = _Delivery.model_validate(payload)
    at = datetime.fromtimestamp(told.event_time, UTC)
    match told.event.type:
        case "app_uninstalled":
            return Departure(origin, at)
        case "tokens_revoked":
            return Departure(origin, at, certain=False) if told.event.tokens.bot else None
    return Departure(origin, at, teams=told.event.team_ids) if told.event.team_ids else None
