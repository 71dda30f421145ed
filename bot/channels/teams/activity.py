"""The fields of an activity that are read and written. Everything else that Teams says is passed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Json = dict[str, Any]

CHANNEL = "teams"
"""As in `Address.channel`."""

CARD = "application/vnd.microsoft.card.adaptive"
"""The content type of an Adaptive Card."""


class _Model(BaseModel):
    """Named as in the SDK, so that its handler reads these in place of its own slow models."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


class Account(_Model):
    """A person or a bot; a bot that `is_targeted` was written to by somebody alone, where others read along."""

    id: str = ""
    name: str | None = None
    is_targeted: bool | None = None


class Conversation(_Model):
    """Where it happened; `id` ends with `;messageid=…` inside a channel's thread."""

    id: str
    name: str | None = None
    conversation_type: str | None = None
    tenant_id: str | None = None


class Tenant(_Model):
    """An organisation."""

    id: str | None = None


class Named(_Model):
    """A team, or a channel of one."""

    name: str | None = None


class ChannelData(_Model):
    """What Teams adds."""

    tenant: Tenant | None = None
    team: Named | None = None
    channel: Named | None = None


class Entity(_Model):
    """A mention, with the text that stands for it, or what the client says of itself."""

    type: str | None = None
    mentioned: Account | None = None
    text: str | None = None
    timezone: str | None = None


class Activity(_Model):
    """One thing that happened in Teams."""

    type: str
    id: str = ""
    channel_id: str = ""
    service_url: str = ""
    from_property: Account = Field(Account(), alias="from")
    recipient: Account = Account()
    conversation: Conversation
    channel_data: ChannelData | None = None
    text: str | None = None
    name: str | None = None
    action: str | None = None
    value: Any = None
    reply_to_id: str | None = None
    entities: tuple[Entity, ...] | None = None
    local_timezone: str | None = None
    members_added: tuple[Account, ...] | None = None
    members_removed: tuple[Account, ...] | None = None
    reactions_added: Any = None
    reactions_removed: Any = None

    @property
    def tenant(self) -> str:
        """The tenant in which it happened; empty where none is named."""
        named = self.channel_data.tenant.id if self.channel_data and self.channel_data.tenant else None
        return self.conversation.tenant_id or named or ""

    @property
    def place(self) -> str:
        """What people call the chat or the channel; empty where Teams does not say."""
        data = self.channel_data
        named = (data.channel, data.team) if data is not None else ()
        return next((one.name for one in (self.conversation, *named) if one is not None and one.name), "")


@dataclass(frozen=True, slots=True)
class Post:
    """A message to send, or with an `id` one to put in that message's place; `targeted`: for its recipient alone."""

    service_url: str
    conversation: Conversation
    body: Json
    id: str = ""
    reply_to_id: str = ""
    type: str = "message"
    targeted: bool = False

    def serialize(self) -> Json:
        """The JSON of it, as the SDK's own models give theirs."""
        return self.body


def mapping(value: object) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}
