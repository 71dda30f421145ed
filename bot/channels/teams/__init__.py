"""Microsoft Teams, over the Bot Connector's REST protocol, with botbuilder-core as its SDK.

One activity's way: `inbound` checks its token, `activity` reads the fields that are needed, `handler` (the
SDK's activity handler) tells what happened, `translate` makes a turn of it. A reply's way: `channel` draws
the card, `adapter` (an adapter of the SDK) sends it through `connector`, with a token of `tokens`.

The SDK is at its last release. All of it that is used is `ActivityHandler`, `BotAdapter`, `TurnContext` and
`ResourceResponse`, in `handler` and `adapter`. With a successor those two files are written anew; the others
know the wire alone: the activity schema, the Connector's paths and both kinds of token stay as they are.
"""

from bot.channels import Channel, Desk, Mailbox
from bot.settings import Settings


def create(settings: Settings, desk: Desk, mailbox: Mailbox) -> Channel:
    """The Teams channel."""
    from bot.channels.teams.channel import TeamsChannel  # noqa: PLC0415 - the manifest needs no SDK

    return TeamsChannel(settings, desk)
