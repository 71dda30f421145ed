"""Forms in windows of their own: where they were opened stays with them, so that nothing has to be kept for them."""

import json
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.channels.slack.payloads import Id
from bot.channels.slack.reference import Reference
from bot.render import blockkit
from dialogs.reply import Reply
from dialogs.turn import Address

METADATA = 3_000
"""Characters of a view's `private_metadata`."""


class _Place(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    conversation: Id
    thread: str = ""
    direct: bool = False
    private: bool = False
    url: str = ""
    at: str = ""


def form(reply: Reply, address: Address) -> dict[str, Any] | None:
    """The view of a reply's form, opened from there; `None` where it is none that a window can hold."""
    view, metadata = blockkit.render_modal(reply), _written(address)
    if view is None or len(metadata) > METADATA:
        return None
    return view | {"private_metadata": metadata}


def opened_from(channel: str, team: str, user: str, metadata: str) -> Address | None:
    """The address of somebody who sends a form, as it was when the form was opened."""
    try:
        place = _Place.model_validate_json(metadata)
    except ValidationError:
        return None
    reference = Reference(place.url, private=place.private, thread=place.at)
    return Address(
        *(channel, team, user, place.conversation, place.thread),
        direct=place.direct,
        reference=reference.write(),
        private=place.private,
    )


def _written(address: Address) -> str:
    reference = Reference.read(address.reference)
    told = {
        "conversation": address.conversation,
        "thread": address.thread,
        "direct": address.direct,
        "private": address.private,
        "url": reference.url,
        "at": reference.thread,
    }
    return json.dumps({name: value for name, value in told.items() if value}, separators=(",", ":"))


def pointing(text: str, label: str, team: str, **target: str) -> dict[str, Any]:
    """A window that says where something goes on, with a button that leads there; `target` is a channel or an app."""
    url = "https://slack.com/app_redirect?" + urlencode({"team": team, **target})
    button = {"type": "button", "text": _plain(label), "url": url, "action_id": "link:0", "style": "primary"}
    return {
        "type": "modal",
        "title": _plain("Tutor"),
        "close": _plain("Close"),
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": text}},
            {"type": "actions", "elements": [button]},
        ],
    }


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
