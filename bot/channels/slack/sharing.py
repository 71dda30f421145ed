"""Whose an answer is: shared with a channel, marked as somebody's, or theirs alone."""

from typing import Any

from bot.channels.slack.payloads import Posted
from dialogs.reply import Buttons, Choices, Inputs, Progress, Quote, Reply, Table, Text
from dialogs.turn import ACTION_LIMIT, Action

SHARE = "share"
"""Begins the `action_id` of the button that shares; its value is what was asked."""

REPLY = "reply"
"""Begins the `action_id` of the button that repeats an answer in a thread; its value is the thread and the action."""

SHARED = "shared"
"""The thread, as far as the tutor knows, of what was shared: no conversation in the channel is touched."""

_OWNER = "for:"
"""Begins the `block_id` that names whom a message in a channel answers."""


def shareable(reply: Reply, asked: str) -> bool:
    """Whether others may want this: it has a source and a way on, and nothing of a learner's own."""
    if not asked or len(asked.encode()) > ACTION_LIMIT:
        return False
    if any(isinstance(element, Choices | Inputs | Progress) for element in reply.elements):
        return False
    ways = [button.action for e in reply.elements if isinstance(e, Buttons) for button in e.buttons]
    if not ways or Action("quiz", "next") in ways:
        return False
    return any(
        isinstance(e, Quote | Table) or (isinstance(e, Text) and e.text.startswith("Source: ")) for e in reply.elements
    )


def share_button(asked: str) -> dict[str, Any]:
    """The block with the button that shares."""
    label = {"type": "plain_text", "text": "Share to channel"}
    button = {"type": "button", "text": label, "value": asked, "action_id": f"{SHARE}:0"}
    return {"type": "actions", "elements": [button]}


def reply_button(thread: str, again: Action) -> dict[str, Any]:
    """The block with the button that repeats an answer under the message that it is about."""
    label = {"type": "plain_text", "text": "Reply in thread"}
    button = {"type": "button", "text": label, "value": f"{thread} {again}", "action_id": f"{REPLY}:0"}
    return {"type": "actions", "elements": [button]}


def sharer(user: str) -> dict[str, Any]:
    """The block that says who shared."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": f"Shared by <@{user}>"}]}


def mark(blocks: list[dict[str, Any]], user: str) -> None:
    """Write into the first controls whom they are for; people do not see it."""
    for block in blocks:
        if block["type"] == "actions":
            block.setdefault("block_id", _OWNER + user)
            return


def owner(message: Posted) -> str:
    """Whom a message is for; nothing where it does not say."""
    found = (block.block_id for block in message.blocks)
    return next((name.removeprefix(_OWNER) for name in found if name.startswith(_OWNER)), "")
