"""Microsoft Teams, over the Bot Connector's REST protocol, with botbuilder-core as its SDK.

One activity's way: `inbound` checks its token, `activity` reads the fields that are needed, `handler` (the SDK's
activity handler) tells what happened, `translate` makes a turn of it. A reply's way: `channel` tells what is for
everybody from what is for one person, `messages` draws it, `adapter` (an adapter of the SDK) sends it through
`connector`, with a token of `tokens`. What is for one person alone is the answer to their click (`invokes`), or
goes its own way (`private`). `search` answers while a message is being written, and needs neither.

The SDK is at its last release. All of it that is used is `ActivityHandler`, `BotAdapter`, `TurnContext` and
`ResourceResponse`, in `handler` and `adapter`. With a successor those two files are written anew. The Agents SDK
has an `ActivityHandler` and a `ChannelAdapter` of the same shape, whose activities are pydantic models, so that
`Activity` and `Post` of `activity` would give way to its own; the Teams SDK has handlers by name, each of which
would call what a method of `Handler` calls now. The others know the wire alone: the activity schema, the
Connector's paths, the bodies of invokes and both kinds of token stay as they are.
"""

from bot.channels import Channel, Intake, Mailbox
from bot.settings import Settings
from bot.store import Store


def create(settings: Settings, intake: Intake, mailbox: Mailbox, store: Store) -> Channel:
    """The Teams channel."""
    from bot.channels.teams.channel import TeamsChannel  # noqa: PLC0415 - the manifest needs no SDK

    return TeamsChannel(settings, intake)
