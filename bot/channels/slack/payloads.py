"""The fields that are read of what Slack sends. Everything else in a payload is left alone."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,32}$")]
STAMP = re.compile(r"^\d{1,12}\.\d{1,8}$")
Stamp = Annotated[str, StringConstraints(pattern=STAMP.pattern)]
"""A message's `ts`, which is its id in its channel."""
Token = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,300}$")]


class _Payload(BaseModel):
    model_config = ConfigDict(frozen=True)


class Authorization(_Payload):
    """Whom an event is delivered to: our bot's user."""

    user_id: Id


class MessageEvent(_Payload):
    """`message` in a direct message, and `app_mention`."""

    user: Id | None = None
    bot_id: str | None = None
    subtype: str | None = None
    text: str = ""
    ts: Stamp
    thread_ts: Stamp | None = None
    channel: Id
    channel_type: str = ""


class OpenedEvent(_Payload):
    """`app_home_opened`. `channel` is the direct message with whoever opened it."""

    user: Id
    channel: Id
    tab: str


class _Assistant(_Payload):
    user_id: Id
    channel_id: Id
    thread_ts: Stamp


class BegunEvent(_Payload):
    """`assistant_thread_started`, of workspaces where the app is still an assistant."""

    assistant_thread: _Assistant


class Delivery(_Payload):
    """What stands around an event."""

    team_id: Id
    event_id: Token
    authorizations: tuple[Authorization, ...] = ()

    @property
    def me(self) -> str:
        """Our bot's user."""
        return self.authorizations[0].user_id if self.authorizations else ""


class SlashCommand(_Payload):
    """`/tutor …`."""

    team_id: Id
    channel_id: Id
    user_id: Id
    text: str = ""
    trigger_id: Token
    response_url: Token


class _Named(_Payload):
    id: Id


class Option(_Payload):
    """What was chosen in a menu."""

    value: str


class Filled(_Payload):
    """What stands in one control of a form."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: tuple[Option, ...] | None = None


class Pressed(_Payload):
    """The control that was used."""

    type: str
    action_id: str = ""
    action_ts: Stamp
    value: str = ""
    selected_option: Option | None = None


class Container(_Payload):
    """Where that control stands."""

    type: str = ""
    message_ts: Stamp | None = None
    thread_ts: Stamp | None = None
    is_ephemeral: bool = False


class Block(_Payload):
    """One block of the message."""

    block_id: str = ""


class Posted(_Payload):
    """The message that the control stands in; Slack sends none where only one person sees it."""

    ts: Stamp
    thread_ts: Stamp | None = None
    blocks: tuple[Block, ...] = ()


class View(_Payload):
    """The Home tab that the control stands in."""

    private_metadata: str = ""


class _Attachment(_Payload):
    text: str | None = None
    fallback: str | None = None


class PointedAt(_Payload):
    """The message that a shortcut was used on."""

    text: str | None = None
    ts: Stamp
    thread_ts: Stamp | None = None
    attachments: tuple[_Attachment, ...] | None = None

    @property
    def words(self) -> str:
        """What is read in it: of a message that has no words of its own, those of what is attached."""
        attached = (a.text or a.fallback or "" for a in self.attachments or ())
        return self.text or "\n".join(filter(None, attached))


class MessageShortcut(_Payload):
    """`message_action`."""

    callback_id: str
    team: _Named
    user: _Named
    channel: _Named
    message: PointedAt
    trigger_id: Token
    response_url: Token


class GlobalShortcut(_Payload):
    """`shortcut`."""

    callback_id: str
    team: _Named
    user: _Named
    trigger_id: Token
    api_app_id: str = ""


class State(_Payload):
    """What is filled in, by block and control."""

    values: Mapping[str, Mapping[str, Filled]] = Field(default_factory=dict)


class SentView(View):
    """A modal as it was sent."""

    type: str
    callback_id: str
    state: State = State()


class Submission(_Payload):
    """`view_submission`."""

    team: _Named
    user: _Named
    view: SentView
    trigger_id: Token


class Interaction(_Payload):
    """`block_actions`."""

    team: _Named
    user: _Named
    channel: _Named | None = None
    container: Container = Container()
    message: Posted | None = None
    view: View | None = None
    state: State = State()
    actions: tuple[Pressed, ...] = Field(min_length=1)
    response_url: Token | None = None
