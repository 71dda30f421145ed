"""Slack: direct messages, mentions, `/tutor`, shortcuts, buttons, forms and the Home tab, over HTTP or Socket Mode.

A payload's way: `request` reads an HTTP body that `signature` has let in, `bolt` hands it on, as it does what
comes over Socket Mode, `origin` says through which workspace it came, `payloads` says which fields are read,
`reading` makes turns of them. A reply's way: `sending` finds out how it may reach whom it is for, through `api`, with
the token that `workspaces` has for it, or in one of the `responses` that wait for it; for a form, `triggers` says
whether a window may be opened. `home` keeps the Home tab as things are, `status` tells of a slow answer, `streams`
lets it grow while a language model words it, `errands` makes the calls that may fail.
With `oauth` any workspace installs the app; `departure` reads that one took it out, `leaving` deletes what was kept.
"""

from bot.channels import Channel, Intake, Mailbox
from bot.settings import Settings
from bot.store import Store


def create(settings: Settings, intake: Intake, mailbox: Mailbox, store: Store) -> Channel:
    """The Slack channel, receiving; `mailbox` is for channels whose other side collects."""
    from bot.channels.slack.channel import SlackChannel  # noqa: PLC0415 - the manifest needs no SDK

    channel = SlackChannel(settings, intake, store)
    if settings.slack_app_token.get_secret_value():
        channel.connect()
    return channel
