"""The adapter as the SDK knows it: its own context and models run over our connector."""

from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ConversationReference

from bot.channels.teams.adapter import Adapter
from bot.channels.teams.connector import Connector
from bot.channels.teams.service_urls import ServiceUrls
from bot.sessions import Sessions
from tests.teams.platform import PERSONAL, Platform
from tests.teams.tutor import Tokens


async def test_sdk_sends_updates_and_deletes(platform: Platform) -> None:
    """Code written for the SDK's adapters can send, update and take back a message in a stored conversation."""
    sessions = Sessions()
    adapter = Adapter(Connector(sessions, Tokens(), ServiceUrls(platform.url)))
    reference = ConversationReference(
        bot=ChannelAccount(id="28:bot"),
        user=ChannelAccount(id="29:ann"),
        conversation=ConversationAccount(id=PERSONAL),
        channel_id="msteams",
        service_url=platform.service_url,
    )

    async def talk(context: TurnContext) -> None:
        sent = await context.send_activity("first")
        await context.update_activity(Activity(type="message", id=sent.id, text="second"))
        await context.delete_activity(sent.id)

    await adapter.continue_conversation(reference, talk)
    await sessions.close()
    calls = [await platform.sent() for _ in range(3)]
    assert [(call.method, call.conversation) for call in calls] == [(m, PERSONAL) for m in ("POST", "PUT", "DELETE")]
    assert [call.body.get("text") for call in calls] == ["first", "second", None]
    assert {call.id for call in calls[:2]} == {calls[2].activity} == {"m1"}
